#!/usr/bin/env python3
"""bench/lab.py CORPUS   how long does the lab take, and the engine beside it? CORPUS is what build_dev.sh made

Takes the six lossy files whose length is nearest to four minutes, cuts 10 s out of one of them, and runs `earmark lab`:
with no database, then with one. Each three times: the least counts. Writes bench/results/lab.txt.
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
ROUNDS = 3
LINES = []


def say(text):
    print(text, flush=True)
    LINES.append(text)


def length(path):
    probe = ['ffprobe', '-v', 'quiet', '-show_entries', 'format=duration', '-of', 'csv=p=0', str(path)]
    return float(subprocess.run(probe, capture_output=True, text=True, check=True).stdout)


def run(folder, clip, *options):
    """Runs the lab; returns its JSON with wall and processor seconds of the whole process, FFmpeg's included."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([EARMARK, 'lab', str(folder), '--clip', str(clip), '--format', 'json', *options],
                          capture_output=True, text=True, check=True)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout) | {'wall': wall, 'cpu': cpu}


def least(runs, value):
    return min(value(one) for one in runs)


def report(title, runs, truth):
    say(f'{title}: {least(runs, lambda r: r["wall"]):.2f} s wall, {least(runs, lambda r: r["cpu"]):.2f} s CPU, '
        f'the whole process with both, least of {ROUNDS}')
    last = runs[-1]
    say(f'  lab: index {least(runs, lambda r: r["index_s"]):.2f} s ({last["songs_read"]} of {last["songs"]} songs '
        f'read), answer {least(runs, lambda r: r["answer_s"]):.3f} s, {last["pairs"]} pairs, '
        f'{last["database_bytes"] / 1e6:.1f} MB')
    engine = last['engine']
    say(f'  engine: index {least(runs, lambda r: r["engine"]["store_s"]):.2f} s, '
        f'answer {least(runs, lambda r: r["engine"]["answer_s"]):.3f} s, {engine["landmarks"]} pairs, '
        f'{engine["library_bytes"] / 1e6:.1f} MB')
    named = [match['ref_id'] for match in engine['answer']['matches']]
    rank = [score['song'] for score in last['by_offset']].index(truth) + 1
    say(f'  the right song: rank {[score["song"] for score in last["by_hits"]].index(truth) + 1} by hits, {rank} by '
        f'one offset; the engine {"names it" if named[:1] == [pathlib.Path(truth).stem] else "does not name it"}')


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
        database = folder / '.earmark-lab'
        cold = []
        for _ in range(ROUNDS):
            shutil.rmtree(database, ignore_errors=True)
            cold.append(run(folder, clip))
        report('without a database', cold, songs[3].name)
        report('with it', [run(folder, clip) for _ in range(ROUNDS)], songs[3].name)
        page = pathlib.Path(work) / 'lab.html'
        before = least([run(folder, clip) for _ in range(ROUNDS)], lambda r: r['wall'])
        after = least([run(folder, clip, '--report', str(page)) for _ in range(ROUNDS)], lambda r: r['wall'])
        say(f'the page with all its pictures: {max(0, after - before):.2f} s more, {page.stat().st_size / 1e6:.2f} MB')
        shifts = [run(folder, clip, '--peaks', 'shifts') for _ in range(ROUNDS)]
        report('--peaks shifts', shifts, songs[3].name)
    (HERE / 'results' / 'lab.txt').write_text('\n'.join(LINES) + '\n')


main()
