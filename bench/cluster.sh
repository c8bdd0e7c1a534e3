#!/bin/sh
# bench/cluster.sh REAL CLIPS [TRACKS]   what a library in a Redis cluster takes. Starts three masters and three
# replicas on loopback, fills them with the tracks of the library REAL and synthetic ones (10,000 in all if not given),
# and asks about the clean clips of 10 s in the table CLIPS: each with nothing in memory, and again; then with 1, 2 and
# 4 processes at once. Needs redis-server, and 3 GB of memory for 10,000 tracks.
set -eu
real=$1 clips=$2 tracks=${3:-10000}
here=$(dirname "$0")
first=${EARMARK_BENCH_PORT:-7711}
bench="dotnet $here/Earmark.Bench/bin/Release/net10.0/Earmark.Bench.dll"
[ -f "$here/Earmark.Bench/bin/Release/net10.0/Earmark.Bench.dll" ] ||
    dotnet build -c Release -v quiet "$here/Earmark.Bench"

nodes=$(mktemp -d)
stop() {
    for pid in "$nodes"/*/pid; do
        kill -9 "$(cat "$pid")" 2>/dev/null || :
    done
    rm -rf "$nodes"
}
trap stop EXIT
trap 'exit 130' INT TERM

ports=$(seq "$first" $((first + 5)))
for port in $ports; do
    mkdir "$nodes/$port"
    redis-server --port "$port" --bind 127.0.0.1 --dir "$nodes/$port" --pidfile "$nodes/$port/pid" --daemonize yes \
        --cluster-enabled yes --save '' --repl-diskless-sync-delay 0 >/dev/null
done
sleep 1
# shellcheck disable=SC2046 # A list of words.
redis-cli --cluster create $(for port in $ports; do echo "127.0.0.1:$port"; done) \
    --cluster-replicas 1 --cluster-yes >/dev/null
sleep 2

masters=$(seq "$first" $((first + 2)))
sum() {
    for port in $masters; do
        redis-cli -p "$port" info "$1" | tr -d '\r' | sed -n "s/^$2:\([0-9.]*\)$/\1/p"
    done | awk '{ sum += $1 } END { print sum }'
}

library=redis://127.0.0.1:$first/bench
empty=$(sum memory used_memory)
$bench make --from "$real" --to "$library" --tracks "$tracks" 2>/dev/null
echo "processor time of the masters for it: $(sum cpu used_cpu_user) s and $(sum cpu used_cpu_sys) s"
echo "memory of the masters: $(($(sum memory used_memory) - empty)) bytes more than empty"
$bench cluster "$library" --clips "$clips" --condition clean --count 100
for count in 1 2 4; do
    echo "== $count processes"
    i=0
    while [ $i -lt $count ]; do
        $bench cluster "$library" --clips "$clips" --condition clean --count 40 --seconds 20 &
        i=$((i + 1))
    done
    wait
done
