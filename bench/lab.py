#!/usr/bin/env python3
"""bench/lab.py CORPUS [ROUNDS]   how long does the lab take, and the engine beside it?

CORPUS is what eval/corpus/build_dev.sh made. Takes the six lossy files whose length is nearest to four minutes, cuts
10 s out of one of them, and runs `earmark lab`: with no database, then with one, then with its page. Each so many
times (3): the least counts. What the engine takes of a run is measured by `store` and `query` of the same files.
Writes bench/results/lab.txt.
"""
import json
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
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
LINES = []


def say(text):
    print(text, flush=True)
    LINES.append(text)


def length(path):
    probe = ['ffprobe', '-v', 'quiet', '-show_entries', 'format=duration', '-of', 'csv=p=0', str(path)]
    return float(subprocess.run(probe, capture_output=True, text=True, check=True).stdout)


def measure(*arguments):
    """Runs Earmark; returns what it prints, and wall and processor seconds of the process, FFmpeg's included."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([EARMARK, *map(str, arguments)], capture_output=True, text=True, check=True)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(folder, clip, *options):
    printed, wall, cpu = measure('lab', folder, '--clip', clip, '--format', 'json', *options)
    return json.loads(printed) | {'wall': wall, 'cpu': cpu}


def engine(folder, clip, work):
    """Processor seconds of storing the folder and of asking for the clip, as commands of their own."""
    shutil.rmtree(work / 'library', ignore_errors=True)
    return (measure('store', folder, '--library', work / 'library')[2],
            measure('query', clip, '--library', work / 'library')[2])


def least(runs, value):
    return min(value(one) for one in runs)


def report(title, runs, truth):
    say(f'{title}: {least(runs, lambda r: r["cpu"]):.2f} s CPU and {least(runs, lambda r: r["wall"]):.2f} s wall, the '
        f'whole process, the engine in it; least of {ROUNDS}')
    last = runs[-1]
    beside = last['engine']
    say(f'  lab: index {least(runs, lambda r: r["index_s"]):.2f} s wall ({last["songs_read"]} of {last["songs"]} songs '
        f'read), answer {least(runs, lambda r: r["answer_s"]):.3f} s, {last["pairs"]} pairs, '
        f'{last["database_bytes"] / 1e6:.1f} MB')
    say(f'  engine: index {least(runs, lambda r: r["engine"]["store_s"]):.2f} s wall, '
        f'answer {least(runs, lambda r: r["engine"]["answer_s"]):.3f} s, {beside["landmarks"]} pairs, '
        f'{beside["library_bytes"] / 1e6:.1f} MB')
    named = [match['ref_id'] for match in beside['answer']['matches']]
    by_hits, by_offset = ([score['song'] for score in last[ranking]].index(truth) + 1
                          for ranking in ('by_hits', 'by_offset'))
    say(f'  the right song: rank {by_hits} by hits, {by_offset} by one offset; the engine '
        f'{"names it" if named[:1] == [pathlib.Path(truth).stem] else "does not name it"}')


def main():
    references = pathlib.Path(sys.argv[1]).resolve() / 'refs'
    files = [f for f in references.iterdir() if f.suffix in ('.mp3', '.ogg', '.m4a', '.opus')]
    songs = sorted(sorted(files, key=lambda f: abs(length(f) - 240))[:6])
    subprocess.run([EARMARK, '--version'], check=True, stdout=subprocess.DEVNULL)
    say(f'{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; '
        'made by: bench/lab.py CORPUS')
    say('the notebook on its author\'s machine: 200 s to index six songs, 9 to 14 s to answer')
    with tempfile.TemporaryDirectory() as work:
        folder, clip = pathlib.Path(work) / 'songs', pathlib.Path(work) / 'clip.wav'
        folder.mkdir()
        for song in songs:
            shutil.copy(song, folder)
        say('songs: ' + ', '.join(f'{song.name} {length(song):.0f} s' for song in songs))
        subprocess.run(['ffmpeg', '-v', 'quiet', '-nostdin', '-ss', '100', '-t', '10', '-i', songs[3], clip], check=True)
        storing, asking = (min(times) for times in zip(*(engine(folder, clip, pathlib.Path(work))
                                                         for _ in range(ROUNDS))))
        say(f'the engine alone: store {storing:.2f} s CPU, query {asking:.2f} s CPU, whole processes')
        cold = []
        for _ in range(ROUNDS):
            shutil.rmtree(folder / '.earmark-lab', ignore_errors=True)
            cold.append(run(folder, clip))
        report('without a database', cold, songs[3].name)
        warm = [run(folder, clip) for _ in range(ROUNDS)]
        report('with it', warm, songs[3].name)
        page = pathlib.Path(work) / 'lab.html'
        drawn = [run(folder, clip, '--report', page) for _ in range(ROUNDS)]
        more = least(drawn, lambda r: r['cpu']) - least(warm, lambda r: r['cpu'])
        say(f'the page with all its pictures: {max(0, more):.2f} s CPU more, {page.stat().st_size / 1e6:.2f} MB')
        report('--peaks shifts, without a database at first',
               [run(folder, clip, '--peaks', 'shifts') for _ in range(ROUNDS)], songs[3].name)
    (HERE / 'results' / 'lab.txt').write_text('\n'.join(LINES) + '\n')


main()
