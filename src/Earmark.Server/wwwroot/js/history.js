// Past answers.
import { address, call } from './api.js';
import { cover } from './cover.js';
import { ask, byId, h, toast } from './dom.js';
import { byOf, clock, nameOf, seconds, when } from './format.js';
import { resultCard } from './result.js';

let next = null;

function row(answer) {
  const [match] = answer.matches;
  const title = match ? nameOf(match) : 'Not in this library';
  const sub = match
    ? [byOf(match), `at ${clock(match.ref_start_s)}`].filter(Boolean).join(' · ')
    : `${answer.query}, ${seconds(answer.duration_s)}`;
  const open = h('button', {
    class: 'icon fold', type: 'button', 'aria-expanded': 'false', 'aria-label': `Show ${title}`,
  }, '›');
  const item = h('li', {},
    match ? cover(match, 'thumb', true) : h('div', { class: 'thumb none', 'aria-hidden': 'true' }, '?'),
    h('div', { class: 'grow' }, h('div', { class: 'name' }, title), h('div', { class: 'sub' }, sub)),
    answer.is_wrong ? h('span', { class: 'tag' }, 'wrong') : null,
    h('div', { class: 'side' }, when(answer.at), h('br'), answer.source),
    open);
  open.addEventListener('click', async () => {
    const shown = item.nextElementSibling;
    const isOpen = open.getAttribute('aria-expanded') === 'true';
    open.setAttribute('aria-expanded', String(!isOpen));
    if (isOpen) {
      shown.remove();
    } else {
      const again = () => { location.hash = '#listen'; };
      const card = await resultCard(answer, { began: null, sound: null, level: null, tracks: 0, again });
      item.after(h('li', {}, h('div', { class: 'grow' }, card)));
    }
  });
  return item;
}

async function load(isMore) {
  try {
    const page = await call('GET', address('/v1/history', { before: isMore ? next : null }));
    const rows = page.items.map(row);
    const list = byId('history-list');
    if (isMore) {
      list.append(...rows);
    } else {
      list.replaceChildren(...(rows.length > 0 ? rows
        : [h('li', { class: 'empty' }, 'Nothing has been asked yet. What is named will be listed here.')]));
    }
    next = page.next;
    byId('history-more').hidden = next === null;
  } catch (problem) {
    toast(problem.message);
  }
}

export const showHistory = () => load(false);

export function setUpHistory() {
  byId('history-more').addEventListener('click', () => load(true));
  byId('history-clear').addEventListener('click', async () => {
    if (await ask('Forget all answers?', 'The history is emptied; the library stays as it is.', 'Forget all')) {
      await call('DELETE', '/v1/history').catch((problem) => toast(problem.message));
      load(false);
    }
  });
}
