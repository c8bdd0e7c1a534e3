#!/usr/bin/env python3
"""bench/monitor.py CORPUS [HOURS]   how fast is `earmark monitor`?

Composes a mix of HOURS (2) of what eval/corpus/build_dev.sh made, as eval/streams.py does: tracks back to back and
cross-faded, one in six of another speed, one in six unknown, talk, silence; as MP3. Measures the processor time of the
whole process, FFmpeg's included, and how much memory it takes at most; once more with an hour of nothing that is known.
LIBRARY is a library of CORPUS/refs, PROGRAM the earmark, MIX a recording that is measured instead. Writes
bench/results/monitor.txt.
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / 'eval'))
import streams  # noqa: E402


def measure(path, library, seconds):
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    result = subprocess.run([*streams.PROGRAM, 'monitor', str(path), '--library', library, '--no-log', '-f', 'json'],
                            stdout=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (f'{seconds / 3600:.2f} h in {cpu:.1f} s of processor time: {seconds / cpu:.0f} x real time per core; '
            f'{time.time() - wall:.1f} s; at most {after.ru_maxrss / 1024:.0f} MB in one process so far; '
            f'{len(result.stdout.splitlines())} plays')


def decoding(path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(['ffmpeg', '-v', 'error', '-threads', '1', '-i', str(path), '-f', 'null', '-'], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def length_of(path):
    return float(subprocess.run(['ffprobe', '-v', 'error', '-show_entries', 'format=duration', '-of', 'default=nk=1:nw=1',
                                 str(path)], stdout=subprocess.PIPE, check=True).stdout)


def compose(corpus, kinds, seconds, path, draw):
    streams.KINDS = kinds
    composer = streams.Composer(corpus, draw)
    composer.compose(seconds, path, noise=False)
    return composer.now


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    corpus, hours = pathlib.Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 2
    library = os.environ['LIBRARY']
    mixed = ['plain'] * 5 + ['fade'] * 5 + ['speed'] * 2 + ['unknown'] * 2 + ['talk', 'silence']
    load = os.getloadavg()[0]
    lines = [f'Monitoring of files, made by bench/monitor.py; {os.cpu_count()} cores, other work on them: load {load:.0f}.',
             'Processor time is of the whole process, FFmpeg and start-up included.', '']
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(os.environ.get('KEEP', temporary))
        if mix := os.environ.get('MIX'):
            recordings = [(pathlib.Path(mix).name, pathlib.Path(mix))]
        else:
            recordings = [('a mix', folder / 'a-mix.mp3'), ('unknown music', folder / 'unknown-music.mp3')]
            compose(corpus, mixed, hours * 3600, recordings[0][1], 90)
            compose(corpus, ['unknown'], hours * 1800, recordings[1][1], 91)
        for name, path in recordings:
            lines.append(f'{name}: {measure(path, library, length_of(path))}; FFmpeg alone {decoding(path):.1f} s')
            print(lines[-1], flush=True)
    (ROOT / 'bench' / 'results' / 'monitor.txt').write_text('\n'.join(lines) + '\n')


if __name__ == '__main__':
    main()
