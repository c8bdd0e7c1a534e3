#!/usr/bin/env python3
"""shared.py CORPUS PART.json... > shared.tsv   do unknown clips that were given a name hold the very sound of that track?

Takes each pair of a recording and the track that `earmark eval --only-unknown --format json` gave it at an E-value of
at most 0.01, lays the waveforms over each other at the place named, and correlates them: four stretches of the clip,
whitened, within ±60 ms. Where both hold one recording, a loop or a sample among other sounds, the correlation has one
sharp peak, many standard deviations high, and where they are only alike it has none. This knows nothing of
fingerprints. Says `shared` where half of the stretches have a peak beyond what half of the stretches of any of 200
pairs of strangers have (they are tried each time, and said on standard error), `tempo` where the track is said to play
at another tempo, so that waveforms cannot coincide, and `no` otherwise. Needs python3-numpy and ffmpeg.
"""
import csv
import glob
import json
import os
import random
import subprocess
import sys

import numpy as np

E_VALUE = 0.01
RATE = 8000
STRETCH = 4 * RATE
SLACK = 480
STRANGERS = 200

# Of the mean power: what lies below is not whitened, or the hiss of a codec in a pause would count as much as music.
FLOOR = 0.01
SAME_TEMPO = 0.004
FACTORS = {'speed:+5': 1.05, 'tempo:-10': 0.9}


def samples(path, start, duration):
    """Mono at 8 kHz; silence before the recording's start."""
    lead = max(0, round(-start * RATE))
    sound = subprocess.run(
        ['ffmpeg', '-nostdin', '-v', 'quiet', '-ss', f'{max(0, start):.3f}', '-t', f'{duration:.3f}', '-i', path, '-ac', '1',
         '-ar', str(RATE), '-f', 'f32le', '-'], stdout=subprocess.PIPE).stdout
    return np.concatenate([np.zeros(lead), np.frombuffer(sound, '<f4').astype(float)])


def peak(clip, track):
    """The largest correlation of a stretch within ±60 ms, in standard deviations."""
    size = 1 << int(np.ceil(np.log2(len(clip) + len(track))))
    a, b = np.fft.rfft(clip, size), np.fft.rfft(track, size)
    whitened = np.conj(a) * b
    for spectrum in (a, b):
        power = np.abs(spectrum) ** 2
        whitened /= np.sqrt(power + 0.1 * np.median(power) + FLOOR * np.mean(power)) + 1e-12
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    whitened[(hertz < 100) | (hertz > 3800)] = 0
    correlation = np.abs(np.fft.irfft(whitened, size))
    return correlation[:2 * SLACK].max() / (np.sqrt(np.mean(correlation ** 2)) + 1e-12)


def peaks(recording, place, track, offset):
    clip = samples(recording, place, 10)
    other = samples(track, offset - SLACK / RATE, 11)
    starts = range(0, len(clip) - STRETCH + 1, 2 * RATE)
    return [peak(clip[start:start + STRETCH], other[start:start + STRETCH + 2 * SLACK])
            for start in starts if start + STRETCH <= len(other)]


def reached_by_half(heights):
    return sorted(heights, reverse=True)[(len(heights) - 1) // 2] if heights else 0.0


def find(corpus, name):
    for pattern in (f'{corpus}/refs/{name}.*', f'{corpus}/unknown/{os.path.basename(name)}',
                    f'{corpus}/noise/{os.path.basename(name)}'):
        for path in glob.glob(pattern):
            return path
    return None


def highest_of_strangers(tracks):
    draw = random.Random(1)
    highest = 0.0
    for _ in range(STRANGERS):
        one, other = draw.sample(tracks, 2)
        highest = max(highest, reached_by_half(peaks(one, draw.uniform(5, 40), other, draw.uniform(5, 40))))
    return highest


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    corpus = sys.argv[1]
    pairs = {}
    for path in sys.argv[2:]:
        with open(path) as file:
            for row in json.load(file)['false_accepts']:
                if row['e_value'] <= E_VALUE:
                    pairs.setdefault((row['recording'], row['ref_id']), []).append(row)

    # Tracks of one game may share sound, so strangers are of two games.
    tracks = {os.path.basename(path).split('-')[0]: path for path in sorted(glob.glob(f'{corpus}/refs/*'))}
    chance = highest_of_strangers(sorted(tracks.values()))
    print(f'half of the stretches of {STRANGERS} pairs of strangers reach {chance:.1f} at most', file=sys.stderr)

    out = csv.writer(sys.stdout, delimiter='\t', lineterminator='\n')
    out.writerow(['recording', 'ref_id', 'clips', 'least_e_value', 'place_s', 'offset_s', 'time_factor', 'peaks', 'relation'])
    for (recording, ref_id), rows in sorted(pairs.items()):
        paths = find(corpus, recording), find(corpus, ref_id)
        relation, row, found = 'no', min(rows, key=lambda row: row['e_value']), []
        if all(paths):
            for row in sorted(rows, key=lambda row: row['e_value'])[:8]:
                tempo = row['time_factor'] / FACTORS.get(row['condition'], 1)
                found = peaks(paths[0], row['place_s'], paths[1], row['offset_s'])
                if reached_by_half(found) > chance:
                    relation = 'shared'
                    break
                if abs(tempo - 1) > SAME_TEMPO:
                    relation = 'tempo'
        out.writerow([recording, ref_id, len(rows), f'{min(r["e_value"] for r in rows):.1e}', f'{row["place_s"]:.1f}',
                      f'{row["offset_s"]:.2f}', f'{row["time_factor"]:.3f}',
                      ' '.join(f'{height:.0f}' for height in found), relation])


main()
