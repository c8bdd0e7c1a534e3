#!/usr/bin/env python3
"""unknown.py SHARED.tsv PART.json...   adds up what `earmark eval --only-unknown --format json` printed, part by part

Of clips of nothing in the library: how many were given a name, at four E-values, by what they were cut from and by
condition, with 95 % intervals; and every one of an E-value of at most 0.001, by name. A false accept at another E-value
than the one that was asked at goes by the best guess alone.

SHARED.tsv is what shared.py found: tracks that hold the very sound of the clip are named rightly as far as anyone can
tell, so the tables by kind, condition and length leave such pairs out of what was given a name.
"""
import csv
import json
import sys

from report import wilson

E_VALUES = (0.1, 0.01, 0.001, 0.0001)
LISTED = 0.001


def print_table(heading, clips, accepts, key):
    """A row for each value of a key: clips, then false accepts and their interval in % at each E-value."""
    print(f'\n{heading:28}{"clips":>8}' + ''.join(f'{f"E ≤ {e:g}":>12}{"95 %":>17}' for e in E_VALUES))
    for value in sorted({key(row) for row in clips}):
        total = sum(row['unknown_clips'] for row in clips if key(row) == value)
        print(f'{value:28}{total:8,}', end='')
        for e_value in E_VALUES:
            count = sum(key(row) == value and row['e_value'] <= e_value for row in accepts)
            low, high = wilson(count, total)
            print(f'{count:12}{f"{low:.3f} – {high:.3f}":>17}', end='')
        print()


def main():
    parts = []
    with open(sys.argv[1], newline='') as file:
        relations = {(row['recording'], row['ref_id']): row['relation'] for row in csv.DictReader(file, delimiter='\t')}
    for path in sys.argv[2:]:
        with open(path) as file:
            parts.append(json.load(file))
    if not parts:
        sys.exit('unknown.py: no part was given')
    asked_at = {part['max_e_value'] for part in parts}
    if any(not part['complete'] for part in parts) or min(asked_at) < max(E_VALUES):
        sys.exit(f'unknown.py: expected whole parts, asked at an E-value of at least {max(E_VALUES):g}')

    clips = [row for part in parts for row in part['kinds']]
    accepts = [row for part in parts for row in part['false_accepts']]
    places = sum(part['unknown_places'] + part['foreign_places'] for part in parts)
    tracks = sorted({part['known_tracks'] for part in parts})
    print(f'{sum(row["unknown_clips"] for row in clips):,} clips of nothing in the library, cut at {places:,} places, '
          f'in {len(parts)} parts')
    print(f'asked of libraries of {tracks[0]} to {tracks[-1]} tracks; how many were given a name, if those of at most '
          'an E-value are')
    print('Intervals take clips for independent, which those of one place are not: they are wider in truth.')
    for row in accepts:
        row['relation'] = relations.get((row['recording'], row['ref_id']), 'no')
    others = [row for row in accepts if row['relation'] != 'shared']
    print_table('all', clips, accepts, lambda row: 'all')
    print('\nWithout those whose track holds the very sound of the clip, as its waveform shows:')
    print_table('all', clips, others, lambda row: 'all')
    print_table('by what they were cut from', clips, others, lambda row: row['kind'])
    print_table('by condition', clips, others, lambda row: row['condition'])
    by_length(parts, others)

    listed = sorted((row for row in accepts if row['e_value'] <= LISTED), key=lambda row: row['e_value'])
    pairs = {(row['recording'], row['ref_id']) for row in listed}
    print(f'\nevery clip given a name at an E-value of at most {LISTED:g}: {len(listed)}, of {len(pairs)} pairs of '
          'recordings')
    for row in listed:
        print(f'  {row["e_value"]:.1e}  score {row["score"]:.1f}  {row["kind"]}: {row["recording"]} at '
              f'{row["place_s"]:.1f} s, {row["condition"]}, {row["length_s"]:g} s → {row["ref_id"]}'
              f'{", the same recording" if row["relation"] == "shared" else ""}')


def by_length(parts, accepts):
    lengths = [dict(unknown_clips=cell['unknown_clips'], length_s=cell['length_s'])
               for part in parts for cell in part['cells']]
    print_table('by length', lengths, accepts, lambda row: f'{row["length_s"]:2g} s')


main()
