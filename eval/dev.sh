#!/bin/sh
# eval/dev.sh CORPUS [quick|full] [PROFILE]   how well does it work? CORPUS is what eval/corpus/build_dev.sh made
#
# Stores the corpus's references in a fresh library, asks it every query of the set, and writes the scores to
# eval/results. Needs python3. Takes some five minutes on two cores, ten for the full set.
set -eu
corpus=${1:?usage: eval/dev.sh CORPUS [quick|full] [PROFILE]}
set=${2:-quick}
profile=${3:-full}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
queries=$corpus/queries-$set/queries.tsv
[ "$profile" = full ] && results=$here/results || results=$here/results/$profile
mkdir -p "$results"

"$here/../earmark" store "$corpus/refs" --profile "$profile" --library "$work/library" > "$work/store.txt"
"$here/../earmark" stats --library "$work/library" | tail -n +2 > "$results/dev-library.txt"

# 1 says that some clips have no match; that is no error here.
tail -n +2 "$queries" | cut -f 2 | sed "s|^|$corpus/queries-$set/|" > "$work/clips.txt"
"$here/../earmark" query --files-from "$work/clips.txt" --library "$work/library" --format json --verbose \
    > "$work/answers.jsonl" || [ $? -eq 1 ]

if [ "$set" = quick ]; then
    set -- --prototype "$here/prototype-dev-quick.tsv"
    python3 "$here/results.py" "$queries" < "$work/answers.jsonl" > "$results/dev-quick.tsv"
else
    set -- --diagram "$results/dev-$set.svg"
fi
python3 "$here/report.py" "$queries" "$@" < "$work/answers.jsonl" > "$results/dev-$set.txt"
cat "$results/dev-$set.txt"
