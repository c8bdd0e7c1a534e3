#!/usr/bin/env python3
"""bench/lab.py CORPUS [ROUNDS]   how long does the lab take, and the engine beside it?

CORPUS is what eval/corpus/build_dev.sh made. Takes the six lossy files whose length is nearest to four minutes, cuts
10 s out of one of them, and runs `earmark lab`: with no database, then with one, then with its page. Each so many
times (3): the least counts. What the engine takes of a run is measured by `store` and `query` of the same files.
All of it by the portable build, as ./earmark makes it, and by the native binary, as scripts/publish.sh does; what they
find must be equal. Writes bench/results/lab.txt.
"""
import hashlib
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
PROGRAMS = {
    'portable': ['dotnet', str(ROOT / 'src/Earmark.Cli/bin/Release/net10.0/Earmark.Cli.dll')],
    'native': [str(path) for path in ROOT.glob('artifacts/earmark-*/earmark')][:1],
}
LINES = []


def say(text):
    print(text, flush=True)
    LINES.append(text)


def length(path):
    probe = ['ffprobe', '-v', 'quiet', '-show_entries', 'format=duration', '-of', 'csv=p=0', str(path)]
    return float(subprocess.run(probe, capture_output=True, text=True, check=True).stdout)


def measure(program, *arguments):
    """Runs Earmark; returns what it prints, and wall and processor seconds of the process, FFmpeg's included."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([*program, *map(str, arguments)], capture_output=True, text=True, check=True)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(program, folder, clip, *options):
    printed, wall, cpu = measure(program, 'lab', folder, '--clip', clip, '--format', 'json', *options)
    return json.loads(printed) | {'wall': wall, 'cpu': cpu}


def alone(program, folder, clip, work):
    """Processor seconds of storing the folder and of asking for the clip, as commands of their own; wall of asking."""
    shutil.rmtree(work / 'library', ignore_errors=True)
    store = measure(program, 'store', folder, '--library', work / 'library')
    query = min((measure(program, 'query', clip, '--library', work / 'library')[1:] for _ in range(5)),
                key=lambda times: times[1])
    return store[2], query[1], query[0]


def least(runs, value):
    return min(value(one) for one in runs)


def report(title, runs, truth):
    say(f'{title}: {least(runs, lambda r: r["cpu"]):.2f} s CPU and {least(runs, lambda r: r["wall"]):.2f} s wall, the '
        f'whole process, the engine in it; least of {len(runs)}')
    last = runs[-1]
    beside = last['engine']
    say(f'  lab: index {least(runs, lambda r: r["index_s"]):.2f} s wall ({last["songs_read"]} of {last["songs"]} songs '
        f'read), answer {least(runs, lambda r: r["answer_s"]):.3f} s, {last["pairs"]} pairs, '
        f'{last["database_bytes"] / 1e6:.1f} MB')
    say(f'  engine: index {least(runs, lambda r: r["engine"]["store_s"]):.2f} s wall, '
        f'answer {least(runs, lambda r: r["engine"]["answer_s"]):.3f} s, '
        f'asked again {least(runs, lambda r: r["engine"]["again_s"]):.3f} s, {beside["landmarks"]} pairs, '
        f'{beside["library_bytes"] / 1e6:.1f} MB')
    named = [match['ref_id'] for match in beside['answer']['matches']]
    by_hits, by_offset = ([score['song'] for score in last[ranking]].index(truth) + 1
                          for ranking in ('by_hits', 'by_offset'))
    say(f'  the right song: rank {by_hits} by hits, {by_offset} by one offset; the engine '
        f'{"names it" if named[:1] == [pathlib.Path(truth).stem] else "does not name it"}')


def without_times(one):
    """What a run found, without how long that took."""
    engine = one['engine'] | {'answer': {key: value for key, value in one['engine']['answer'].items()
                                         if key != 'seconds'}}
    return {key: value for key, value in (one | {'engine': engine}).items() if key not in ('wall', 'cpu')
            and not key.endswith('_s')} | {'engine': {key: value for key, value in engine.items()
                                                      if not key.endswith('_s')}}


def examine(name, program, folder, clip, work, truth):
    """Runs one build; returns what it found, and the digest of its database."""
    say('')
    say(f'{name} build' + (', compiled as it runs' if name == 'portable' else ''))
    storing, asking, wall = (min(times) for times in zip(*(alone(program, folder, clip, work) for _ in range(ROUNDS))))
    say(f'the engine alone: store {storing:.2f} s CPU; query {asking:.3f} s CPU and {wall:.3f} s wall; whole processes')
    cold = []
    for _ in range(ROUNDS):
        shutil.rmtree(folder / '.earmark-lab', ignore_errors=True)
        cold.append(run(program, folder, clip))
    report('without a database', cold, truth)
    database = hashlib.sha256((folder / '.earmark-lab/notebook.lab').read_bytes()).hexdigest()
    warm = [run(program, folder, clip) for _ in range(ROUNDS)]
    report('with it', warm, truth)
    page = work / 'lab.html'
    drawn = [run(program, folder, clip, '--report', page) for _ in range(ROUNDS)]
    more = least(drawn, lambda r: r['cpu']) - least(warm, lambda r: r['cpu'])
    say(f'the page with all its pictures: {max(0, more):.2f} s CPU more, {page.stat().st_size / 1e6:.2f} MB')
    shifts = [run(program, folder, clip, '--peaks', 'shifts') for _ in range(ROUNDS)]
    report('--peaks shifts, without a database at first', shifts, truth)
    return without_times(cold[0]), without_times(shifts[0]), database


def main():
    if not PROGRAMS['native']:
        sys.exit('There is no native binary: run scripts/publish.sh first.')
    references = pathlib.Path(sys.argv[1]).resolve() / 'refs'
    files = [f for f in references.iterdir() if f.suffix in ('.mp3', '.ogg', '.m4a', '.opus')]
    songs = sorted(sorted(files, key=lambda f: abs(length(f) - 240))[:6])
    ahead = os.sched_getscheduler(0) in (os.SCHED_FIFO, os.SCHED_RR)
    say(f'{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}'
        f'{", ahead of all other work (chrt)" if ahead else ""}; made by: bench/lab.py CORPUS {ROUNDS}')
    say('the notebook on its author\'s machine: 200 s to index six songs, 9 to 14 s to answer')
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        folder, clip = work / 'songs', work / 'clip.wav'
        folder.mkdir()
        for song in songs:
            shutil.copy2(song, folder)
        say('songs: ' + ', '.join(f'{song.name} {length(song):.0f} s' for song in songs))
        cut = ['ffmpeg', '-v', 'quiet', '-nostdin', '-ss', '100', '-t', '10', '-i', songs[3], clip]
        subprocess.run(cut, check=True)
        found = [examine(build, program, folder, clip, work, songs[3].name) for build, program in PROGRAMS.items()]
    say('')
    say('rankings, answers with their evidence, and databases of both builds: '
        + ('equal' if found[0] == found[1] else 'DIFFERENT'))
    (ROOT / 'bench' / 'results' / 'lab.txt').write_text('\n'.join(LINES) + '\n')


main()
