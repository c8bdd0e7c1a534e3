#!/usr/bin/env python3
"""results.py QUERIES.tsv < answers.jsonl > results.tsv

Turns what `earmark query --format json` printed into the table that corpus/score.py reads. Nothing is dropped: a clip
without an answer is a row without a track.
"""
import csv
import json
import os
import sys


def main():
    with open(sys.argv[1], newline='') as table:
        ids = {os.path.basename(row['file']): row['query_id'] for row in csv.DictReader(table, delimiter='\t')}

    out = csv.writer(sys.stdout, delimiter='\t', lineterminator='\n')
    out.writerow(['query_id', 'track_id', 'offset_s', 'score'])
    for line in sys.stdin:
        answer = json.loads(line)
        best = (answer.get('matches') or [{}])[0]
        query_id = ids[os.path.basename(answer['query'])]
        out.writerow([query_id, best.get('ref_id', ''), best.get('offset_s', ''), best.get('score', '')])


main()
