#!/usr/bin/env python3
"""eval/streams.py CORPUS [N] [SECONDS]   what `earmark monitor` makes of streams whose contents are known

CORPUS is what eval/corpus/build_dev.sh made, with the streams of its quick queries. Composes N streams besides (4) of
SECONDS each (900), of another draw and harder: tracks back to back, cross-faded, talked over, twice in a row, paused
and gone on with, 1 to 6 % faster or slower, unknown tracks, talk and silence; every second stream with noise, 10 dB
below the music. Excerpts that are silent for the most part are not drawn. Needs ffmpeg, numpy and scipy. PROGRAM in the
environment is the earmark that is asked, LIBRARY a library of CORPUS/refs (else it is made), KEEP a folder that the
streams are left in. Writes eval/results/streams.txt.

segments    known ones of which at least half is covered by plays of the right track
time        known seconds that are; precision: seconds of plays that are right (2 s over the end are forgiven)
boundaries  median and 90 % of |start| and |end| of the plays of a segment, in seconds
plays       how many plays the known segments became: as many, where each is told once
"""
import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
from fractions import Fraction

import numpy as np
from scipy.signal import resample_poly

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get('PROGRAM', str(ROOT / 'earmark')).split()
RATE = 22050
LEVEL = 0.1
KINDS = ['plain', 'plain', 'fade', 'fade', 'talk-over', 'twice', 'paused', 'speed', 'speed', 'unknown', 'unknown',
         'talk', 'silence']


def decode(path):
    raw = subprocess.run(['ffmpeg', '-v', 'error', '-i', str(path), '-ac', '1', '-ar', str(RATE), '-f', 'f32le', '-'],
                         stdout=subprocess.PIPE, check=True).stdout
    return np.frombuffer(raw, np.float32)


def leveled(sound):
    level = float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))
    return sound * (LEVEL / level) if level > 0 else sound


def silent_share(sound):
    blocks = sound[:len(sound) // RATE * RATE].reshape(-1, RATE)
    return float(np.mean(np.sqrt(np.mean(blocks ** 2, axis=1)) < 1e-3)) if len(blocks) else 1


class Composer:
    def __init__(self, corpus, draw):
        self.corpus, self.dice = corpus, np.random.default_rng([draw, 54])
        self.known = list(csv.DictReader(open(corpus / 'manifest.tsv'), delimiter='\t'))
        self.unknown = list(csv.DictReader(open(corpus / 'manifest-unknown.tsv'), delimiter='\t'))
        noise = csv.DictReader(open(corpus / 'noise' / 'noise.tsv'), delimiter='\t')
        self.talks = [row['name'] for row in noise if row['kind'] == 'talk']
        self.parts, self.rows, self.now = [], [], 0.0

    def excerpt(self, known, start=None):
        tracks = self.known if known else self.unknown
        while True:
            track = tracks[self.dice.integers(len(tracks))]
            sound = decode(self.corpus / track['file'])
            length = float(self.dice.uniform(20, 90))
            if len(sound) < (length + 5) * RATE:
                continue
            at = float(self.dice.uniform(0.5, len(sound) / RATE - length - 1)) if start is None else start
            cut = sound[int(at * RATE):int((at + length) * RATE)]
            if silent_share(cut) < 0.3:
                return track['id'], at, leveled(cut).copy()

    def talk(self, seconds):
        sound = decode(self.corpus / 'noise' / (self.talks[self.dice.integers(len(self.talks))] + '.flac'))
        at = int(self.dice.integers(0, max(1, len(sound) - int(seconds * RATE))))
        return leveled(sound[at:at + int(seconds * RATE)])

    def put(self, sound, kind, note, track='', at=0.0, fade=0.0):
        start = self.now - fade
        if fade:
            count = int(fade * RATE)
            ramp = np.linspace(0, 1, count, dtype=np.float32)
            sound[:count] *= np.sqrt(ramp)
            last_start, last = self.parts[-1]
            last[-count:] *= np.sqrt(1 - ramp[:len(last[-count:])])
        self.parts.append((start, sound))
        self.rows.append((start, start + len(sound) / RATE, track, at, kind, note))
        self.now = start + len(sound) / RATE

    def add(self, kind):
        music = bool(self.rows) and self.rows[-1][4] in ('known', 'unknown')
        if kind in ('talk', 'silence'):
            seconds = float(self.dice.uniform(5, 15))
            self.put(self.talk(seconds) if kind == 'talk' else np.zeros(int(seconds * RATE), np.float32), kind, '')
            return
        track, at, sound = self.excerpt(kind != 'unknown', 0.0 if kind == 'twice' else None)
        if kind == 'speed':
            speed = 1 + int(self.dice.integers(1, 7)) * (0.01 if self.dice.random() < 0.5 else -0.01)
            ratio = Fraction(speed).limit_denominator(100)
            sound = resample_poly(sound, ratio.denominator, ratio.numerator).astype(np.float32)
            kind = f'speed {speed:.2f}'
        if kind == 'talk-over':
            length = min(len(sound) // 2, int(self.dice.uniform(5, 12) * RATE))
            begin = int(self.dice.uniform(0.15, 0.45) * len(sound))
            voice = self.talk(length / RATE)
            sound[begin:begin + len(voice)] = 0.5 * sound[begin:begin + len(voice)] + voice
        if kind == 'paused':
            middle = len(sound) // 2
            pause = np.zeros(int(self.dice.uniform(2, 8) * RATE), np.float32)
            sound = np.concatenate([sound[:middle], pause, sound[middle:]])
        fade = float(self.dice.uniform(2, 8)) if kind == 'fade' and music and len(self.parts[-1][1]) > 15 * RATE else 0
        self.put(sound.copy(), 'unknown' if kind == 'unknown' else 'known', kind,
                 '' if kind == 'unknown' else track, at, fade)
        if kind == 'twice':
            self.put(sound.copy(), 'known', kind, track, at)

    def compose(self, seconds, path, noise):
        deck = []
        while self.now < seconds:
            deck = deck or [KINDS[i] for i in self.dice.permutation(len(KINDS))]
            self.add(deck.pop())
        mix = np.zeros(int(self.now * RATE) + RATE, np.float32)
        for start, sound in self.parts:
            mix[int(start * RATE):int(start * RATE) + len(sound)] += sound
        mix = mix[:int(self.now * RATE)]
        if noise:
            mix += (self.dice.standard_normal(len(mix)) * LEVEL * 10 ** (-10 / 20)).astype(np.float32)
        subprocess.run(['ffmpeg', '-v', 'error', '-y', '-f', 'f32le', '-ar', str(RATE), '-ac', '1', '-i', '-',
                        '-b:a', '96k', str(path)], input=np.clip(mix, -1, 1).tobytes(), check=True)
        with open(path.with_suffix('.timeline.tsv'), 'w') as file:
            file.write('start_s\tend_s\ttrack_id\tref_offset_s\tkind\tnote\n')
            for row in self.rows:
                file.write('%.3f\t%.3f\t%s\t%.3f\t%s\t%s\n' % row)


def monitor(path, library):
    lines = subprocess.run([*PROGRAM, 'monitor', str(path), '--library', str(library), '--no-log', '-f', 'json'],
                           stdout=subprocess.PIPE).stdout.decode().splitlines()
    return [(p['query_start_s'], p['query_stop_s'], p['ref_id']) for p in map(json.loads, lines)]


def overlap(a, b):
    return max(0.0, min(a[1], b[1]) - max(a[0], b[0]))


def union(parts):
    joined = []
    for start, stop in sorted(parts):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], stop)
        else:
            joined.append([start, stop])
    return joined


def score(timeline, plays):
    rows = [(float(r['start_s']), float(r['end_s']), r['track_id'], r['kind'], r['note'])
            for r in csv.DictReader(open(timeline), delimiter='\t')]
    known = [row for row in rows if row[3] == 'known']
    found = {'segments': len(known), 'hit': 0, 'known': 0.0, 'right': 0.0, 'told': 0.0, 'true': 0.0, 'plays': len(plays),
             'starts': [], 'ends': [], 'missed': []}
    for row in known:
        own = [(s, e) for s, e, track in plays if track == row[2] and overlap((s, e), row) >= 1]
        covered = sum(overlap(row, part) for part in union(own))
        found['known'] += row[1] - row[0]
        found['right'] += covered
        if covered >= (row[1] - row[0]) / 2:
            found['hit'] += 1
            nearest = min(own, key=lambda part: abs(part[0] - row[0]))
            found['starts'].append(abs(nearest[0] - row[0]))
            found['ends'].append(min(abs(part[1] - row[1]) for part in own))
        else:
            found['missed'].append('%s at %.0f s (%s)' % (row[2], row[0], row[4]))
    for start, stop, track in plays:
        good = union([(row[0] - 2, row[1] + 2) for row in known if row[2] == track])
        right = sum(overlap((start, stop), part) for part in good)
        found['told'] += stop - start
        found['true'] += right
        if right < (stop - start) / 2:
            found['missed'].append('%s is false, at %.0f s for %.0f s' % (track, start, stop - start))
    return found


def line(name, f):
    boundaries = sorted(f['starts'] + f['ends'])
    tail = boundaries[int(0.9 * (len(boundaries) - 1))] if boundaries else 0
    return '%-22s %3d of %3d %5.1f %%  time %5.1f %%  precision %6.2f %%  boundaries %.2f (90 %%: %.2f)  plays %d' % (
        name, f['hit'], f['segments'], 100 * f['hit'] / max(1, f['segments']), 100 * f['right'] / max(1, f['known']),
        100 * f['true'] / max(1e-9, f['told']), statistics.median(boundaries or [0]), tail, f['plays'])


def total(results):
    summed = dict(results[0])
    for result in results[1:]:
        summed = {key: summed[key] + value for key, value in result.items()}
    return summed


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    corpus = pathlib.Path(sys.argv[1])
    count, seconds = [int(a) for a in sys.argv[2:4]] + [4, 900][len(sys.argv[2:4]):]
    report = ['Streams of the dev corpus, and harder ones; made by eval/streams.py, which says what the columns mean.', '']
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(os.environ.get('KEEP', temporary))
        library = os.environ.get('LIBRARY', str(folder / 'library'))
        if 'LIBRARY' not in os.environ:
            subprocess.run([*PROGRAM, 'store', str(corpus / 'refs'), '--library', library], stdout=subprocess.DEVNULL)
        own = []
        for draw in range(count):
            path = folder / f'composed{draw + 1}.mp3'
            if not path.exists():
                Composer(corpus, draw).compose(seconds, path, noise=draw % 2 == 1)
            own.append(path)
        given = sorted(p for p in (corpus / 'queries-quick' / 'streams').iterdir() if p.suffix != '.tsv')
        notes = []
        for title, paths in (('dev streams', given), ('composed', own)):
            results = [score(path.with_suffix('').with_suffix('.timeline.tsv'), monitor(path, library)) for path in paths]
            report += [line(path.name, result) for path, result in zip(paths, results)]
            report += [line(title, total(results)), '']
            notes += [f'{path.name}: {note}' for path, result in zip(paths, results) for note in result['missed']]
    report += ['Not as it should be:', *['  ' + note for note in notes or ['nothing']]]
    print('\n'.join(report))
    (ROOT / 'eval' / 'results' / 'streams.txt').write_text('\n'.join(report) + '\n')


if __name__ == '__main__':
    main()
