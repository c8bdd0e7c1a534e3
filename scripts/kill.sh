#!/bin/sh
# scripts/kill.sh [N]   does a library survive? Kills N processes (200 if not given) that store, delete, import, merge
# and compact, each at a random moment, and checks after each that the library opens, is sound by `earmark verify`, and
# holds every track that was reported stored, once. About a second each on two cores.
set -eu
EARMARK_KILLS=${1:-200}
export EARMARK_KILLS
exec "$(dirname "$0")/../test" --filter FullyQualifiedName~KillRounds --logger 'console;verbosity=detailed'
