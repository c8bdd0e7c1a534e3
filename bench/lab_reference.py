#!/usr/bin/env python3
"""Earmark's lab against SciPy and NumPy, step by step.

compare FILE…     runs every step on recordings (a number stands for a composed piece) in both, and says how far they
                  differ: resampled signal and spectrogram in numbers, peaks, pairs and hashes one by one
exact FILE…       how far the cells of both are from what 80-bit floating point makes of the same file, by how faint
                  they are: of the last half minute, where recordings fade out
fixtures FOLDER   writes what the tests compare with, out of a signal that both sides compute in whole numbers

Needs numpy and scipy (Debian: python3-scipy), ffmpeg, and a built bench/Earmark.Bench (Release).
"""
import argparse
import decimal
import hashlib
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import scipy
from scipy import signal

ROOT = pathlib.Path(__file__).resolve().parent.parent
RATE = 8000
SIZE = 100_000


def average(frames, kind=np.float64):
    """Step 1, first half: mean of the channels, less the mean over time. frames: shape [time, channels]."""
    mono = frames.astype(kind).mean(axis=1)
    return mono - mono.mean()


def resample(mono, rate):
    return signal.resample(mono, len(mono) * RATE // rate)


def spectrogram(x):
    """Shape [bins, frames]."""
    return signal.spectrogram(x, RATE)[2]


def notebook_peaks(s):
    threshold = 0.8 * np.mean(s)
    peaks = np.zeros(s.shape, bool)
    for i in range(s.shape[0] - 1):
        # Row −1 is the last one, as in the notebook.
        peaks[i] = (s[i] - s[i - 1] > threshold) & (s[i] - s[i + 1] > threshold)
    return peaks


def shift_peaks(s, rate=30):
    peaks = s > 0
    for up in range(-4, 5):
        for right in range(-4, 5):
            if up or right:
                peaks &= s > np.roll(s, (up, right), (0, 1))
    wanted = int(np.ceil(rate * (128 + 224 * (s.shape[1] - 1)) / RATE))
    sizes = np.sort(s[peaks])
    if len(sizes) > wanted:
        peaks &= s >= sizes[-wanted]
    return peaks


def pairs(peaks, reach=35, band=30, fan_out=3):
    """Shape [pairs, 4]: t1, t2, f1, f2."""
    rows, columns = peaks.shape
    found = []
    for f, t in np.argwhere(peaks):
        links = 0
        for f2 in range(min(rows, f + 1), min(rows, f + band)):
            if peaks[f2, t]:
                found.append((t, t, f, f2))
                links += 1
            if links >= fan_out:
                break
        for t2 in range(min(columns, t + 1), min(columns, t + reach)):
            if links >= fan_out:
                break
            for f2 in range(max(1, f - band), min(rows, f + band)):
                if links >= fan_out:
                    break
                if peaks[f2, t2]:
                    found.append((t, t2, f, f2))
                    links += 1
    return np.array(found, np.int32).reshape(-1, 4)


def hashes(f1, f2, delta, logarithm=np.log):
    total = logarithm(np.abs(f1) + 2) + 2 * logarithm(np.abs(f2) + 2) + 3 * logarithm(np.abs(delta) + 2)
    return (np.round(SIZE * 1000000 * total).astype(np.int64) % SIZE + 1).astype(np.int32)


def nearest_logarithms(count=162):
    """The doubles nearest to ln 0 … ln count, by arithmetic of 50 digits; NaN for 0."""
    decimal.getcontext().prec = 50
    return np.array([np.nan] + [float(decimal.Decimal(n).ln()) for n in range(1, count + 1)])


def table(p):
    """Shape [pairs, 5]: the pairs, each with its hash."""
    return np.column_stack([p, hashes(p[:, 2], p[:, 3], p[:, 1] - p[:, 0])]).astype(np.int32)


def whole_number_signal(count=32_000):
    """Two triangle waves that jump, and noise: the same in any language, as it needs whole numbers only."""
    state, phases, steps, samples = 1, [0, 0], [0, 0], []
    for i in range(count):
        for tone in range(2):
            if i % 1500 == 0:
                state = (state * 1103515245 + 12345) % 2**31
                steps[tone] = 800 + (state >> 16) % 20000
            phases[tone] = (phases[tone] + steps[tone]) % 65536
        state = (state * 1103515245 + 12345) % 2**31
        noise = (state >> 16) % 8192 - 4096
        samples.append(abs(phases[0] - 32768) + abs(phases[1] - 32768) - 32768 + noise)
    return np.array(samples) / 65536


def fixtures(folder):
    folder.mkdir(exist_ok=True)
    x = whole_number_signal()
    s = spectrogram(x)
    notebook, shifts = notebook_peaks(s), shift_peaks(s)
    logarithms = nearest_logarithms()
    odd = [n for n in range(2, 163) if np.log(np.float64(n)) != logarithms[n]]
    print(f'logarithms that NumPy does not round to the nearest double here: {odd or "none"}')
    grid = np.meshgrid(np.arange(129), np.arange(129), np.arange(35), indexing='ij')
    digest = hashlib.sha256(hashes(*grid, lambda n: logarithms[n]).tobytes()).digest()
    write = {
        'resampled-down.bin': signal.resample(x[:4411], 800),
        'resampled-odd.bin': signal.resample(x[:4410], 801),
        'resampled-up.bin': signal.resample(x[:800], 999),
        'spectrogram.bin': s.T[:20],
        'mean.bin': np.array([np.mean(s)]),
        'notebook-peaks.bin': np.argwhere(notebook).astype(np.int32),
        'shift-peaks.bin': np.argwhere(shifts).astype(np.int32),
        'notebook-pairs.bin': table(pairs(notebook)),
        'shift-pairs.bin': table(pairs(shifts)),
        'hashes.bin': np.frombuffer(digest, np.uint8),
    }
    for name, array in write.items():
        (folder / name).write_bytes(np.ascontiguousarray(array).tobytes())
    print(', '.join(f'{name} {array.shape}' for name, array in write.items()))


def decode(path):
    """Shape [time, channels], and the rate: what FFmpeg decodes, as 32-bit floating point, clamped to ±1."""
    probe = subprocess.run(
        ['ffprobe', '-v', 'error', '-select_streams', 'a:0', '-show_entries', 'stream=sample_rate,channels',
         '-of', 'default=nw=1:nk=1', path], capture_output=True, text=True, check=True).stdout.split()
    rate, channels = int(probe[0]), int(probe[1])
    raw = subprocess.run(
        ['ffmpeg', '-v', 'error', '-i', path, '-map', '0:a:0', '-f', 'f32le', '-c:a', 'pcm_f32le', '-'],
        capture_output=True, check=True).stdout
    return np.clip(np.frombuffer(raw, np.float32).reshape(-1, channels), -1, 1), rate


def ours(file, dump):
    """Resampled signal, and spectrogram of shape [bins, frames], as the lab has them; the rest stays in the folder."""
    subprocess.run(['dotnet', str(ROOT / 'bench/Earmark.Bench/bin/Release/net10.0/Earmark.Bench.dll'),
                    'lab', str(file), str(dump)], check=True, stdout=subprocess.DEVNULL)
    return np.fromfile(dump / 'samples.f64'), np.fromfile(dump / 'spectrogram.f64').reshape(-1, 129).T


LEVELS = (0, -100, -150, -200)


def errors(cells, exact):
    """The largest error of a cell, relative to its own size, in each range of levels; NaN where there is no cell."""
    level = 10 * np.log10(np.maximum(exact / exact.max(), np.longdouble(1e-300)))
    relative = np.abs(cells - exact) / np.where(exact > 0, exact, 1)
    inside = [(level <= high) & (level > low) for high, low in zip(LEVELS, LEVELS[1:])]
    return [float(relative[cell].max()) if cell.any() else float('nan') for cell in inside]


def exact(files):
    print(f'numpy {np.__version__}, scipy {scipy.__version__}; made by: bench/lab_reference.py exact FILE…')
    print('The last 30 s of each recording. Largest difference of a cell from the same by SciPy in 80-bit floating')
    print('point (64 binary digits, where a double has 53), relative to the cell itself: of cells down to -100 dB of')
    print('the greatest, of those down to -150 dB, and of those down to -200 dB; nan: there are none. The third row')
    print('of each is SciPy\'s spectrogram of the lab\'s samples, which differ from its own in their last digits.')
    print(f'{"recording":<44}{"":<18}' + ''.join(f'{f"to {low} dB":>12}' for low in LEVELS[1:]))
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            part = pathlib.Path(folder) / 'part.wav'
            subprocess.run(['ffmpeg', '-v', 'error', '-sseof', '-30', '-i', file, '-map', '0:a:0', '-c:a', 'pcm_f32le',
                            str(part)], check=True)
            frames, rate = decode(part)
            samples, cells = ours(part, pathlib.Path(folder))
        reference = spectrogram(resample(average(frames, np.longdouble), rate))
        rows = {'the lab': cells, 'SciPy': spectrogram(resample(average(frames), rate)),
                'SciPy, our samples': spectrogram(samples)}
        for name, row in rows.items():
            title = pathlib.Path(file).name[:43] if name == 'the lab' else ''
            print(f'{title:<44}{name:<18}' + ''.join(f'{error:>12.1e}' for error in errors(row, reference)),
                  flush=True)
    return 0


def compare(files):
    print(f'numpy {np.__version__}, scipy {scipy.__version__}; made by: bench/lab_reference.py compare FILE…')
    print('signal: largest difference over the largest sample; cells: largest relative difference of the cells that')
    print('are above -100 dB of the loudest; faint: largest difference of all cells over the loudest')
    print(f'{"recording":<44}{"signal":>9}{"cells":>9}{"faint":>9}{"peaks":>8}{"pairs":>8}{"shifts":>8}  hashes')
    worst = True
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            dump = pathlib.Path(folder)
            samples, cells = ours(file, dump)
            path = dump / 'piece.wav' if (dump / 'piece.wav').exists() else file
            worst &= report(pathlib.Path(file).name, *decode(path), samples, cells, dump)
    print('all peaks, pairs and hashes are the same' if worst else 'DIFFERENT: see above')
    return 0 if worst else 1


def report(name, frames, rate, samples, cells, dump):
    x = resample(average(frames), rate)
    s = spectrogram(x)
    notebook, shifts = notebook_peaks(s), shift_peaks(s)
    p = table(pairs(notebook))
    q = table(pairs(shifts))
    same = [np.array_equal(np.fromfile(dump / 'notebook-peaks.i32', np.int32).reshape(-1, 2), np.argwhere(notebook)),
            np.array_equal(np.fromfile(dump / 'notebook-pairs.i32', np.int32).reshape(-1, 5)[:, :4], p[:, :4]),
            np.array_equal(np.fromfile(dump / 'shift-peaks.i32', np.int32).reshape(-1, 2), np.argwhere(shifts)),
            np.array_equal(np.fromfile(dump / 'notebook-pairs.i32', np.int32).reshape(-1, 5), p)
            and np.array_equal(np.fromfile(dump / 'shift-pairs.i32', np.int32).reshape(-1, 5), q)]
    difference = np.abs(cells - s)
    audible = s > 1e-10 * s.max()
    mark = lambda is_same, count: f'{count:>7}{" " if is_same else "!"}'
    print(f'{name[:43]:<44}{np.abs(samples - x).max() / np.abs(x).max():>9.1e}'
          f'{(difference[audible] / s[audible]).max():>9.1e}'
          f'{difference.max() / s.max():>9.1e}{mark(same[0], notebook.sum())}'
          f'{mark(same[1], len(p))}{mark(same[2], shifts.sum())}  {"same" if same[3] else "DIFFERENT"}', flush=True)
    return all(same)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split('\n', maxsplit=1)[0])
    arguments.add_argument('action', choices=['compare', 'exact', 'fixtures'])
    arguments.add_argument('paths', nargs='+')
    given = arguments.parse_args()
    if given.action == 'fixtures':
        fixtures(pathlib.Path(given.paths[0]))
        return 0
    return {'compare': compare, 'exact': exact}[given.action](given.paths)


if __name__ == '__main__':
    sys.exit(main())
