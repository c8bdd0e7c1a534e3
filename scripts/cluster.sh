#!/bin/sh
# scripts/cluster.sh [N]   does a library in a Redis cluster survive? N times (21 if not given) a master is killed while
# three connections store, delete and merge and one asks, by turns that of the commits, the same with its replica
# frozen for a second before, and another; and N times clients are cut off from a master for two seconds. After each,
# the library must hold exactly what was acknowledged. Then `compact` is killed as a process, three times, and run to
# its end. Starts its own nodes; half a minute a round on two cores.
set -eu
EARMARK_CLUSTER_ROUNDS=${1:-21}
export EARMARK_CLUSTER_ROUNDS
exec "$(dirname "$0")/../test" --filter 'FullyQualifiedName~ClusterFault|FullyQualifiedName~ClusterKill' \
    --logger 'console;verbosity=detailed'
