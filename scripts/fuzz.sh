#!/bin/sh
# scripts/fuzz.sh [N [SEED]]   does a server survive strangers? Sends it N malformed requests (10,000 if not given):
# parameters, headers, JSON, damaged recordings, raw samples, bytes that are no HTTP, WebSocket frames. Each must be
# answered, or end with its connection; none may be an internal error; and in the end no file, program or place in a
# queue is left over. Says what became of them. Some ten minutes on two cores.
set -eu
EARMARK_FUZZ="${1:-10000} ${2:-1}"
export EARMARK_FUZZ
exec "$(dirname "$0")/../test" --filter FullyQualifiedName~Fuzzing --logger 'console;verbosity=detailed'
