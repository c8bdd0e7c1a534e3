#!/usr/bin/env python3
"""compare.py QUERIES.tsv RESULTS.tsv PROTOTYPE.tsv

Sets Earmark's answers beside the prototype's (accepted at 8 nats), condition by condition, at unchanged speed and
pitch: right answers of known clips, answers to unknown ones, wrong tracks, and errors of the offset. Before that, the
right answers by condition and length.
"""
import csv
import sys

THRESHOLD = 8.0
WARPED = ('tempo', 'pitch', 'speed')


def read(path):
    with open(path, newline='') as table:
        return {row['query_id']: row for row in csv.DictReader(table, delimiter='\t')}


def answer(row, threshold):
    accepted = row and row['track_id'] and float(row['score']) >= threshold
    return row['track_id'] if accepted else ''


def offset_error(query, row):
    places = [query['expected_offset_s']] + [v for v in query['alt_offsets_s'].split(',') if v]
    return min(abs(float(row['offset_s']) - float(place)) for place in places)


def print_by_length(queries, results):
    """Right answers in % of known clips, changed speed and pitch included."""
    lengths = ('3', '5', '10')
    cells = {}
    for query_id, query in queries.items():
        if query['expected_track_id'] and query['duration_s'] in lengths:
            row = cells.setdefault((query['condition'], query['level']), {length: [0, 0] for length in lengths})
            row[query['duration_s']][0] += answer(results.get(query_id), 0) == query['expected_track_id']
            row[query['duration_s']][1] += 1
    print('right answers in %' + ''.join(f'{length + " s":>8}' for length in lengths))
    for (condition, level), row in sorted(cells.items()):
        print(f'{condition:12}{level:>6}' + ''.join(f'{100 * right / count:8.0f}' for right, count in row.values()))


def main():
    queries, results, prototype = (read(path) for path in sys.argv[1:4])
    cells, errors, wrong, known = {}, [], 0, 0
    for query_id, query in queries.items():
        if query['condition'] in WARPED:
            continue
        cell = cells.setdefault((query['condition'], query['level']), [0, 0, 0])
        ours = answer(results.get(query_id), 0)
        theirs = answer(prototype.get(query_id), THRESHOLD)
        expected = query['expected_track_id']
        cell[0] += 1
        cell[1] += (ours == expected) if expected else bool(ours)
        cell[2] += (theirs == expected) if expected else bool(theirs)
        if expected:
            known += 1
            wrong += bool(ours) and ours != expected
            if ours == expected:
                errors.append(offset_error(query, results[query_id]))

    print_by_length(queries, results)
    print(f'\n{"condition":12}{"level":>6}{"clips":>7}{"Earmark":>9}{"prototype":>11}')
    for (condition, level), (count, ours, theirs) in sorted(cells.items()):
        behind = '  behind by more than 2' if condition != 'unknown' and theirs - ours > 2 else ''
        print(f'{condition:12}{level:>6}{count:7}{ours:9}{theirs:11}{behind}')
    right = [sum(cell[i] for key, cell in cells.items() if key[0] != 'unknown') for i in (1, 2)]
    unknown = [sum(cell[i] for key, cell in cells.items() if key[0] == 'unknown') for i in (0, 1, 2)]
    errors.sort()
    print(f'\nright: {right[0]} of {known} (prototype {right[1]}); wrong track: {wrong} ({100 * wrong / known:.2f} %)')
    print(f'unknown clips answered: {unknown[1]} of {unknown[0]} (prototype {unknown[2]})')
    print(f'offset of right answers: median error {1000 * errors[len(errors) // 2]:.1f} ms, '
          f'{100 * sum(e <= 0.1 for e in errors) / len(errors):.2f} % within 0.1 s')


main()
