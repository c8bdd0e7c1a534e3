#!/usr/bin/env python3
"""shared.py CORPUS PART.json... > shared.tsv   do unknown clips that were given a name hold that track's very sound?

Takes each pair of a recording and the track that `earmark eval --only-unknown --format json` gave it at an E-value of
at most 0.01, lays them over each other at the place and the tempo named, and correlates them in two ways that know
nothing of fingerprints:

- waveforms: seconds of the recording, whitened, within ±60 ms. Where both hold one recording, a loop or a sample among
  other sounds, the correlation has one sharp peak, many standard deviations high, and where they are only alike it has
  none. Of a pair, what a quarter of its seconds reach.
- textures, which show what was stretched in time, as waveforms cannot: spectrograms of log power, each cell less the
  means of its neighbors in frequency and over two seconds, over 10 s, within ±0.2 s. What is left of one
  recording in another is how each partial wavers; that of other notes, even of the same ones played again, differs. Of
  a pair, what the best band of 250 Hz reaches.

Says `shared` where a pair exceeds in one of them each of 200 pairs of strangers (which are tried each time, and said on
standard error), else `no`. Needs python3-numpy and ffmpeg.
"""
import csv
import glob
import json
import operator
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

# Frames of textures, and the cells of a band and around a cell, in bins and frames: 250 Hz; 27 Hz and 2 s.
WINDOW = 4096
HOP = 160
BINS = slice(52, 1920)
BAND = 128
NEIGHBORS = 15, 101
LAGS = 10

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


def without_mean(cells, count, axis):
    """Cells less the mean of the `count` around each along an axis."""
    ends = [(0, 0), (0, 0)]
    ends[axis] = count // 2 + 1, count // 2
    sums = np.cumsum(np.pad(cells, ends, mode='reflect'), axis=axis)
    length = cells.shape[axis]
    return cells - (np.take(sums, range(count, count + length), axis) - np.take(sums, range(length), axis)) / count


def textured(sound, hop, count):
    """Shape [frames, bins]."""
    power = np.array([
        np.abs(np.fft.rfft(sound[start:start + WINDOW] * np.hanning(WINDOW))[BINS]) ** 2
        for start in (round(i * hop) for i in range(count))])
    level = np.log(power + 1e-4 * power.mean() + 1e-12)
    return without_mean(without_mean(level, NEIGHBORS[0], 1), NEIGHBORS[1], 0)


def texture(recording, place, track, offset, tempo):
    """The largest correlation of the best band of 10 s, at any lag."""
    count = (CLIP * RATE - WINDOW) // HOP
    clip = samples(recording, place, CLIP)
    lead = LAGS * HOP * tempo
    other = samples(track, offset - lead / RATE, (CLIP + 1) * tempo + 1)
    if len(clip) < CLIP * RATE or len(other) < (count + 2 * LAGS) * HOP * tempo + WINDOW:
        return 0.0
    clip, other = textured(clip, HOP, count), textured(other, HOP * tempo, count + 2 * LAGS)

    highest = 0.0
    for lag in range(2 * LAGS + 1):
        there = other[lag:lag + count]
        for low in range(0, clip.shape[1] - BAND + 1, BAND // 2):
            a, b = clip[:, low:low + BAND], there[:, low:low + BAND]
            highest = max(highest, np.sum(a * b) / (np.sqrt(np.sum(a * a) * np.sum(b * b)) + 1e-12))
    return highest


def reached_by_a_quarter(heights):
    heights = sorted(heights, reverse=True)
    return heights[len(heights) // 4] if heights else 0.0


def find(corpus, name):
    for pattern in (f'{corpus}/refs/{name}.*', f'{corpus}/unknown/{os.path.basename(name)}',
                    f'{corpus}/noise/{os.path.basename(name)}'):
        for path in glob.glob(pattern):
            return path
    return None


def likeness(*places):
    """How alike waveforms and textures are."""
    return reached_by_a_quarter(peaks(*places)), texture(*places)


def most_alike_strangers(tracks):
    draw = random.Random(1)
    found = []
    for _ in range(STRANGERS):
        one, other = draw.sample(tracks, 2)
        tempo = draw.choice((0.87, 1, 1, 1.15))
        found.append(likeness(one, draw.uniform(5, 40), other, draw.uniform(5, 40), tempo))
    return tuple(map(max, zip(*found)))


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
    chance = most_alike_strangers(sorted(tracks.values()))
    print(f'{STRANGERS} pairs of strangers: waveforms reach {chance[0]:.1f} standard deviations at most, textures '
          f'{chance[1]:.3f}', file=sys.stderr)

    out = csv.writer(sys.stdout, delimiter='\t', lineterminator='\n')
    out.writerow(['recording', 'ref_id', 'clips', 'least_e_value', 'place_s', 'offset_s', 'tempo', 'peak', 'texture',
                  'relation'])
    for (recording, ref_id), rows in sorted(pairs.items()):
        paths = find(corpus, recording), find(corpus, ref_id)
        best = (0.0, (0.0, 0.0), rows[0], 1.0)
        for row in sorted(rows, key=lambda row: row['e_value'])[:5] if all(paths) else []:
            tempo = row['time_factor'] / FACTORS.get(row['condition'], 1)
            alike = likeness(paths[0], row['place_s'], paths[1], row['offset_s'], tempo)
            best = max(best, (max(map(operator.truediv, alike, chance)), alike, row, tempo), key=lambda found: found[0])
        beyond_chance, (height, grain), row, tempo = best
        out.writerow([recording, ref_id, len(rows), f'{min(r["e_value"] for r in rows):.1e}', f'{row["place_s"]:.1f}',
                      f'{row["offset_s"]:.2f}', f'{tempo:.3f}', f'{height:.1f}', f'{grain:.3f}',
                      'shared' if beyond_chance > 1 else 'no'])


main()
