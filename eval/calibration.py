#!/usr/bin/env python3
"""calibration.py QUERIES.tsv < answers.jsonl

How often was the best guess right, by its score? Takes what `earmark query --format json --verbose` printed, accepted
or not, at unchanged speed and pitch. The decision rule (docs/fingerprint.md, section 10) is fitted to this table.
"""
import csv
import json
import os
import sys

WARPED = ('tempo', 'pitch', 'speed')
LAST = 24


def main():
    with open(sys.argv[1], newline='') as table:
        queries = {os.path.basename(row['file']): row for row in csv.DictReader(table, delimiter='\t')}

    bins = {start: [0, 0, 0] for start in range(0, LAST + 1, 2)}
    for line in sys.stdin:
        answer = json.loads(line)
        query = queries[os.path.basename(answer['query'])]
        if query['condition'] in WARPED:
            continue
        guess = answer.get('evidence', {}).get('best_guess') or {}
        kind = 2 if not query['expected_track_id'] else int(guess.get('ref_id') != query['expected_track_id'])
        bins[min(LAST, int(guess.get('score', 0)) // 2 * 2)][kind] += 1

    print(f'{"score":>8}{"right":>8}{"wrong":>8}{"unknown":>9}{"unknown of this score or more":>31}')
    for start, (right, wrong, unknown) in bins.items():
        reached = sum(bins[other][2] for other in bins if other >= start)
        print(f'{start:>6}{" +" if start == LAST else "  "}{right:8}{wrong:8}{unknown:9}{reached:31}')


main()
