#!/usr/bin/env python3
"""bench/aot.py MUSIC CLIPS [PROGRAM ...]   what do the ways to compile the tool cost?

Builds the tool in five ways, or takes PROGRAMs that are built; stores MUSIC and asks for CLIPS with each, both folders
of recordings; compares answers and segment files. Times are processor seconds (user and system) of whole processes,
FFmpeg's included, medians of runs that take turns; wall time is given as a ratio to the first way's, taken in the same
turns. Building natively needs a C compiler. Writes bench/results/aot.txt.
"""
import hashlib
import itertools
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TURNS = 15
CLIP_MAX = 60
WAYS = {
    'compiled at run time': [],
    'the same, TieredPGO': ['-p:TieredPGO=true'],
    'ReadyToRun': ['-p:PublishReadyToRun=true'],
    'native, x86-64-v2': ['-p:PublishAot=true', '-p:IlcInstructionSet=x86-64-v2'],
    'native, x86-64-v3': ['-p:PublishAot=true'],
}
LINES = []


def say(text):
    print(text, flush=True)
    LINES.append(text)


def publish(number, options):
    """Builds one way and returns its program."""
    folder = ROOT / 'artifacts' / 'bench' / str(number)
    native = '-p:PublishAot=true' in options
    command = ['dotnet', 'publish', ROOT / 'src/Earmark.Cli', '-c', 'Release', '-r', 'linux-x64', '-v', 'quiet',
               '-nologo', '--artifacts-path', folder / 'build', '-o', folder / 'out', *options]
    subprocess.run(command + ([] if native else ['--self-contained', 'false']), check=True)
    return str(folder / 'out' / 'Earmark.Cli')


def megabytes(program):
    parts = [f for f in pathlib.Path(program).parent.rglob('*') if f.suffix not in ('.dbg', '.pdb', '.xml')]
    return sum(f.stat().st_size for f in parts if f.is_file()) / 1e6


def measure(command):
    """Runs a command; returns (processor seconds, wall seconds, largest resident set in MB, what it printed)."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1):
        sys.exit(f'{command} failed')
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, usage.ru_maxrss / 1024, printed


def take_turns(programs, title, arguments, turns=TURNS, prepare=lambda way: []):
    runs = {way: [] for way in programs}
    for _ in range(turns):
        for way, program in programs.items():
            runs[way].append(measure([program, *arguments, *prepare(way)])[:3])
    say(f'{title} (median of {turns})')
    base = None
    for way, results in runs.items():
        cpu, wall, peak = (statistics.median(values) for values in zip(*results))
        base = base or wall
        say(f'  {way:48} {1000 * cpu:8.1f} ms CPU, wall x {wall / base:4.2f}, peak {peak:4.0f} MB')


def answers(program, clips, library):
    printed = measure([program, 'query', *clips, '--library', library, '--format', 'json', '--verbose'])[3]
    lines = [json.loads(line) for line in printed.decode().splitlines()]
    for line in lines:
        line.pop('seconds', None)
    return lines


def segments(library):
    files = sorted(pathlib.Path(library, 'segments').iterdir())
    return [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]


def main():
    music, clips = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    clips = [str(clip) for clip in sorted(clips.iterdir()) if clip.is_file()][:CLIP_MAX]
    sdk = subprocess.run(['dotnet', '--version'], capture_output=True, text=True).stdout.strip()
    say(f'{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.0f}, .NET SDK {sdk}')
    programs = {program: os.path.abspath(program) for program in sys.argv[3:]} or {
        way: publish(number, options) for number, (way, options) in enumerate(WAYS.items())}
    for way, program in programs.items():
        say(f'  {way:48} {megabytes(program):8.1f} MB on disk')
    with tempfile.TemporaryDirectory() as work:
        fresh = (os.path.join(work, f'library{number}') for number in itertools.count())
        stored = {}

        def into_a_new_library(way):
            stored[way] = next(fresh)
            return ['--library', stored[way], '--threads', '1']

        take_turns(programs, f'store {music.name}/: {sum(1 for _ in music.iterdir())} files', ['store', str(music)], 1,
                   into_a_new_library)
        library = next(iter(stored.values()))
        take_turns(programs, '--version', ['--version'])
        take_turns(programs, 'list', ['list', '--library', library])
        take_turns(programs, f'query of one clip, {os.path.basename(clips[0])}',
                   ['query', clips[0], '--library', library])
        take_turns(programs, f'query of {len(clips)} clips',
                   ['query', *clips, '--library', library, '--threads', '1'], 1)
        told = [answers(program, clips, library) for program in programs.values()]
        named = sum(line.get('decision') == 'match' for line in told[0])
        say(f'answers to {len(clips)} clips ({named} named), with all their evidence: '
            + ('equal' if all(one == told[0] for one in told) else 'DIFFERENT'))
        say('segment files: '
            + ('equal' if all(segments(one) == segments(library) for one in stored.values()) else 'DIFFERENT'))
    (ROOT / 'bench' / 'results' / 'aot.txt').write_text('\n'.join(LINES) + '\n')


main()
