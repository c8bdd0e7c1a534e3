#!/usr/bin/env python3
"""eval/same.py CORPUS [N]   what scores do strangers and copies reach in `earmark same`?

CORPUS is what eval/corpus/build_dev.sh made. Takes N pairs (60) of recordings of different games and composers, which
share nothing (files of one source have the same name up to the first dash), cuts the middle minute out of each, and
compares; then N planted pairs: a minute, and 30 s of it that were coded at 32 kbit/s, sped up or down by up to 8 %, or
laid under white noise as loud, in turns. Needs ffmpeg. PROGRAM in the environment is the earmark that is asked. Writes
eval/results/same.txt.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get('PROGRAM', str(ROOT / 'earmark')).split()
RATE = 22050


def ffmpeg(*args):
    subprocess.run(['ffmpeg', '-v', 'error', '-y', *args], check=True)


def cut(source, target, start, seconds, filters='anull', *coding):
    ffmpeg('-ss', str(start), '-t', str(seconds), '-i', source, '-ac', '1', '-ar', str(RATE), '-af', filters, *coding,
           target)


def same(a, b):
    run = subprocess.run(PROGRAM + ['same', '--format', 'json', a, b], stdout=subprocess.PIPE, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f'same.py: earmark gave {run.returncode} for {a} and {b}')
    return json.loads(run.stdout)


def length(path):
    return float(subprocess.run(['ffprobe', '-v', 'error', '-show_entries', 'format=duration', '-of',
                                 'default=nk=1:nw=1', path], stdout=subprocess.PIPE, check=True).stdout or 0)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    dice = random.Random(1)
    files = sorted(p for p in (pathlib.Path(sys.argv[1]) / 'refs').iterdir() if p.is_file() and length(str(p)) > 70)
    lines, scores, right = [], [], {}
    with tempfile.TemporaryDirectory() as folder:
        a, b = os.path.join(folder, 'a.wav'), os.path.join(folder, 'b.wav')
        for _ in range(count):
            one, two = dice.sample(files, 2)
            while one.name.split('-')[0] == two.name.split('-')[0]:
                two = dice.choice(files)
            cut(str(one), a, (length(str(one)) - 60) / 2, 60)
            cut(str(two), b, (length(str(two)) - 60) / 2, 60)
            answer = same(a, b)
            scores.append((answer['score'], one.stem, two.stem))
            print(*scores[-1], flush=True)
        kinds = ['32 kbit/s', 'speed', 'noise, 0 dB']
        for i in range(count):
            kind = kinds[i % len(kinds)]
            source = str(dice.choice(files))
            start, part = dice.uniform(2, length(source) - 64), dice.uniform(0, 30)
            cut(source, a, start, 60)
            cut(source, b, start + part, 30)
            changed = os.path.join(folder, 'c.mp3')
            speed = 1 + dice.uniform(-0.08, 0.08) if kind == 'speed' else 1
            filters = f'asetrate={round(RATE * speed)},aresample={RATE}' if kind == 'speed' else 'anull'
            if kind == '32 kbit/s':
                ffmpeg('-i', b, '-b:a', '32k', changed)
            elif kind == 'speed':
                ffmpeg('-i', b, '-af', filters, changed)
            else:
                changed = os.path.join(folder, 'c.wav')
                level = subprocess.run(['sox', b, '-n', 'stat'], stderr=subprocess.PIPE, check=True).stderr.decode()
                rms = float(next(line.split()[-1] for line in level.splitlines() if line.startswith('RMS     amp')))
                noise = os.path.join(folder, 'n.wav')
                subprocess.run(['sox', '-R', '-n', '-r', str(RATE), '-c', '1', noise, 'synth', '30', 'whitenoise',
                                'vol', str(min(1, rms * 3 ** 0.5))], check=True)
                subprocess.run(['sox', '-m', '-v', '1', b, '-v', '1', noise, changed], check=True,
                               stderr=subprocess.DEVNULL)
            answer = same(a, changed)
            found = [s for s in answer['stretches'] if abs(s['speed'] / speed - 1) < 0.005
                     and abs((s['a_start_s'] - part) - s['b_start_s'] * speed) < 2]
            right.setdefault(kind, []).append((bool(found), answer['score']))
    scores.sort(reverse=True)
    lines.append(f'earmark same: {count} pairs of strangers, a minute each; needed is {answer["score_needed"]:g} nats')
    lines.append('highest scores: ' + ', '.join(f'{s:.1f} ({x} / {y})' for s, x, y in scores[:6]))
    over = [sum(1 for s, _, _ in scores if s >= t) for t in (2, 4, 6, 8, 10, 12)]
    lines.append('pairs with a score of 2, 4, 6, 8, 10, 12 and more: ' + ', '.join(map(str, over)))
    for kind, found in right.items():
        lines.append(f'{kind}: {sum(ok for ok, _ in found)} of {len(found)} found at the right place and speed; '
                     f'lowest scores {", ".join(f"{s:.0f}" for s in sorted(s for _, s in found)[:3])}')
    text = '\n'.join(lines) + '\n'
    print(text)
    (ROOT / 'eval' / 'results' / 'same.txt').write_text(text)


main()
