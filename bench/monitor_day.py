#!/usr/bin/env python3
"""bench/monitor_day.py CORPUS [HOURS]   does `earmark monitor` get through a bad day?

A station on this machine plays HOURS (24) of composed programme, as fast as it is listened to: MP3 of 32 kbit/s, made
of an hour that is played again and again. It drops the connection every few minutes, sends some KB of garbage now and then,
refuses to answer for a while, and sends a page of HTML where sound was asked for. A webhook receiver beside it fails one
request in ten, and is gone for some seconds now and then. Half way through, the monitor is killed, and started again.
What the receiver has not taken at the end is left to another monitor.
On two cores that are free a day takes some minutes; MINUTES in the environment ends it before its time. Checked are

lost        plays of the programme of which not half was told, but for those that a break or the kill fell near, and
            for those of the end, which were on their way when the monitor was stopped; each of them is listed
twice       events that the receiver got twice, by their id; in order; events in the log that it never got
memory      of the monitor's process, every few seconds

LIBRARY is a library of CORPUS/refs, PROGRAM the earmark. Writes bench/results/monitor-day.txt.
"""
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import random
import signal
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / 'eval'))
import streams  # noqa: E402

SECRET = 'a secret of this run'


class Station:
    """Sends the programme from where it was left; breaks off, spoils and refuses as the dice say."""

    def __init__(self, hour, hours):
        self.hour, self.left, self.dice = hour, int(len(hour) * hours), random.Random(7)
        self.at, self.connections, self.garbage, self.refusals, self.pages = 0, 0, 0, 0, 0
        self.breaks = []
        station = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                station.serve(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}/live'
        self.lock = threading.Lock()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, request):
        with self.lock:
            fate = self.dice.random()
            if self.left <= 0 or fate < 0.1:
                self.refusals += 1
                request.send_error(503)
                return
            if fate < 0.15:
                self.pages += 1
                request.send_response(200)
                request.send_header('Content-Type', 'text/html')
                request.end_headers()
                request.wfile.write(b'<html>The station is being moved.</html>')
                return
            self.connections += 1
            request.send_response(200)
            request.send_header('Content-Type', 'audio/mpeg')
            request.end_headers()
            self.send(request, int(self.dice.uniform(120, 1500) * 4000))

    def send(self, request, count):
        try:
            while count > 0 and self.left > 0:
                part = min(16384, count, self.left)
                begin = self.at % len(self.hour)
                data = self.hour[begin:begin + part]
                request.wfile.write(data)
                self.at, self.left, count = self.at + len(data), self.left - len(data), count - len(data)
                if self.dice.random() < 0.0005:
                    self.garbage += 1
                    request.wfile.write(self.dice.randbytes(self.dice.randrange(500, 8000)))
        except OSError:
            pass
        self.breaks.append(self.at / 4000)


class Receiver:
    def __init__(self):
        self.taken, self.refused, self.bad, self.dice = [], 0, 0, random.Random(8)
        self.away_until = 0
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                receiver.take(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}/hook'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, request):
        body = request.rfile.read(int(request.headers['Content-Length']))
        moment, given = (part.split('=')[1] for part in request.headers['Earmark-Signature'].split(','))
        made = hmac.new(SECRET.encode(), moment.encode() + b'.' + body, hashlib.sha256).hexdigest()
        self.bad += made != given
        if self.dice.random() < 0.01:
            self.away_until = time.time() + 5
        fails = time.time() < self.away_until or self.dice.random() < 0.1
        self.refused += fails
        if not fails:
            self.taken.append((request.headers['Earmark-Event-Id'], json.loads(body)))
        request.send_response(500 if fails else 200)
        request.send_header('Content-Length', '0')
        request.end_headers()


def memory(pid):
    try:
        status = pathlib.Path(f'/proc/{pid}/status').read_text()
        return int(status.split('VmRSS:')[1].split()[0]) / 1024
    except (OSError, IndexError):
        return 0


def start(station, receiver, library):
    environment = dict(os.environ, EARMARK_WEBHOOK_SECRET=SECRET)
    return subprocess.Popen([*streams.PROGRAM, 'monitor', station.url, '--library', library, '--webhook', receiver.url,
                             '-f', 'json'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    corpus, hours = pathlib.Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 24
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(os.environ.get('KEEP', temporary))
        programme = folder / 'hour.mp3'
        if not programme.exists():
            streams.KINDS = ['plain'] * 5 + ['fade'] * 3 + ['unknown', 'talk', 'silence']
            streams.Composer(corpus, 77).compose(3600, folder / 'long.mp3', noise=False)
            subprocess.run(['ffmpeg', '-v', 'error', '-y', '-i', str(folder / 'long.mp3'), '-ar', '22050', '-ac', '1', '-b:a',
                            '32k', '-write_xing', '0', '-id3v2_version', '0', str(programme)], check=True)
            (folder / 'long.timeline.tsv').rename(folder / 'hour.timeline.tsv')
        library = str(folder / 'library')
        if not os.path.exists(library):
            # With a log of its own: what it says of other runs would be taken for what it says of these.
            shutil.copytree(os.environ['LIBRARY'], library, ignore=shutil.ignore_patterns('monitor'))
        report(run(Station(programme.read_bytes(), hours), Receiver(), library, hours), folder, hours)


def run(station, receiver, library, hours):
    begun, sizes, killed = time.time(), [[], []], None
    limit = begun + 60 * float(os.environ.get('MINUTES', 1e6))
    half = begun + 30 * float(os.environ.get('MINUTES', 1e6))
    process = start(station, receiver, library)
    lines, all_bytes = [], station.left
    reader = threading.Thread(target=lambda p: lines.extend(p.stdout), args=(process,), daemon=True)
    reader.start()
    while station.left > 0:
        time.sleep(2)
        sizes[killed is not None].append(memory(process.pid))
        if time.time() > limit:
            station.left = 0
        if killed is None and (station.left < all_bytes / 2 or time.time() > half):
            process.kill()
            process.wait()
            # What the monitor had not heard yet of what was sent is lost with it, as if it had been played meanwhile.
            killed = (heard(library), station.at / 4000)
            process = start(station, receiver, library)
            reader = threading.Thread(target=lambda p: lines.extend(p.stdout), args=(process,), daemon=True)
            reader.start()
    time.sleep(3)
    process.send_signal(signal.SIGTERM)
    process.wait(120)
    log = sqlite3.connect(os.path.join(library, 'monitor', 'plays.db'))
    seconds, last = time.time() - begun, log.execute('SELECT run FROM run ORDER BY epoch DESC').fetchone()[0]
    heard_last = heard_of(log, last)
    deliver(station, receiver, library, log)
    kept = log.execute('SELECT id, kind, ref_id, start, stop, run FROM event ORDER BY id').fetchall()
    first = log.execute('SELECT run FROM run ORDER BY epoch').fetchone()[0]
    ident = log.execute('SELECT id FROM log').fetchone()[0]
    return {'station': station, 'receiver': receiver, 'sizes': sizes, 'killed': killed, 'kept': kept, 'log': ident,
            'first': first, 'heard': heard_last, 'seconds': seconds}


def deliver(station, receiver, library, log):
    """What the receiver had not taken when the monitor was stopped is posted by the next one."""
    process, begun = start(station, receiver, library), time.time()
    threading.Thread(target=lambda: [None for _ in process.stdout], daemon=True).start()
    while time.time() < begun + 900:
        time.sleep(2)
        if len(receiver.taken) >= log.execute('SELECT count(*) FROM event').fetchone()[0]:
            break
    process.send_signal(signal.SIGTERM)
    process.wait(120)


def heard(library):
    """How much of the programme was heard before the kill."""
    log = sqlite3.connect(os.path.join(library, 'monitor', 'plays.db'))
    return heard_of(log, log.execute('SELECT run FROM run').fetchone()[0])


def heard_of(log, run):
    """How much a run has heard: what the source's clock says, less what was missed."""
    total = log.execute('SELECT heard FROM run WHERE run = ?', (run,)).fetchone()[0]
    missed = log.execute('SELECT sum(stop - start) FROM event WHERE kind = ? AND run = ?', (SOURCE_BACK, run))
    return total - (missed.fetchone()[0] or 0)


def told(r):
    """The plays that were told, by track, on the clock of the programme."""
    plays = {}
    for _, kind, track, start, stop, run in r['kept']:
        if kind == PLAY_ENDED:
            begun = r['killed'][1] if run != r['first'] else 0
            gaps = [(a, b) for _, k, _, a, b, of in r['kept'] if k == SOURCE_BACK and of == run]
            start, stop = (begun + at - sum(min(b, at) - a for a, b in gaps if a < at) for at in (start, stop))
            plays.setdefault(track, []).append((start, stop))
    return plays


def expected(folder, hours, losses):
    """Plays of the programme that are longer than 20 s and that no break nor the kill fell near."""
    import csv
    rows = [r for r in csv.DictReader(open(folder / 'hour.timeline.tsv'), delimiter='\t') if r['kind'] == 'known']
    length = os.path.getsize(folder / 'hour.mp3') / 4000
    for hour in range(int(hours) + 1):
        for row in rows:
            begin, end = float(row['start_s']) + hour * length, float(row['end_s']) + hour * length
            if end < hours * 3600 and end - begin > 20 and not any(a < end + 30 and begin - 30 < b for a, b in losses):
                yield row['track_id'], begin, end


def report(r, folder, hours):
    station, receiver = r['station'], r['receiver']
    ids = [ident for ident, _ in receiver.taken]
    numbers = [int(ident.split('-')[1]) for ident in ids]
    kept = {f'{r["log"]}-{row[0]}' for row in r['kept']}
    plays = told(r)
    hours = station.at / 4000 / 3600
    begun = r['killed'][1] if r['killed'] else 0
    losses = [(at, at) for at in station.breaks] + [r['killed'] or (-1e9, -1e9), (begun + r['heard'], 1e9)]
    wanted = list(expected(folder, hours, losses))
    missing = [play for play in wanted
               if 2 * sum(streams.overlap(play[1:], part) for part in streams.union(plays.get(play[0], [])))
               < play[2] - play[1]]
    first, second = (sizes[len(sizes) // 5:] for sizes in r['sizes'])
    flat = [f'{statistics.median(s[:len(s) // 4 or 1]):.0f} MB in its first quarter, '
            f'{statistics.median(s[-(len(s) // 4 or 1):]):.0f} MB in its last, at most {max(s):.0f} MB'
            for s in (first, second) if s]
    lines = [f'{hours:.1f} hours of radio in {r["seconds"] / 60:.1f} minutes; made by bench/monitor_day.py', '',
             f'connections      {station.connections}, each broken off; {station.refusals} refused, {station.pages} answered '
             f'with a page, {station.garbage} times garbage in between',
             f'kill             after {(r["killed"] or [0])[0] / 3600:.1f} h, and started again',
             f'events           {len(kept)} in the log, {sum(map(len, plays.values()))} of them plays',
             f'plays lost       {len(missing)} of {len(wanted)} that no break fell near',
             *[f'                 {track}, at {begin:.0f} s of the programme for {end - begin:.0f} s'
               for track, begin, end in missing],
             f'webhook          {len(ids)} events taken, {receiver.refused} requests refused, signatures wrong: {receiver.bad}',
             f'                 twice: {len(ids) - len(set(ids))}; out of order: '
             f'{sum(a > b for a, b in zip(numbers, numbers[1:]))}; never taken: {len(kept - set(ids))}',
             *[f'memory           {text}' for text in flat]]
    print('\n'.join(lines))
    (ROOT / 'bench' / 'results' / 'monitor-day.txt').write_text('\n'.join(lines) + '\n')


PLAY_ENDED, SOURCE_BACK = 4, 8

if __name__ == '__main__':
    main()
