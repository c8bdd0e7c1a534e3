#!/bin/sh
# bench/explain.sh EARMARK LIBRARY CLIP   how long do the pictures of an explanation take?
# Runs `query` and `explain` without files, with the page, and with the eight pictures as SVG and PNG, five times each,
# and prints the least time of a whole process. EARMARK is ./earmark or the native binary.
set -eu
earmark=$1 library=$2 clip=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

measure() {
    name=$1
    shift
    for round in 1 2 3 4 5; do
        start=$(date +%s%N)
        "$earmark" "$@" -l "$library" >/dev/null 2>&1 || [ $? -eq 1 ]
        echo $((($(date +%s%N) - start) / 1000000))
    done | sort -n | head -1 | while read -r least; do printf '%-36s %5d ms\n' "$name" "$least"; done
}

measure "query" query "$clip"
measure "explain, words alone" explain "$clip"
measure "explain, the page" explain "$clip" --report "$scratch/page.html"
measure "explain, 8 pictures as SVG and PNG" explain "$clip" --pictures "$scratch/pictures"
du -b "$scratch/page.html" "$scratch"/pictures/* | sed "s|$scratch/||" |
    awk '{ printf "%-36s %5d kB\n", $2, $1 / 1000 }'
