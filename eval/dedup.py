#!/usr/bin/env python3
"""eval/dedup.py CORPUS [N]   does `earmark dedup` find planted copies, and nothing false?

CORPUS is what eval/corpus/build_dev.sh made. Plants N of each (8) beside the recordings of CORPUS: coded as MP3 at 64 and
as Opus at 48 kbit/s, trimmed by 15 s at either end, 2 % faster, and 30 s inside another track; stores all of it, and
asks. Pairs that were not planted are listed, with what CORPUS/aliases.tsv knows of them. Needs ffmpeg. PROGRAM in the
environment is the earmark that is asked, LIBRARY a library that holds the recordings already; it is copied, not
changed. Writes eval/results/dedup.txt.
"""
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get('PROGRAM', str(ROOT / 'earmark')).split()


def ffmpeg(*args):
    subprocess.run(['ffmpeg', '-v', 'error', '-y', *args], check=True)


def length(path):
    return float(subprocess.run(['ffprobe', '-v', 'error', '-show_entries', 'format=duration', '-of',
                                 'default=nk=1:nw=1', path], stdout=subprocess.PIPE, check=True).stdout or 0)


def plant(kind, source, other, target, dice):
    if kind == 'MP3 64 kbit/s':
        ffmpeg('-i', source, '-vn', '-map_metadata', '-1', '-b:a', '64k', target + '.mp3')
    elif kind == 'Opus 48 kbit/s':
        ffmpeg('-i', source, '-vn', '-map_metadata', '-1', '-c:a', 'libopus', '-b:a', '48k', target + '.opus')
    elif kind == 'trimmed':
        ffmpeg('-ss', '15', '-t', str(length(source) - 30), '-i', source, '-vn', '-map_metadata', '-1', target + '.flac')
    elif kind == 'speed +2 %':
        ffmpeg('-i', source, '-vn', '-map_metadata', '-1', '-af', 'aresample=44100,asetrate=44982,aresample=44100',
               target + '.flac')
    else:
        start, at = dice.uniform(0, length(source) - 30), dice.uniform(10, length(other) - 10)
        ffmpeg('-i', other, '-i', source, '-filter_complex',
               '[0:a]aresample=44100,aformat=channel_layouts=mono,asplit[x][y];'
               f'[x]atrim=0:{at}[p];[y]atrim={at},asetpts=PTS-STARTPTS[r];'
               f'[1:a]aresample=44100,aformat=channel_layouts=mono,atrim={start}:{start + 30},asetpts=PTS-STARTPTS[q];'
               '[p][q][r]concat=n=3:v=0:a=1[o]', '-map', '[o]', '-map_metadata', '-1', target + '.flac')


KINDS = ['MP3 64 kbit/s', 'Opus 48 kbit/s', 'trimmed', 'speed +2 %', '30 s inside another']


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    corpus, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 8
    dice = random.Random(2)
    with tempfile.TemporaryDirectory() as folder:
        library, planted = os.path.join(folder, 'library'), os.path.join(folder, 'planted')
        os.mkdir(planted)
        if 'LIBRARY' in os.environ:
            shutil.copytree(os.environ['LIBRARY'], library)
        else:
            subprocess.run(PROGRAM + ['store', str(corpus / 'refs'), '-l', library], check=True, stdout=subprocess.DEVNULL)
        listed = subprocess.run(PROGRAM + ['list', '-f', 'json', '-l', library], stdout=subprocess.PIPE, check=True)
        known = {t['ref_id'] for t in map(json.loads, listed.stdout.decode().splitlines())}
        files = sorted(p for p in (corpus / 'refs').iterdir() if p.stem in known and length(str(p)) > 75)
        truth = {}
        for kind in KINDS:
            for i in range(count):
                source, other = dice.sample(files, 2)
                name = f'planted {KINDS.index(kind)} {i}'
                plant(kind, str(source), str(other), os.path.join(planted, name), dice)
                truth[name] = (kind, {source.stem} | ({other.stem} if kind == KINDS[-1] else set()))
        subprocess.run(PROGRAM + ['store', planted, '-l', library], check=True, stdout=subprocess.DEVNULL)
        began = time.time()
        run = subprocess.run(PROGRAM + ['dedup', '-f', 'json', '-l', library], stdout=subprocess.PIPE, check=False)
        took = time.time() - began
        pairs = [json.loads(line) for line in run.stdout.decode().splitlines()]
    found = {frozenset((p['a'], p['b'])): p for p in pairs}
    lines = [f'earmark dedup: {len(known)} tracks and {len(truth)} planted ones, {took:.0f} s (wall)']
    for kind in KINDS:
        wanted = [(n, s) for n, (k, sources) in truth.items() if k == kind for s in sorted(sources)]
        hits = [found[frozenset(w)] for w in wanted if frozenset(w) in found]
        kinds = {k: sum(1 for p in hits if p['kind'] == k) for k in ('copy', 'contained', 'part')}
        lines.append(f'{kind}: {len(hits)} of {len(wanted)} pairs found ({kinds}); similarity from '
                     f'{min((p["similarity"] for p in hits), default=0):.2f}, score from '
                     f'{min((p["score"] for p in hits), default=0):.0f}; missed: '
                     f'{[w for w in wanted if frozenset(w) not in found]}')
    aliases = {}
    for row in (corpus / 'aliases.tsv').read_text().splitlines()[1:]:
        fields = row.split('\t')
        aliases[frozenset(fields[:2])] = f'{fields[2]} s shared'

    # A planted track shares what its sources share, so it stands for them.
    def sources(name):
        return truth[name][1] if name in truth else {name}

    lines.append('\nothers: kind, overlap, similarity, score, tracks, what aliases.tsv knows')
    others, seen = 0, set()
    for p in pairs:
        ends = sources(p['a']), sources(p['b'])
        if ends[0] & ends[1]:
            continue
        note = next((aliases[frozenset((x, y))] for x in ends[0] for y in ends[1] if frozenset((x, y)) in aliases), '')
        if p['a'] in truth or p['b'] in truth:
            seen.add(frozenset(ends[0] | ends[1]))
            continue
        others += 1
        lines.append(f"  {p['kind']:9s} {p['overlap_s']:6.0f} s {p['similarity']:.2f} {p['score']:8.0f}  "
                     f"{p['a']} / {p['b']}  {note}")
    lines.append(f'{others} pairs among the recordings themselves')
    text = '\n'.join(lines) + '\n'
    print(text)
    (ROOT / 'eval' / 'results' / 'dedup.txt').write_text(text)


main()
