#!/usr/bin/env bash
# bench/explain.sh EARMARK LIBRARY CLIP   how long do the pictures of an explanation take?
# Runs `query` and `explain` without files, with the page, and with all pictures as SVG and PNG, five times each, and
# prints the least processor time and time of a whole process; then what a picture adds. EARMARK is ./earmark or the
# native binary.
set -eu
earmark=$1 library=$2 clip=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
TIMEFORMAT='%3U %3S %3R'

measure() {
    local name=$1
    shift
    for _ in 1 2 3 4 5; do
        { time "$earmark" "$@" -l "$library" >/dev/null 2>&1 || [ $? -eq 1 ]; } 2>&1
    done | awk -v name="$name" '
        { cpu = $1 + $2; if (NR == 1 || cpu < best) best = cpu; if (NR == 1 || $3 < least) least = $3 }
        END { printf "%-38s %6.2f s processor time %6.2f s\n", name, best, least }' | tee -a "$scratch/measured"
}

measure "query" query "$clip"
measure "explain, words alone" explain "$clip"
measure "explain, the page" explain "$clip" --report "$scratch/page.html"
measure "explain, all pictures as SVG and PNG" explain "$clip" --pictures "$scratch/pictures"
count=$(find "$scratch/pictures" -name '*.png' | wc -l)
sed 's/ s processor time//; s/ s$//' "$scratch/measured" | awk -v count="$count" '
    /words alone/ { cpu = $(NF - 1); wall = $NF }
    /all pictures/ {
        printf "each of the %d pictures, as SVG and PNG   %.3f s processor time %.3f s\n",
            count, ($(NF - 1) - cpu) / count, ($NF - wall) / count
    }'
du -b "$scratch/page.html" "$scratch"/pictures/* | sed "s|$scratch/||" |
    awk '{ printf "%-38s %6.0f kB\n", $2, $1 / 1000 }'
