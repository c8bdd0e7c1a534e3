#!/bin/sh
# eval/unknown.sh CORPUS WORK [PARTS]   how rarely is a clip of something unknown given a name?
#
# CORPUS is what eval/corpus/build_dev.sh made. Asks some 32,000 clips of nothing in the library, at lengths of 3, 5 and
# 10 s, in 40 parts of some 800: tracks left out of it (other works of the same composers; each track twice), and
# foreign recordings: the corpus's unknown tracks, its speech and ambience, and computed tones, chords, chirps, noises,
# clicks and silence.
#
# Each part leaves one file in WORK, and parts that are there are not asked again: stop it and run it again at will.
# PARTS, such as 1-10 or 7, are asked in this run; all where it is left out. At the end, what is there is added up in
# eval/results/unknown.txt (of all parts), or WORK/unknown.txt (of some), and the tracks that were named are held
# against the clips' waveforms (unknown-shared.tsv beside it). Needs python3-numpy and ffmpeg. CLIPS=N in the
# environment draws N places a part instead of the usual number, for a trial.
#
# How long a part takes depends most on FFmpeg: some two minutes of processor time, more in every fourth.
set -eu
corpus=${1:?usage: eval/unknown.sh CORPUS WORK [FIRST-LAST]}
work=${2:?usage: eval/unknown.sh CORPUS WORK [FIRST-LAST]}
parts=${3:-1-40}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
earmark=$here/../earmark
first=${parts%-*}
last=${parts#*-}
case $first$last in
    *[!0-9]* | '') echo "unknown.sh: $parts is no range of parts; expected 1-40, or 7" >&2; exit 2 ;;
esac
for folder in refs unknown noise irs; do
    [ -d "$corpus/$folder" ] || { echo "unknown.sh: $corpus has no folder $folder; build_dev.sh makes it" >&2; exit 2; }
done
corpus=$(CDPATH='' cd -- "$corpus" && pwd)
mkdir -p "$work"
work=$(CDPATH='' cd -- "$work" && pwd)
trap 'exit 130' INT TERM

# A sound of 40 s by a source of FFmpeg's, which says what it is: KIND NAME SOURCE [FILTER]
compute() {
    mkdir -p "$work/foreign/$1"
    file=$work/foreign/$1/$2.flac
    [ -f "$file" ] || {
        ffmpeg -nostdin -v error -y -f lavfi -i "$3" -af "${4:-anull}" -t 40 -ar 44100 -ac 1 -bitexact "$file.part.flac"
        mv "$file.part.flac" "$file"
    }
}

foreign() {
    mkdir -p "$work/foreign/music" "$work/foreign/speech" "$work/foreign/ambience"
    for file in "$corpus"/unknown/*; do
        ln -sf "$file" "$work/foreign/music/"
    done
    for file in "$corpus"/noise/*.flac; do
        case ${file##*/} in
            *babble* | *talk* | *voice* | *speech*) ln -sf "$file" "$work/foreign/speech/" ;;
            *) ln -sf "$file" "$work/foreign/ambience/" ;;
        esac
    done
    for hertz in 110 261.626 440 1000 2637 3500; do
        compute tones "sine-$hertz" "sine=frequency=$hertz:sample_rate=44100" volume=-6dB
        compute tones "square-$hertz" "aevalsrc=0.2*sgn(sin(2*PI*$hertz*t)):s=44100"
        compute tones "vibrato-$hertz" "sine=frequency=$hertz:sample_rate=44100" vibrato=f=5.5:d=0.4
    done
    for chord in 261.63,329.63,392 220,261.63,329.63 196,246.94,293.66,349.23 130.81,196,329.63,493.88; do
        sum=$(echo "$chord" | sed 's|\([0-9.]*\),*|+sin(2*PI*\1*t)+sin(4*PI*\1*t)/2+sin(6*PI*\1*t)/3|g')
        name=$(echo "$chord" | tr ',' '-')
        compute chords "held-$name" "aevalsrc=0.1*(0$sum):s=44100"
        compute chords "struck-$name" "aevalsrc=0.1*(0$sum)*exp(-3*mod(t\,0.75)):s=44100"
        compute chords "arpeggio-$name" \
            "aevalsrc=0.3*sin(2*PI*${chord%%,*}*pow(2\,floor(mod(5*t\,8))/4)*t)*exp(-8*mod(t\,0.2)):s=44100"
    done
    for rate in 20 150 600; do
        compute chirps "up-$rate" "aevalsrc=0.4*sin(2*PI*(200*mod(t\,5)+$rate*mod(t\,5)*mod(t\,5)/2)):s=44100"
        compute chirps "down-$rate" "aevalsrc=0.4*sin(2*PI*(3600*mod(t\,5)-$rate*mod(t\,5)*mod(t\,5)/2)):s=44100"
        compute chirps "siren-$rate" "aevalsrc=0.4*sin(2*PI*900*t+$rate*sin(2*PI*0.5*t)):s=44100"
    done
    for color in white pink brown blue violet velvet; do
        compute noises "$color" "anoisesrc=color=$color:amplitude=0.4:sample_rate=44100:seed=1"
        compute noises "$color-gated" "anoisesrc=color=$color:amplitude=0.4:sample_rate=44100:seed=2" \
            tremolo=f=4:d=0.95
        compute noises "$color-narrow" "anoisesrc=color=$color:amplitude=0.8:sample_rate=44100:seed=3" \
            bandpass=f=1200:w=300
    done
    for minute in 60 96 120 180; do
        compute clicks "metronome-$minute" \
            "aevalsrc=0.6*sin(2*PI*1600*t)*exp(-120*mod(t\,60/$minute)):s=44100"
        compute clicks "clicks-$minute" "aevalsrc=0.8*lt(mod(t\,60/$minute)\,0.0003):s=44100"
        compute clicks "accented-$minute" \
            "aevalsrc=0.6*sin(2*PI*if(lt(mod(t*$minute/60\,4)\,1)\,2000\,1300)*t)*exp(-90*mod(t\,60/$minute)):s=44100"
    done
    compute silence silence anullsrc=r=44100:cl=mono
    for bits in 16 12 8; do
        compute silence "dither-$bits" "anoisesrc=color=white:amplitude=1/$((1 << (bits - 1))):sample_rate=44100:seed=4"
        compute silence "hum-$bits" "aevalsrc=sin(2*PI*50*t)/$((1 << (bits - 1))):s=44100"
    done
}

# Half of the conditions each, so that the places are many: clips of one place are not independent. The second half
# starts FFmpeg for every clip, which takes as long as all the rest: every fourth part is asked under that.
conditions() {
    case $1 in
        1) echo 'clean,babble:0,noise:-5,reverb,telephone,speed:+5' ;;
        2) echo 'mic:+5,mic:0,opus:16,gsm,tempo:-10,pitch:-2' ;;
    esac
}

# Parts 1 to 20: tracks left out, a tenth in each. Seeds 1 to 10 leave out each once, as do 11 to 20 at other places.
# Parts 21 to 40: foreign recordings.
ask() {
    set -- "$1" "$work/part-$1.json" $(($1 % 4 == 0 ? 2 : 1))
    if [ "$1" -le 20 ]; then
        ask_by "$2" "$3" --unknown 0.1 --clips "${CLIPS:-29}" --seed "$1"
    else
        ask_by "$2" "$3" --unknown 0 --foreign "$work/foreign" --clips "${CLIPS:-60}" --seed "$1"
    fi
}

ask_by() {
    file=$1
    half=$2
    shift 2
    "$earmark" eval "$work/library" --only-unknown --threshold 0.1 --conditions "$(conditions "$half")" \
        --lengths 3,5,10 --noise "$corpus/noise" --rooms "$corpus/irs" --format json "$@" > "$file.part"
    mv "$file.part" "$file"
}

foreign
if [ ! -f "$work/library.done" ]; then
    "$earmark" store "$corpus/refs" --library "$work/library" > "$work/store.txt"
    : > "$work/library.done"
fi

part=$first
while [ "$part" -le "$last" ]; do
    if [ ! -f "$work/part-$part.json" ]; then
        echo "unknown.sh: part $part of $first to $last" >&2
        ask "$part"
    fi
    part=$((part + 1))
done

all=true
part=1
while [ "$part" -le 40 ]; do
    [ -f "$work/part-$part.json" ] || all=false
    part=$((part + 1))
done
[ "$all" = true ] && [ -z "${CLIPS:-}" ] && result=$here/results/unknown.txt || result=$work/unknown.txt
/usr/bin/python3 "$here/shared.py" "$corpus" "$work"/part-*.json > "${result%.txt}-shared.tsv"
python3 "$here/unknown.py" "${result%.txt}-shared.tsv" "$work"/part-*.json > "$result.part"
mv "$result.part" "$result"
cat "$result"
