#!/usr/bin/env python3
"""shared.py CORPUS PART.json... > shared.tsv   do unknown clips that were given a name hold that track's very sound?

Takes each pair of a recording and the track that `earmark eval --only-unknown --format json` gave it at an E-value of
at most 0.01, lays the waveforms over each other at the place and the tempo named, and correlates them: seconds of the
recording, whitened, within ±60 ms. Where both hold one recording, a loop or a sample among other sounds, the
correlation has one sharp peak, many standard deviations high, and where they are only alike it has none. This knows
nothing of fingerprints. Says `shared` where a quarter of the seconds have a higher peak than a quarter of those of any
of 200 pairs of strangers (which are tried each time, and said on standard error), else `no`. Needs python3-numpy and
ffmpeg.
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
CLIP = 10
SLACK = 480
STRANGERS = 200

# Of the mean power: what lies below is not whitened, or the hiss of a codec in a pause would count as much as music.
FLOOR = 0.001

# How much faster than the recording the clips of a condition play.
FACTORS = {'speed:+5': 1.05, 'tempo:-10': 0.9}


def samples(path, start, duration):
    """Mono at 8 kHz; silence before the recording's start."""
    lead = max(0, round(-start * RATE))
    sound = subprocess.run(
        ['ffmpeg', '-nostdin', '-v', 'quiet', '-ss', f'{max(0, start):.3f}', '-t', f'{duration:.3f}', '-i', path,
         '-ac', '1', '-ar', str(RATE), '-f', 'f32le', '-'], stdout=subprocess.PIPE).stdout
    return np.concatenate([np.zeros(lead), np.frombuffer(sound, '<f4').astype(float)])


def peak(clip, track):
    """The largest correlation of a second within ±60 ms, in standard deviations."""
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


def peaks(recording, place, track, offset, tempo):
    clip = samples(recording, place, CLIP)
    other = samples(track, offset - SLACK / RATE, CLIP * max(1, tempo) + 1)
    for start in range(0, len(clip) - RATE + 1, RATE // 2):
        there = int(start * tempo)
        if there + RATE + 2 * SLACK <= len(other):
            yield peak(clip[start:start + RATE], other[there:there + RATE + 2 * SLACK])


def reached_by_a_quarter(heights):
    heights = sorted(heights, reverse=True)
    return heights[len(heights) // 4] if heights else 0.0


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
        tempo = draw.choice((0.87, 1, 1, 1.15))
        highest = max(highest, reached_by_a_quarter(peaks(one, draw.uniform(5, 40), other, draw.uniform(5, 40), tempo)))
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
    print(f'a quarter of the seconds of {STRANGERS} pairs of strangers reach {chance:.1f} at most', file=sys.stderr)

    out = csv.writer(sys.stdout, delimiter='\t', lineterminator='\n')
    out.writerow(['recording', 'ref_id', 'clips', 'least_e_value', 'place_s', 'offset_s', 'tempo', 'peak', 'relation'])
    for (recording, ref_id), rows in sorted(pairs.items()):
        paths = find(corpus, recording), find(corpus, ref_id)
        best = (0.0, rows[0], 1.0)
        for row in sorted(rows, key=lambda row: row['e_value'])[:5] if all(paths) else []:
            tempo = row['time_factor'] / FACTORS.get(row['condition'], 1)
            height = reached_by_a_quarter(peaks(paths[0], row['place_s'], paths[1], row['offset_s'], tempo))
            best = max(best, (height, row, tempo), key=lambda found: found[0])
        height, row, tempo = best
        out.writerow([recording, ref_id, len(rows), f'{min(r["e_value"] for r in rows):.1e}', f'{row["place_s"]:.1f}',
                      f'{row["offset_s"]:.2f}', f'{tempo:.3f}', f'{height:.1f}', 'shared' if height > chance else 'no'])


main()
