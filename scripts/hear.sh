#!/bin/sh
# scripts/hear.sh LIBRARY VOICES [N [LARGE]]   how long does the page listen until it names what plays? Plays N places
# (40 if not given) of the library's tracks to the microphone of a Chromium, as they are and with people talking at
# 5 dB, out of a folder of recordings of voices, and says how long it took from the first sample to the answer. With
# LARGE, that library is asked instead: one that holds the same tracks and more. Some 15 s a place.
set -eu
EARMARK_HEAR="$1
$2
${3:-40}
${4:-$1}"
export EARMARK_HEAR
exec "$(dirname "$0")/../test" --filter FullyQualifiedName~MicrophoneTests --logger 'console;verbosity=detailed'
