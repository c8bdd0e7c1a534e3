// A lane of time for every source, with what was heard on it.
import { h } from './dom.js';
import { count, nameOf } from './format.js';

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880].map((minutes) => 60e3 * minutes);
const leastBetween = 64;
const leastGap = 5;
const leastName = 26;

const kinds = { play: 'play', unknown: 'unknown', silence: 'silence', source_back: 'missed' };

/** A color of its own for every track, always the same one; those of like names are far apart. */
const hueOf = (refId) => {
  const sum = [...refId].reduce((seed, letter) => (seed * 31 + letter.codePointAt(0)) >>> 0, 7);
  return Math.round((sum % 9973) * 137.508) % 360;
};

/** Times that are whole in the reader's own zone, as far apart as the width has room for. */
function ticks(from, to, width) {
  const step = steps.find((length) => ((to - from) / length) * leastBetween <= width) ?? steps.at(-1);
  const zone = new Date(from).getTimezoneOffset() * 60e3;
  const times = [];
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) {
    times.push(at);
  }
  const isDay = step >= 1440 * 60e3;
  return times.map((at) => [at, isDay
    ? new Date(at).toLocaleDateString([], { month: 'short', day: 'numeric' })
    : new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })]);
}

/** What is in a lane, for those who cannot see it. */
function summary(name, items) {
  const of = (event) => items.filter((item) => item.event === event).length;
  return `${name}: ${count(of('play'), 'play')}, ${count(of('unknown'), 'unknown part')}, ` +
    `${count(of('source_back'), 'part')} missed`;
}

function block(item, { from, to, width, say }) {
  const start = new Date(item.at).getTime();
  const stop = start + 1000 * (item.query_stop_s - item.query_start_s);
  const [left, right] = [Math.max(from, start), Math.min(to, stop)];
  if (right <= left) {
    return null;
  }
  const kind = kinds[item.event] ?? 'play now';
  const element = h('span', { class: `block ${kind}`, onclick: () => say(item), onpointerenter: () => say(item) });
  element.style.left = `${(100 * (left - from)) / (to - from)}%`;
  element.style.width = `${(100 * (right - left)) / (to - from)}%`;
  const across = (width * (right - left)) / (to - from);
  if (kind.startsWith('play')) {
    element.style.setProperty('--hue', hueOf(item.ref_id));
    element.classList.toggle('apart', across >= leastGap);
    element.append(across >= leastName ? h('span', {}, nameOf(item)) : '');
  }
  return element;
}

/** Draws the lanes into a box; `say` is told what is under the finger. */
export function drawLanes(box, { names, items, from, to, say }) {
  const width = box.clientWidth || 320;
  const axis = h('div', { class: 'axis', 'aria-hidden': 'true' }, ticks(from, to, width)
    .map(([at, text]) => [text, (at - from) / (to - from)])
    .filter(([, share]) => Math.min(share, 1 - share) * width > leastBetween / 2)
    .map(([text, share]) => {
      const tick = h('span', {}, text);
      tick.style.left = `${100 * share}%`;
      return tick;
    }));
  const lanes = names.map((name) => {
    const own = items.filter((item) => item.source === name);
    return h('div', { class: 'lane' },
      h('div', { class: 'lane-name small', 'aria-hidden': 'true' }, name),
      h('div', { class: 'strip', role: 'img', 'aria-label': summary(name, own) },
        own.map((item) => block(item, { from, to, width, say }))));
  });
  box.replaceChildren(...lanes, axis);
}
