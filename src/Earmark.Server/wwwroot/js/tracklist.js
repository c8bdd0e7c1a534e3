// Long recordings: sent, followed while they are heard, and shown as a tracklist.
import { address, call } from './api.js';
import { byId, h, toast } from './dom.js';
import { amount, byOf, clock, count, nameOf } from './format.js';

let about = null;
const followed = new Set();

const forms = [['cue', 'CUE sheet'], ['labels', 'Labels'], ['csv', 'CSV'], ['text', 'Text']];

function row(item) {
  const name = item.event === 'play' ? nameOf(item) : { unknown: 'unknown', silence: 'silence' }[item.event];
  return h('tr', { class: item.event },
    h('td', { class: 'time' }, clock(item.query_start_s)),
    h('td', { class: 'what' }, h('div', { class: 'name' }, name),
      item.event === 'play' && byOf(item) ? h('div', { class: 'sub' }, byOf(item)) : null),
    h('td', { class: 'time' }, clock(item.query_stop_s - item.query_start_s)));
}

const fileName = (path) => path.split(/[/\\]/).at(-1);

/** A job as a card that follows it until it is over. */
function follow(job) {
  if (followed.has(job.id)) {
    return;
  }
  followed.add(job.id);
  const bar = h('progress', { 'aria-label': 'Progress' });
  const text = h('p', { class: 'hint', role: 'status' });
  const body = h('tbody');
  const table = h('table', { class: 'tracklist', hidden: true },
    h('caption', { class: 'unseen' }, `Tracklist of ${fileName(job.paths[0])}`),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'At'), h('th', { scope: 'col' }, 'Track'),
      h('th', { scope: 'col' }, 'For'))),
    body);
  const cancel = h('button', {
    class: 'quiet', type: 'button', onclick: () => call('DELETE', `/v1/jobs/${job.id}`).catch(() => {}),
  }, 'Stop');
  const saves = h('div', { class: 'row', hidden: true }, forms.map(([format, name]) =>
    h('a', { class: 'quiet', href: `/v1/jobs/${job.id}/result?format=${format}`, download: true }, name)));
  byId('mixes').prepend(h('article', { class: 'card job mix', 'data-job': job.id },
    h('h2', {}, fileName(job.paths[0])), bar, text, table, saves, cancel));

  const events = new EventSource(`/v1/jobs/${job.id}/events`);
  let listed = -1;
  let wanted = 0;
  async function list() {
    const result = await call('GET', `/v1/jobs/${job.id}/result`);
    body.replaceChildren(...result.items.map(row));
    table.hidden = result.items.length === 0;
    for (const warning of result.warnings) {
      if (!text.textContent.includes(warning)) {
        text.textContent += ` ${warning}`;
      }
    }
  }
  events.onmessage = (event) => {
    const now = JSON.parse(event.data);
    const isOver = !['waiting', 'running'].includes(now.status);
    if (now.progress === null) {
      bar.removeAttribute('value');
    } else {
      bar.value = now.progress;
    }
    const heard = `${amount(now.duration_s)} heard, ${count(now.found, 'play')}`;
    text.textContent = {
      waiting: 'Waiting for its turn.', running: `Listening: ${heard}`, done: `Done: ${heard}.`,
      cancelled: `Stopped: ${heard}.`, failed: now.reason,
    }[now.status] + (now.status === 'running' && now.progress ? `, ${Math.round(100 * now.progress)}\u00a0%` : '');
    if (isOver) {
      events.close();
      cancel.remove();
      bar.remove();
      saves.hidden = now.status === 'failed';
    }
    wanted = isOver ? wanted + 1 : now.found;
    if (wanted !== listed && now.status !== 'failed') {
      listed = wanted;
      list().catch((problem) => toast(problem.message));
    }
  };
  events.onerror = () => {
    text.textContent = 'The server no longer tells how far it is.';
  };
}

async function begin(ask) {
  try {
    follow(await ask());
  } catch (problem) {
    toast(problem.message);
  }
}

/** Sends a recording. */
export async function tracklistOf(file) {
  byId('recording').open = true;
  if (file.size > about.max_upload_mb << 20) {
    toast(`${file.name} is larger than the ${about.max_upload_mb} MB that this server takes.`);
    return;
  }
  const line = h('article', { class: 'card job' }, h('h2', {}, file.name), h('progress', { 'aria-label': 'Sending' }),
    h('p', { class: 'hint', role: 'status' }, 'Sending…'));
  byId('mixes').prepend(line);
  await begin(() => call('POST', address('/v1/tracklists', { name: file.name }), { body: file }));
  line.remove();
}

/** Shows those that are at work, or were done since the page was opened. */
export async function listMixes() {
  try {
    const { items, roots } = await call('GET', '/v1/jobs');
    byId('mix-path-form').hidden = roots.length === 0;
    byId('mix-roots').replaceChildren(...roots.map((root) => h('option', { value: root })));
    byId('mix-path').placeholder = roots[0] ?? '';
    items.filter((job) => job.kind === 'tracklist').slice(0, 5).reverse().forEach(follow);
  } catch (problem) {
    toast(problem.message);
  }
}

export function setUpTracklists(server) {
  about = server;
  byId('mix-limit').textContent = `Up to ${about.max_upload_mb} MB; or drop one here.`;
  byId('mix').addEventListener('change', (event) => {
    const [file] = event.target.files;
    event.target.value = '';
    if (file) {
      tracklistOf(file);
    }
  });
  byId('mix-path-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const path = byId('mix-path').value.trim();
    byId('mix-path').value = '';
    begin(() => call('POST', '/v1/jobs', { json: { kind: 'tracklist', paths: [path] } }));
  });
}
