#!/bin/sh
# eval/dev-quick.sh CORPUS [PROFILE]   how well does it work? CORPUS is what eval/corpus/build_dev.sh made
#
# Stores the corpus's references in a fresh library, asks it every quick query, and writes the scores to eval/results.
# Needs python3. Takes some five minutes on two cores.
set -eu
corpus=${1:?usage: eval/dev-quick.sh CORPUS [PROFILE]}
profile=${2:-full}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
queries=$corpus/queries-quick/queries.tsv
[ "$profile" = full ] && results=$here/results || results=$here/results/$profile
mkdir -p "$results"

"$here/../earmark" store "$corpus/refs" --profile "$profile" --library "$work/library" > "$work/store.txt"
"$here/../earmark" stats --library "$work/library" | tail -n +2 > "$results/dev-library.txt"

tail -n +2 "$queries" | cut -f 2 | sed "s|^|$corpus/queries-quick/|" > "$work/clips.txt"
"$here/../earmark" query --files-from "$work/clips.txt" --library "$work/library" --format json --verbose \
    > "$work/answers.jsonl"
python3 "$here/results.py" "$queries" < "$work/answers.jsonl" > "$results/dev-quick.tsv"
python3 "$here/calibration.py" "$queries" < "$work/answers.jsonl" > "$results/dev-quick-calibration.txt"

# Wall times depend on the machine: they are no part of the committed scores.
python3 "$here/corpus/score.py" "$queries" "$results/dev-quick.tsv" --by-level |
    sed -E 's/ +[0-9.]+$//; s/ \| median .*$//' > "$results/dev-quick.txt"
python3 "$here/compare.py" "$queries" "$results/dev-quick.tsv" "$here/prototype-dev-quick.tsv" |
    tee "$results/dev-quick-prototype.txt"
cut -f 1-4 "$results/dev-quick.tsv" > "$work/scores.tsv"
mv "$work/scores.tsv" "$results/dev-quick.tsv"
