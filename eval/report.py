#!/usr/bin/env python3
"""report.py QUERIES.tsv [--prototype ANSWERS.tsv] [--diagram FILE.svg] < answers.jsonl

Scores what `earmark query --format json --verbose` printed for the queries of a corpus: right answers by condition and
length beside the aims, false accepts with 95 % intervals, errors of place, speed and pitch, how often a stated
confidence was right (as a diagram, too), and the answers that were wrong, one by one. With the prototype's answers, a
comparison.
"""
import argparse
import csv
import json
import math
import os
import sys

LEVELS = (('balanced', 0.01), ('certain', 0.0001))
LENGTHS = ('2', '3', '5', '10')
PROTOTYPE_THRESHOLD = 8.0
CONFIDENCES = (0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 0.99, 0.999, 1.01)


def read(path, key):
    with open(path, newline='') as table:
        return {row[key]: row for row in csv.DictReader(table, delimiter='\t')}


def wilson(count, total, z=1.96):
    """The interval that holds a share with 95 % probability, in %."""
    if not total:
        return 0.0, 0.0
    share, spread = count / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    radius = z * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return 100 * max(0.0, middle - radius), 100 * min(1.0, middle + radius)


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


class Answer:
    """One query with what was answered to it."""

    def __init__(self, query, line):
        self.query = query
        self.guess = line.get('evidence', {}).get('best_guess') or {}
        self.decision = line.get('decision', 'none')
        self.e_value = self.guess.get('e_value', math.inf)
        self.is_known = bool(query['expected_track_id'])
        self.is_right = self.is_known and self.guess.get('ref_id') == query['expected_track_id']

    def is_accepted(self, threshold):
        return self.e_value <= threshold

    def offset_error(self):
        places = [self.query['expected_offset_s']] + [v for v in self.query['alt_offsets_s'].split(',') if v]
        return min(abs(self.guess['offset_s'] - float(place)) for place in places)

    def factor_errors(self):
        time = float(self.query['factor'] or 1)
        frequency = 2 ** (float(self.query['pitch_semitones'] or 0) / 12)
        if self.query['condition'] == 'speed':
            frequency *= time
        return abs(self.guess['time_factor'] / time - 1), abs(self.guess['frequency_factor'] / frequency - 1)


def print_recall(answers, aims):
    for name, threshold in LEVELS:
        print(f'\nright answers in %, {name} (E-value at most {threshold:g}); * where an aim is missed')
        print(f'{"":20}' + ''.join(f'{length + " s":>8}' for length in LENGTHS) + f'{"clips":>8}   aim')
        cells = {}
        for answer in answers:
            query = answer.query
            if answer.is_known and query['duration_s'] in LENGTHS:
                row = cells.setdefault((query['condition'], query['level']), {length: [] for length in LENGTHS})
                row[query['duration_s']].append(answer.is_right and answer.is_accepted(threshold))
        for (condition, level), row in sorted(cells.items()):
            aim = aims.get((condition, level)) or aims.get((condition, '*')) if name == 'balanced' else None
            print(f'{condition:12}{level:>8}', end='')
            for length in LENGTHS:
                share = 100 * sum(row[length]) / max(1, len(row[length]))
                is_missed = aim and length in aim and share < float(aim[length]) - 0.05
                print((f'{share:7.1f}' if row[length] else '      -') + ('*' if is_missed else ' '), end='')
            print(f'{sum(len(cell) for cell in row.values()):8}' +
                  ('   ' + ' / '.join(aim[length] for length in LENGTHS if length in aim) if aim else ''))


def print_totals(answers):
    known = [answer for answer in answers if answer.is_known]
    unknown = [answer for answer in answers if not answer.is_known]
    print('\nall clips')
    for name, threshold in LEVELS:
        right = sum(answer.is_right and answer.is_accepted(threshold) for answer in known)
        wrong = sum(not answer.is_right and answer.is_accepted(threshold) for answer in known)
        false = sum(answer.is_accepted(threshold) for answer in unknown)
        low, high = wilson(false, len(unknown))
        print(f'{name:10} right {100 * right / len(known):.2f} % of {len(known)}; another track {wrong} '
              f'({100 * wrong / len(known):.2f} %); unknown clips answered {false} of {len(unknown)} '
              f'({100 * false / max(1, len(unknown)):.2f} %, 95 % interval {low:.2f} to {high:.2f} %)')
    ambiguous = sum(answer.decision == 'ambiguous' for answer in known)
    print(f'ambiguous at the threshold asked for: {ambiguous} of {len(known)} known clips')
    print('\nunknown clips answered, by E-value: as many as expected?')
    for threshold in (0.1, 0.03, 0.01, 0.003, 0.001, 0.0001):
        count = sum(answer.is_accepted(threshold) for answer in unknown)
        print(f'  at most {threshold:<7g} expected {threshold * len(unknown):6.1f}   seen {count}')


def print_errors(answers):
    right = [a for a in answers if a.is_right and a.is_accepted(LEVELS[0][1]) and a.query['duration_s'] in LENGTHS]
    print('\nerrors of right answers: median and nine in ten')
    print(f'{"":22}{"offset, ms":>18}{"time factor, %":>18}{"frequency, %":>18}')
    for group, conditions in (('unchanged', None), ('speed', 'speed'), ('tempo', 'tempo'), ('pitch', 'pitch')):
        for length in LENGTHS:
            chosen = [a for a in right if a.query['duration_s'] == length and
                      (a.query['condition'] == conditions if conditions
                       else a.query['condition'] not in ('speed', 'tempo', 'pitch'))]
            if chosen:
                columns = [[1000 * a.offset_error() for a in chosen]]
                columns += [[100 * e for e in errors] for errors in zip(*(a.factor_errors() for a in chosen))]
                print(f'{group:12}{length + " s":>10}' + ''.join(
                    f'{quantile(column, 0.5):9.3f}{quantile(column, 0.9):9.3f}' for column in columns))
    errors = [a.offset_error() for a in right]
    print(f'offsets within 0.1 s: {100 * sum(e <= 0.1 for e in errors) / max(1, len(errors)):.2f} %')


def reliability(answers):
    """For each range of confidence: its ends, guesses, mean stated confidence, how many were right."""
    for low, high in zip(CONFIDENCES, CONFIDENCES[1:]):
        chosen = [a for a in answers if a.guess and low <= a.guess['confidence'] < high]
        if chosen:
            stated = sum(a.guess['confidence'] for a in chosen) / len(chosen)
            yield low, min(1, high), len(chosen), stated, sum(a.is_right for a in chosen)


def print_reliability(answers):
    print('\nbest guesses by stated confidence, accepted or not')
    print(f'{"confidence":>16}{"guesses":>9}{"stated":>9}{"right":>9}')
    for low, high, count, stated, right in reliability(answers):
        print(f'{low:7g} to {high:<5g}{count:9}{100 * stated:8.1f}%{100 * right / count:8.1f}%')


def diagram(answers):
    """The reliability diagram as SVG: on the diagonal, what is said is what happens; bars are 95 % intervals."""
    def x(share):
        return 60 + 400 * share

    def y(share):
        return 430 - 400 * share

    marks = []
    for _, _, count, stated, right in reliability(answers):
        low, high = wilson(right, count)
        marks.append(f'<path class="bar" d="M{x(stated):.1f} {y(low / 100):.1f}V{y(high / 100):.1f}"/>'
                     f'<circle cx="{x(stated):.1f}" cy="{y(right / count):.1f}" r="4">'
                     f'<title>{count} guesses: {100 * stated:.1f} % stated, '
                     f'{100 * right / count:.1f} % right</title></circle>')
    ticks = ''.join(f'<text x="{x(t / 10):.0f}" y="450" text-anchor="middle">{10 * t} %</text>'
                    f'<text x="52" y="{y(t / 10) + 4:.0f}" text-anchor="end">{10 * t} %</text>'
                    for t in range(0, 11, 2))
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 490 490" width="490" height="490">'
            '<style>text{font:12px sans-serif;fill:#555}path{fill:none;stroke:#999}.bar{stroke:#0a6;stroke-width:2}'
            'circle{fill:#0a6}</style><rect width="490" height="490" fill="#fff"/>'
            f'<path d="M{x(0)} {y(1)}V{y(0)}H{x(1)}"/><path stroke-dasharray="4" d="M{x(0)} {y(0)}L{x(1)} {y(1)}"/>'
            f'{"".join(marks)}{ticks}<text x="260" y="478" text-anchor="middle">confidence stated</text>'
            '<text x="16" y="230" text-anchor="middle" transform="rotate(-90 16 230)">right</text></svg>\n')


def print_faults(answers):
    print('\nwrong answers at balanced, the worst first')
    faults = [a for a in answers if a.is_accepted(LEVELS[0][1]) and not a.is_right]
    for a in sorted(faults, key=lambda a: a.e_value):
        query = a.query
        print(f'  {query["query_id"]} {query["condition"]}{query["level"]} {query["duration_s"]} s of '
              f'{query["source_track"] or query["detail"] or "no track"}: {a.guess["ref_id"]}, '
              f'score {a.guess["score"]:.1f}, E-value {a.e_value:.1e}')


def print_prototype(answers, prototype):
    print(f'\nagainst the prototype at {PROTOTYPE_THRESHOLD:g} nats, all conditions')
    def accepted(answer):
        row = prototype.get(answer.query['query_id'])
        return row['track_id'] if row and row['track_id'] and float(row['score']) >= PROTOTYPE_THRESHOLD else ''
    known = [a for a in answers if a.is_known]
    unknown = [a for a in answers if not a.is_known]
    ours = sum(a.is_right and a.is_accepted(LEVELS[0][1]) for a in known)
    theirs = sum(accepted(a) == a.query['expected_track_id'] for a in known)
    print(f'right: {ours} of {len(known)} (prototype {theirs}); unknown clips answered: '
          f'{sum(a.is_accepted(LEVELS[0][1]) for a in unknown)} of {len(unknown)} '
          f'(prototype {sum(bool(accepted(a)) for a in unknown)})')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('queries')
    parser.add_argument('--prototype')
    parser.add_argument('--diagram')
    given = parser.parse_args()
    queries = {os.path.basename(row['file']): row for row in read(given.queries, 'query_id').values()}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'aims.tsv'), newline='') as table:
        aims = {(row['condition'], row['level']): row for row in csv.DictReader(table, delimiter='\t')}
    lines = (json.loads(line) for line in sys.stdin)
    answers = [Answer(queries[os.path.basename(line['query'])], line) for line in lines]
    print_recall(answers, aims)
    print_totals(answers)
    print_errors(answers)
    print_reliability(answers)
    print_faults(answers)
    if given.prototype:
        print_prototype(answers, read(given.prototype, 'query_id'))
    if given.diagram:
        with open(given.diagram, 'w') as file:
            file.write(diagram(answers))


if __name__ == '__main__':
    main()
