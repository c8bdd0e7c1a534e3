// What is monitored: how it is with every source now, and who played when.
import { address, call } from './api.js';
import { cover } from './cover.js';
import { byId, h, toast } from './dom.js';
import { amount, byOf, clock, confidence, count, nameOf } from './format.js';
import { drawLanes } from './lanes.js';

const pageLength = 100;
const minute = 60e3;
const narrow = 600;

let events = null;
let timer = null;
let sources = [];
let line = { items: [] };
let shown = pageLength;

/** The end of what is shown, as milliseconds; null for now. */
let end = null;

const words = {
  connecting: 'connecting…', listening: 'listening', lost: 'lost, trying again', ended: 'ended', failed: 'failed',
  elsewhere: 'listened to by another process',
};

const span = () => 1000 * Number(byId('span').value);

const timeOf = (date) => date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** When something was: the time, and before today the day too. */
function moment(text) {
  const date = new Date(text);
  return date.toDateString() === new Date().toDateString()
    ? timeOf(date)
    : `${date.toLocaleDateString([], { month: 'short', day: 'numeric' })}, ${timeOf(date)}`;
}

/** How it is with a source, as a card. */
function sourceCard(source) {
  const now = source.now;
  const state = source.since && source.status !== 'elsewhere'
    ? `${words[source.status]} · ${amount(source.heard_s)} heard`
    : words[source.status];
  const card = h('li', { class: 'source', 'data-status': source.status },
    h('div', { class: 'source-head' },
      h('span', { class: 'dot', 'aria-hidden': 'true' }),
      h('div', { class: 'grow' }, h('div', { class: 'name' }, source.source), h('div', { class: 'sub' }, state))));
  if (source.message) {
    card.append(h('p', { class: 'complaint small' }, source.message));
  }
  if (now) {
    card.append(h('div', { class: 'playing' }, cover(now, 'thumb', true),
      h('div', { class: 'grow' },
        h('div', { class: 'name' }, nameOf(now)),
        byOf(now) ? h('div', { class: 'sub' }, byOf(now)) : null,
        h('div', { class: 'sub' }, `since ${timeOf(new Date(now.at))}, at ${clock(Math.max(0, now.ref_stop_s))}`))));
  } else if (source.status === 'listening') {
    card.append(h('p', { class: 'hint small' }, 'Nothing that the library knows, right now.'));
  }
  return card;
}

/** Changes only cards that differ, so that pictures do not flicker and a reader keeps its place. */
function showSources() {
  const list = byId('sources');
  sources.forEach((source, i) => {
    const text = JSON.stringify({ ...source, heard_s: Math.floor(source.heard_s / 10), now: source.now && [
      source.now.ref_id, source.now.at, Math.floor(source.now.ref_stop_s / 5)] });
    const old = list.children[i];
    if (old?.dataset.text !== text) {
      const card = sourceCard(source);
      card.dataset.text = text;
      if (old) {
        old.replaceWith(card);
      } else {
        list.append(card);
      }
    }
  });
  while (list.children.length > sources.length) {
    list.lastChild.remove();
  }
  byId('sources-empty').hidden = sources.length > 0;
}

const stopOf = (item) => new Date(new Date(item.at).getTime() + 1000 * (item.query_stop_s - item.query_start_s));

/** What is not a play, in words. */
const gapOf = (item) => ({
  unknown: 'Unknown', silence: 'Silence', source_back: ['Missed', item.message].filter(Boolean).join(': '),
}[item.event]);

/** Where it was, if that is not plain. */
const whereOf = (item) => (line.sources.length > 1 ? item.source : null);

const lengthOf = (item) => clock(item.query_stop_s - item.query_start_s);

function row(item) {
  if (item.event === 'play') {
    return playRow(item);
  }
  return h('li', { class: 'gap' },
    h('div', { class: 'grow' }, [gapOf(item), whereOf(item)].filter(Boolean).join(' · ')),
    h('div', { class: 'side' }, `${moment(item.at)} · ${lengthOf(item)}`));
}

function playRow(play) {
  const [sure] = confidence(play.confidence).split(' (');
  return h('li', { 'data-id': play.id },
    cover(play, 'thumb', true),
    h('div', { class: 'grow' },
      h('div', { class: 'name' }, nameOf(play)),
      h('div', { class: 'sub' },
        [byOf(play), whereOf(play)].filter(Boolean).join(' · '))),
    h('div', { class: 'side' }, moment(play.at), h('br'), `${lengthOf(play)} · ${sure}`));
}

function showPlays() {
  const items = line.items.toReversed();
  byId('plays').replaceChildren(...(items.length > 0
    ? items.slice(0, shown).map(row)
    : [h('li', { class: 'empty' }, 'Nothing was heard in this time.')]));
  byId('plays-more').hidden = items.length <= shown;
}

function say(item) {
  const what = gapOf(item) ?? [nameOf(item), byOf(item)].filter(Boolean).join(' — ');
  byId('lanes-said').textContent = `${moment(item.at)} – ${timeOf(stopOf(item))}: ${what}`;
}

function showLanes() {
  const to = end ?? Date.now();
  const from = to - span();
  const names = [...new Set([...sources.map((source) => source.source), ...line.items.map((item) => item.source)])];
  const playing = end === null ? sources.filter((source) => source.now).map((source) => source.now) : [];
  byId('lanes-part').hidden = names.length === 0 && end === null;
  byId('plays-part').hidden = byId('lanes-part').hidden;
  byId('lanes-range').textContent = `${moment(from)} to ${end === null ? 'now' : moment(to)}: ` +
    count(line.items.filter((item) => item.event === 'play').length, 'play');
  drawLanes(byId('lanes'), { names, items: [...line.items, ...playing], from, to, say });
}

async function load() {
  const to = end ?? Date.now();
  const range = { from: new Date(to - span()).toISOString(), to: new Date(to).toISOString() };
  try {
    line = await call('GET', address('/v1/timeline', range));
    byId('plays-csv').href = address('/v1/timeline', { ...range, format: 'csv' });
    byId('later').disabled = end === null;
    byId('now').disabled = end === null;
    showLanes();
    showPlays();
  } catch (problem) {
    toast(problem.message);
  }
}

function take(event) {
  const before = JSON.stringify(sources.map((source) => [source.plays, source.status]));
  sources = JSON.parse(event.data).items;
  showSources();
  if (end === null && before !== JSON.stringify(sources.map((source) => [source.plays, source.status]))) {
    load();
  } else {
    showLanes();
  }
}

export async function showTimeline() {
  hideTimeline();
  shown = pageLength;
  try {
    sources = (await call('GET', '/v1/monitors')).items;
  } catch (problem) {
    toast(problem.message);
  }
  showSources();
  await load();
  byId('recording').open ||= sources.length === 0 && line.items.length === 0;
  events = new EventSource('/v1/monitors/events');
  events.onmessage = take;
  timer = setInterval(() => end === null && load(), minute);
}

export function hideTimeline() {
  events?.close();
  clearInterval(timer);
  events = null;
}

function move(by) {
  const to = (end ?? Date.now()) + by * span();
  end = to >= Date.now() ? null : to;
  shown = pageLength;
  load();
}

export function setUpTimeline() {
  if (innerWidth < narrow) {
    byId('span').value = '3600';
  }
  let width = 0;
  new ResizeObserver(([{ contentRect }]) => {
    // Hidden, it has no width.
    if (contentRect.width > 0 && contentRect.width !== width) {
      ({ width } = contentRect);
      showLanes();
    }
  }).observe(byId('lanes'));
  byId('earlier').addEventListener('click', () => move(-0.5));
  byId('later').addEventListener('click', () => move(0.5));
  byId('now').addEventListener('click', () => {
    end = null;
    load();
  });
  byId('span').addEventListener('change', load);
  byId('plays-more').addEventListener('click', () => {
    shown += pageLength;
    showPlays();
  });
}
