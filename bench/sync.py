#!/usr/bin/env python3
"""bench/sync.py MUSIC [N]   how well does `earmark sync` find planted offsets and drifts?

Cuts N pairs of takes (24) out of an event made of recordings in the folder MUSIC, one after the other: 10 minutes each,
the second from another second on, its clock off by up to 100 ppm (sox, `speed` and `rate -v`), with noise of its own in
each take as loud as the music (0 dB), white and pink in turns; then pairs of different events, which must not be said
to overlap. Needs ffmpeg, sox and numpy. PROGRAM in the environment is the earmark that is asked. Writes
bench/results/sync.txt; with MINUTES or NOISE_DB in the environment, to the terminal alone.
"""
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
RATE = 22050
MINUTES = float(os.environ.get('MINUTES', 10))
NOISE_DB = float(os.environ.get('NOISE_DB', 0))
PROGRAM = os.environ.get('PROGRAM', str(ROOT / 'earmark')).split()


def decode(path):
    raw = subprocess.run(['ffmpeg', '-v', 'error', '-i', path, '-ac', '1', '-ar', str(RATE), '-f', 'f32le', '-'],
                         stdout=subprocess.PIPE, check=True).stdout
    return np.frombuffer(raw, np.float32)


def event(files, dice, seconds):
    parts = []
    while sum(map(len, parts)) < seconds * RATE:
        part = decode(files[dice.randrange(len(files))])
        level = math.sqrt(float(np.mean(part ** 2))) if len(part) else 0
        if level > 0:
            parts.append(part * (0.1 / level))
    return np.concatenate(parts)[:int(seconds * RATE)]


def with_noise(sound, rng, kind):
    noise = rng.standard_normal(len(sound))
    if kind == 'pink':
        spectrum = np.fft.rfft(noise)
        spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
        noise = np.fft.irfft(spectrum, len(sound))
    level = math.sqrt(float(np.mean(sound ** 2))) * 10 ** (-NOISE_DB / 20)
    return (sound + noise * (level / np.std(noise))).astype(np.float32)


def write(path, sound, speed=1.0):
    effects = ['speed', f'{speed:.9f}', 'rate', '-v', str(RATE)] if speed != 1 else []
    subprocess.run(['sox', '-t', 'f32', '-r', str(RATE), '-c', '1', '-', '-e', 'float', '-b', '32', path] + effects,
                   input=np.clip(sound, -1, 1).astype(np.float32).tobytes(), check=True,
                   stderr=subprocess.DEVNULL)


def ask(a, b):
    began = time.time()
    run = subprocess.run(PROGRAM + ['sync', '--format', 'json', a, b], stdout=subprocess.PIPE, check=False)
    lines = [json.loads(line) for line in run.stdout.decode().splitlines()]
    if run.returncode not in (0, 1) or len(lines) != 2:
        sys.exit(f'sync.py: earmark gave {run.returncode} for {a} and {b}')
    return lines[1], time.time() - began


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    files = sorted(str(path) for path in pathlib.Path(sys.argv[1]).iterdir() if path.is_file())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 24
    lines = [f'earmark sync: {count} pairs of takes of {MINUTES:g} min, noise in each {NOISE_DB:+g} dB', '',
             '  noise   planted: s      ppm   error: ms      ppm   stated ± ms    ± ppm   windows']
    late, drifts, missed = [], [], 0
    with tempfile.TemporaryDirectory() as folder:
        a, b = os.path.join(folder, 'a.wav'), os.path.join(folder, 'b.wav')
        for trial in range(count):
            dice, rng = random.Random(trial), np.random.default_rng(trial)
            kind = ('white', 'pink')[trial % 2]
            offset = dice.uniform(-0.4, 0.4) * MINUTES * 60
            ppm = dice.uniform(-100, 100)
            sound = event(files, dice, MINUTES * 60 + abs(offset))
            first, second = max(0, -offset), max(0, offset)
            length = int(MINUTES * 60 * RATE)
            first, second = round(first * RATE), round(second * RATE)
            offset = (second - first) / RATE
            write(a, with_noise(sound[first:first + length], rng, kind))
            # Noise comes after the clock: each recorder has its own.
            write(b, sound[second:second + length], 1 + ppm * 1e-6)
            write(b, with_noise(decode(b), rng, kind))
            take, _ = ask(a, b)
            if take['offset_s'] is None:
                missed += 1
                lines.append(f'  {kind:6s}{offset:12.4f}{ppm:9.2f}   not found')
                continue
            start = max(0, -offset)
            end = min(MINUTES * 60 - max(0, offset), MINUTES * 60)
            error = max(abs(take['offset_s'] - offset + (take['drift_ppm'] - ppm) * 1e-6 * at) for at in (start, end))
            late.append(1000 * error)
            drifts.append(abs(take['drift_ppm'] - ppm))
            lines.append(f"  {kind:6s}{offset:12.4f}{ppm:9.2f}{late[-1]:12.3f}{drifts[-1]:9.3f}"
                         f"{1000 * take['offset_error_s']:14.3f}{take['drift_error_ppm'] or 0:9.3f}"
                         f"{take['windows_agreeing']:6d}/{take['windows']}")
            print(lines[-1], flush=True)
        false = 0
        for trial in range(count):
            dice, rng = random.Random(1000 + trial), np.random.default_rng(1000 + trial)
            half = len(files) // 2
            write(a, with_noise(event(files[:half], dice, MINUTES * 60), rng, 'pink'))
            write(b, with_noise(event(files[half:], dice, MINUTES * 60), rng, 'pink'))
            take, _ = ask(a, b)
            if take['offset_s'] is not None:
                false += 1
                lines.append(f"  said to overlap: {take}")
    lines.append('')
    if late:
        lines.append(f'largest error anywhere in the overlap: median {np.median(late):.3f} ms, at most '
                     f'{max(late):.3f} ms; drift: median {np.median(drifts):.3f} ppm, at most {max(drifts):.3f} ppm')
    lines.append(f'not found: {missed} of {count}; different events said to overlap: {false} of {count}')
    text = '\n'.join(lines) + '\n'
    print(text)
    if not {'MINUTES', 'NOISE_DB'} & set(os.environ):
        (ROOT / 'bench' / 'results' / 'sync.txt').write_text(text)


main()
