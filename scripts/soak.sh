#!/bin/sh
# scripts/soak.sh [MINUTES]   do processes at one library disturb each other? For a minute if not told otherwise,
# stores, deletions, imports, queries and a server run side by side, each in processes of its own, again and again. No
# reader may fail or answer otherwise than it should; a writer waits for another, or says who it is. Says in the end how
# soon readers saw what writers had reported: a second is what they may take.
set -eu
EARMARK_SOAK_SECONDS=$((60 * ${1:-1}))
export EARMARK_SOAK_SECONDS
exec "$(dirname "$0")/../test" --filter FullyQualifiedName~SideBySide --logger 'console;verbosity=detailed'
