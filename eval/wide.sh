#!/bin/sh
# eval/wide.sh CORPUS   how well does --wide name clips changed beyond what is looked for by default?
#
# CORPUS is what eval/corpus/build_dev.sh made. Cuts 3, 5 and 10 s at 20 places, a tenth of them in tracks that are left
# out of the library, changes their speed, tempo and pitch up to and past the ends of what --wide looks for, and writes
# eval/results/wide.txt. CLIPS=N in the environment draws N places, and writes to the terminal alone, for a trial.
# Then 3 s at 100 places of changes of speed and pitch, and of tempo and pitch at once. Takes some twenty minutes of
# two cores.
set -eu
corpus=${1:?usage: eval/wide.sh CORPUS}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
[ -d "$corpus/refs" ] || { echo "wide.sh: $corpus has no folder refs; build_dev.sh makes it" >&2; exit 2; }

speeds='speed:-20,speed:-18,speed:-14,speed:+14,speed:+17,speed:+22,speed:+26'
tempos='tempo:-30,tempo:-25,tempo:+28,tempo:+35'
pitches='pitch:-4,pitch:-3.5,pitch:-3,pitch:+3,pitch:+3.5,pitch:+4'
both='tempo:+10/pitch:-2,tempo:-10/pitch:+2,tempo:+5/pitch:+1,tempo:-15/pitch:-1'
noisy='speed:+17/babble:+5,pitch:-3/babble:+5,tempo:+10/pitch:-2/babble:+5'
conditions=clean,$speeds,$tempos,$pitches,$both,$noisy

# With a page of curves the result would grow; the tables are enough here.
"$here/../earmark" eval "$corpus/refs" --wide --unknown 0.1 --clips "${CLIPS:-20}" --lengths 3,5,10 \
    --conditions "$conditions" > "$work/wide.txt"

# 18 known places say little of how rarely the shortest clips are lost.
more=speed:-20,speed:-18,speed:-14,speed:+14,speed:+17,speed:+20,pitch:-4,pitch:+4,$both
{
    printf '\n== Changes at more places: --clips 100 --lengths 3 --conditions %s ==\n\n' "$more"
    "$here/../earmark" eval "$corpus/refs" --wide --unknown 0.1 --clips 100 --lengths 3 --conditions "$more"
} >> "$work/wide.txt"
[ -n "${CLIPS:-}" ] || cp "$work/wide.txt" "$here/results/wide.txt"
cat "$work/wide.txt"
