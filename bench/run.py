#!/usr/bin/env python3
"""bench/run.py CORPUS   how fast, how big? CORPUS is what eval/corpus/build_dev.sh made

Measures whole processes by what the operating system says of them when they end, children included: processor seconds
(user and system) and the largest resident set. Each cost stands beside bare FFmpeg decoding of the same files, measured
in the same run. Writes bench/results/dev.txt. Takes some ten minutes on two cores.
"""
import csv
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
EARMARK = str(HERE.parent / 'earmark')
LINES = []


def say(text):
    print(text, flush=True)
    LINES.append(text)


def measure(command, expect=(0,)):
    """Runs a command; returns (processor seconds, wall seconds, what it printed)."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in expect:
        sys.exit(f'{command[:3]} failed: {done.stderr[-500:]}')
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, done.stdout


def peak_memory(command, work):
    """Runs a command in a process of its own, so that its children's largest resident set is its own, in MB."""
    report = work / 'peak'
    script = ('import resource, subprocess, sys; subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, '
              'stderr=subprocess.DEVNULL); open(sys.argv[1], "w").write('
              'str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))')
    subprocess.run([sys.executable, '-c', script, str(report), *command], check=True)
    return float(report.read_text())


def decode(files):
    return sum(measure(['ffmpeg', '-v', 'quiet', '-nostdin', '-i', str(f), '-f', 'null', '-'])[0] for f in files)


def folder_bytes(folder):
    return sum(f.stat().st_size for f in folder.rglob('*') if f.is_file())


def storing(references, work):
    files = sorted(references.iterdir())
    library = work / 'library'
    bare = decode(files)
    cpu, wall, _ = measure([EARMARK, 'store', str(references), '--library', str(library)])
    stats = measure([EARMARK, 'list', '--library', str(library), '--format', 'csv'])[2]
    hours = sum(float(row['duration_s']) for row in csv.DictReader(stats.splitlines())) / 3600
    say(f'store: {len(files)} files, {hours:.2f} h: {cpu:.1f} s CPU, {wall:.1f} s wall '
        f'({cpu / wall:.2f} cores busy of {os.cpu_count()})')
    say(f'  bare FFmpeg decoding of the same files: {bare:.1f} s CPU; ratio {cpu / bare:.2f}')
    say(f'  {hours * 3600 / cpu:.0f} x real time per core, decoding included')
    say(f'  library: {folder_bytes(library) / 1e6:.2f} MB, {folder_bytes(library) / 1e6 / hours:.3f} MB per hour')
    again = measure([EARMARK, 'store', str(references), '--library', str(library)])
    say(f'  the same folder again, unchanged: {again[0]:.1f} s CPU, {again[1]:.1f} s wall')
    command = [EARMARK, 'store', str(references), '--library', str(work / 'memory')]
    say(f'  peak memory of the process: {peak_memory(command, work):.0f} MB, besides two FFmpeg processes')
    return library


def by_format(references, work):
    for kind in ('ogg', 'mp3', 'm4a', 'opus', 'flac', 'wav'):
        files = sorted(references.glob(f'*.{kind}'))[:12]
        if files:
            bare = decode(files)
            cpu = measure([EARMARK, 'store', *map(str, files), '--library', str(work / kind)])[0]
            say(f'  {kind}: {len(files)} files, {cpu:.2f} s CPU, bare FFmpeg {bare:.2f} s; ratio {cpu / bare:.2f}')


def asking(corpus, library, work):
    clips = []
    with open(corpus / 'queries-quick' / 'queries.tsv', newline='') as table:
        for row in csv.DictReader(table, delimiter='\t'):
            if row['condition'] == 'clean' and row['duration_s'] == '10':
                clip = work / f'{row["query_id"]}.wav'
                source = corpus / 'queries-quick' / row['file']
                subprocess.run(['ffmpeg', '-v', 'quiet', '-nostdin', '-i', source, clip], check=True)
                clips.append(str(clip))

    def run(rounds):
        listing = work / 'clips.txt'
        listing.write_text('\n'.join(clips * rounds) + '\n')
        return measure([EARMARK, 'query', '--files-from', str(listing), '--library', str(library),
                        '--threads', '1', '--format', 'json'])[0]

    few, many = run(10), run(60)
    say(f'query: clean 10 s WAV, one thread, once warm: {1000 * (many - few) / (50 * len(clips)):.1f} ms CPU')
    single = [measure([EARMARK, 'query', clips[0], '--library', str(library)])[:2] for _ in range(5)]
    cpu, wall = (sorted(values)[2] for values in zip(*single))
    say(f'  one clip, the whole process from cold: {cpu:.2f} s CPU, {wall:.2f} s wall (median of 5)')


def long_file(references, work):
    listing = work / 'long.txt'
    sources = sorted(references.glob('*.ogg'))[:60]
    listing.write_text(''.join(f"file '{source}'\n" for source in sources))
    target = work / 'two-hours.mp3'
    subprocess.run(['ffmpeg', '-v', 'quiet', '-nostdin', '-f', 'concat', '-safe', '0', '-i', listing, '-map', '0:a',
                    '-ar', '44100', '-ac', '2', '-t', '7200', '-b:a', '128k', target], check=True)
    command = [EARMARK, 'store', str(target), '--library', str(work / 'long')]
    peak = peak_memory(command, work)
    shutil.rmtree(work / 'long')
    cpu, _, _ = measure(command)
    say(f'a two-hour mp3: {cpu:.1f} s CPU, peak memory {peak:.0f} MB')

    narrow = work / 'narrow.wav'
    subprocess.run(['ffmpeg', '-v', 'quiet', '-nostdin', '-i', target, '-ar', '8000', '-ac', '1', narrow], check=True)
    cpu, _, _ = measure([EARMARK, 'store', str(narrow), '--library', str(work / 'narrow')])
    say(f'  the same as WAV of 8 kHz, mono: {cpu:.2f} s CPU, {7200 / cpu:.0f} x real time per core')


def notebook(references, work):
    songs = [f for f in sorted(references.glob('*.mp3')) if f.stat().st_size > 3_000_000][:6]
    library, clip = work / 'six', work / 'six.wav'
    _, wall, _ = measure([EARMARK, 'store', *map(str, songs), '--library', str(library)])
    subprocess.run(['ffmpeg', '-v', 'quiet', '-nostdin', '-ss', '40', '-t', '10', '-i', songs[3], clip], check=True)
    answer = measure([EARMARK, 'query', str(clip), '--library', str(library), '--format', 'csv'])
    named = songs[3].stem in answer[2]
    say(f'six songs in: {wall:.1f} s wall (the lab notebook: 200 s); a 10 s clip out: {answer[1]:.2f} s wall, '
        f'{"right" if named else "WRONG"} (the lab notebook: 9-14 s)')


def main():
    corpus = pathlib.Path(sys.argv[1]).resolve()
    version = subprocess.run(['ffmpeg', '-version'], capture_output=True, text=True).stdout.split('\n')[0]
    subprocess.run([EARMARK, '--version'], check=True, stdout=subprocess.DEVNULL)
    say(f'{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores, {" ".join(version.split()[:3])}')
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        library = storing(corpus / 'refs', work)
        by_format(corpus / 'refs', work)
        asking(corpus, library, work)
        long_file(corpus / 'refs', work)
        notebook(corpus / 'refs', work)
    (HERE / 'results').mkdir(exist_ok=True)
    (HERE / 'results' / 'dev.txt').write_text('\n'.join(LINES) + '\n')


main()
