#!/usr/bin/env python3
"""ablate.py CORPUS WORK [NAME...]   what does each ingredient of the search bring?

CORPUS is what corpus/build_dev.sh made, with the full queries. Takes each ingredient out of a copy of the source,
builds that, asks it clips in noise, in rooms and changed ones, and unknown ones, and counts right answers at the
E-value that one unknown clip in a hundred reaches: what an ingredient brings at the same rate of false answers.
Variants leave what is stored as it is, so that all ask one library. NAME picks variants by their first words.

What is in WORK is not asked again: stop it and run it again at will, but empty WORK where the source has changed.
Writes eval/results/ablations.txt once all variants are there. Takes a minute or two of two cores for each.
"""
import csv
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
SOURCES = ('src', 'Directory.Build.props', 'Directory.Packages.props', '.editorconfig', 'LICENSE', 'README.md')
FALSE_SHARE = 0.01
GROUPS = {
    'noise': (('babble', 'ambience', 'traffic', 'pink'), 6),
    'rooms': (('mic', 'reverb'), 4),
    'changed': (('speed', 'tempo', 'pitch'), 18),
    'unknown': (('unknown',), 1),
}
MATCHING = 'src/Earmark/Matching/'
SPECTRAL = 'src/Earmark/Spectral/'

# What is taken out, and how: (file, what stands there, what stands there instead).
VARIANTS = [
    ('everything as it is', []),
    ('the peaks decide, not exceedance', [
        (MATCHING + 'Verifier.cs', 'Score = exceedance + peakScore,',
         'Score = LikelihoodRatio.Score(_ratios),')]),
    ('rank over time alone', [
        (SPECTRAL + 'ExceedanceLevels.cs', 'Vector256.Max(timeLevel, binLevel).Store', 'timeLevel.Store')]),
    ('rank over frequency alone', [
        (SPECTRAL + 'ExceedanceLevels.cs', 'Vector256.Max(timeLevel, binLevel).Store', 'binLevel.Store')]),
    ('rank over frequency as it is alone, not less the bin\'s mean', [
        (SPECTRAL + 'ExceedanceLevels.cs',
         'Vector256.Min(Vector256.LoadUnsafe(ref bins, at), Vector256.LoadUnsafe(ref ownBins, at))',
         'Vector256.LoadUnsafe(ref bins, at)')]),
    ('peaks of one onset count in full', [
        (MATCHING + 'ExceedanceScore.cs', 'weights[i] = 1 / Math.Sqrt(end - first);', 'weights[i] = 1;')]),
    ('all ranks survive alike', [
        (MATCHING + 'ExceedanceScore.cs', '[0.95, 0.8, 0.68, 0.55]', '[0.75, 0.75, 0.75, 0.75]')]),
    ('nothing for the clip\'s own peaks', [
        (MATCHING + 'Verifier.cs', 'Score = exceedance + peakScore,',
         'Score = exceedance,')]),
    ('no limit on the clip\'s own peaks', [
        (MATCHING + 'Verifier.cs', 'PeakLimit = 2;', 'PeakLimit = 1000;')]),
    ('what other tracks score does not count', [
        (MATCHING + 'FalseMatchModel.cs', 'return Math.Min(level, ChanceLimit);', 'return 0 * level;')]),
    ('what the track scores elsewhere does not count', [
        (MATCHING + 'FalseMatchModel.cs', 'RecurrenceWeight = 1.2;', 'RecurrenceWeight = 0;')]),
    ('no more is asked of clean clips', [
        (MATCHING + 'FalseMatchModel.cs', 'DemandPerSecond = 1;', 'DemandPerSecond = 0;')]),
    ('clips that repeat themselves count in full', [
        (MATCHING + 'FalseMatchModel.cs', 'RepetitionWeight = 0.9;', 'RepetitionWeight = 0;')]),
    ('no dense step', [
        (MATCHING + 'ClipSearch.cs', 'found.AddRange(Verify(Screen(dense, Hypothesis.Identity), Finalists));', '')]),
    ('no other speeds, tempos and pitches', [
        (MATCHING + 'HypothesisSet.cs', 'isWide ? Wide : Usual', 'isWide ? Wide : None')]),
    ('half the penalty of other warps', [
        (MATCHING + 'ClipSearch.cs', 'Math.Log(1 + hypothesisCount)', 'Math.Log(1 + hypothesisCount) / 2')]),
    ('no search at the fitted factors', [
        (MATCHING + 'HypothesisSet.cs', 'fittedWarps: 4', 'fittedWarps: 0')]),
    ('no delays beside a pair\'s own', [
        (MATCHING + 'SearchDensity.cs', 'new(50, 14, DelayReach: 1,', 'new(50, 14, DelayReach: 0,'),
        (MATCHING + 'SearchDensity.cs', 'new(100, 30, DelayReach: 2,', 'new(100, 30, DelayReach: 0,'),
        (MATCHING + 'SearchDensity.cs', 'new(30, 10, DelayReach: 1,', 'new(30, 10, DelayReach: 0,')]),
]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    corpus, work, names = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
    os.makedirs(os.path.join(work, 'clips'), exist_ok=True)
    queries = choose(corpus)
    decode(corpus, work, queries)
    for name, changes in VARIANTS:
        answers = answers_path(work, name)
        if not os.path.exists(answers) and (not names or any(name.startswith(start) for start in names)):
            print('asking:', name, file=sys.stderr)
            program = build(work, changes)
            ask(program, corpus, work, answers)
    here = [name for name, _ in VARIANTS if os.path.exists(answers_path(work, name))]
    text = table(queries, {name: read_answers(answers_path(work, name)) for name in here})
    if len(here) == len(VARIANTS):
        with open(os.path.join(HERE, 'results', 'ablations.txt'), 'w') as file:
            file.write(text)
    print(text, end='')


def choose(corpus):
    """Rows of the full queries, every n-th of each group's, with the group's name: by query id."""
    seen, chosen = {}, {}
    with open(os.path.join(corpus, 'queries-full', 'queries.tsv'), newline='') as rows:
        for row in csv.DictReader(rows, delimiter='\t'):
            for group, (conditions, nth) in GROUPS.items():
                if row['condition'] in conditions:
                    seen[group] = seen.get(group, -1) + 1
                    if seen[group] % nth == 0:
                        chosen[row['query_id']] = (group, row)
    return chosen


def decode(corpus, work, queries):
    """As WAV, which is read faster than FFmpeg starts."""
    for query_id, (_, row) in queries.items():
        clip = os.path.join(work, 'clips', query_id + '.wav')
        if not os.path.exists(clip):
            source = os.path.join(corpus, 'queries-full', row['file'])
            subprocess.run(['ffmpeg', '-nostdin', '-v', 'error', '-y', '-i', source, clip + '.part.wav'], check=True)
            os.rename(clip + '.part.wav', clip)
    with open(os.path.join(work, 'clips.txt'), 'w') as file:
        file.writelines(os.path.join(work, 'clips', query_id + '.wav\n') for query_id in queries)


def build(work, changes):
    tree = os.path.join(work, 'tree')
    shutil.rmtree(tree, ignore_errors=True)
    os.makedirs(tree)
    for source in SOURCES:
        path = os.path.join(ROOT, source)
        if os.path.isdir(path):
            shutil.copytree(path, os.path.join(tree, source), ignore=shutil.ignore_patterns('bin', 'obj'))
        elif os.path.exists(path):
            shutil.copy(path, tree)
    for name, old, new in changes:
        path = os.path.join(tree, name)
        with open(path) as file:
            text = file.read()
        if text.count(old) != 1:
            sys.exit(f'ablate.py: {name} has {text.count(old)} of “{old}”; expected 1. Mend the table of variants.')
        with open(path, 'w') as file:
            file.write(text.replace(old, new))
    # What is taken out leaves parameters unused: no rule of style holds here.
    built = subprocess.run(
        ['dotnet', 'build', 'src/Earmark.Cli', '-c', 'Release', '-v', 'quiet', '-nologo',
         '-p:TreatWarningsAsErrors=false', '-p:RunAnalyzers=false'], cwd=tree, capture_output=True, text=True)
    if built.returncode:
        sys.exit(built.stdout)
    return ['dotnet', os.path.join(tree, 'src/Earmark.Cli/bin/Release/net10.0/Earmark.Cli.dll')]


def ask(program, corpus, work, answers):
    library = os.path.join(work, 'library')
    if not os.path.exists(library + '.done'):
        subprocess.run([*program, 'store', os.path.join(corpus, 'refs'), '--library', library],
                       check=True, stdout=subprocess.DEVNULL)
        open(library + '.done', 'w').close()
    with open(answers + '.part', 'w') as out:
        done = subprocess.run([*program, 'query', '--files-from', os.path.join(work, 'clips.txt'), '--library', library,
                               '--format', 'json', '--verbose'], stdout=out)
    if done.returncode not in (0, 1):
        sys.exit(f'ablate.py: query ended with {done.returncode}')
    os.rename(answers + '.part', answers)


def answers_path(work, name):
    return os.path.join(work, name.replace(' ', '-').replace("'", '').replace(',', '') + '.jsonl')


def read_answers(path):
    with open(path) as file:
        for line in file:
            answer = json.loads(line)
            guess = answer['evidence'].get('best_guess') or {'ref_id': None, 'e_value': float('inf')}
            yield os.path.splitext(os.path.basename(answer['query']))[0], guess['ref_id'], guess['e_value']


def table(queries, answers):
    groups = [group for group in GROUPS if group != 'unknown']
    sizes = {group: sum(g == group for g, _ in queries.values()) for group in GROUPS}
    lines = [f'Right answers in %, at the E-value that {FALSE_SHARE:.0%} of {sizes["unknown"]} unknown clips reach',
             f'{"":60}' + ''.join(f'{group:>9}' for group in groups),
             f'{"clips":60}' + ''.join(f'{sizes[group]:9}' for group in groups)]
    for name, rows in answers.items():
        rows = list(rows)
        unknown = sorted(e_value for query_id, _, e_value in rows if queries[query_id][0] == 'unknown')
        threshold = unknown[int(FALSE_SHARE * len(unknown))]
        right = dict.fromkeys(groups, 0)
        for query_id, ref_id, e_value in rows:
            group, row = queries[query_id]
            if group != 'unknown':
                right[group] += ref_id == row['expected_track_id'] and e_value < threshold
        lines.append(f'{name:60}' + ''.join(f'{100 * right[group] / sizes[group]:9.1f}' for group in groups))
    return '\n'.join(lines) + '\n'


if __name__ == '__main__':
    main()
