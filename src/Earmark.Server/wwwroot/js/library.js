// What the library holds: looked through, added to, edited, deleted.
import { address, call } from './api.js';
import { cover } from './cover.js';
import { ask, byId, h, iconButton, toast } from './dom.js';
import { amount, byOf, bytes, clock, count, nameOf } from './format.js';

let about = null;
let next = null;
let searching = 0;

async function showFigures() {
  const stats = await call('GET', '/v1/stats');
  const hours = stats.duration_s / 3600;
  const figures = [
    ['Tracks', stats.tracks.toLocaleString('en')],
    ['Audio', amount(stats.duration_s)],
    ['On disk', bytes(stats.bytes_on_disk)],
    ['Per hour', hours > 0 ? bytes(stats.bytes_on_disk / hours) : '–'],
  ];
  byId('figures').replaceChildren(...figures.map(([name, value]) =>
    h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

function edit(track) {
  const dialog = byId('edit');
  const fields = { title: byId('edit-name'), artist: byId('edit-artist'), album: byId('edit-album') };
  for (const [key, field] of Object.entries(fields)) {
    field.value = track[key] ?? '';
  }
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'
      ? Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value]))
      : null), { once: true });
  });
}

function row(track) {
  const parameters = { ref_id: track.ref_id };
  const item = h('li', { 'data-ref-id': track.ref_id },
    cover(track, 'thumb', Boolean(track.path)),
    h('div', { class: 'grow' },
      h('div', { class: 'name' }, nameOf(track)),
      h('div', { class: 'sub' }, byOf(track) || (track.title ? track.ref_id : ''))),
    h('div', { class: 'side' }, clock(track.duration_s)));
  if (about.read_only) {
    return item;
  }
  item.append(
    iconButton('edit', `Edit ${nameOf(track)}`, async () => {
      const tags = await edit(track);
      if (tags) {
        try {
          item.replaceWith(row(await call('PATCH', address('/v1/track', parameters), { json: tags })));
        } catch (problem) {
          toast(problem.message);
        }
      }
    }),
    iconButton('remove', `Delete ${nameOf(track)}`, async () => {
      const text = 'It will no longer be named. Its file stays where it is.';
      if (!await ask(`Delete ${nameOf(track)}?`, text, 'Delete')) {
        return;
      }
      try {
        await call('DELETE', address('/v1/track', parameters));
        item.remove();
        toast(`${nameOf(track)} was deleted.`);
        await showFigures();
      } catch (problem) {
        toast(problem.message);
      }
    }));
  return item;
}

async function load(isMore) {
  const turn = ++searching;
  const search = byId('search').value.trim();
  try {
    const page = await call('GET', address('/v1/tracks', { search, after: isMore ? next : null, limit: 50 }));
    if (turn !== searching) {
      return;
    }
    const rows = page.items.map(row);
    if (isMore) {
      byId('tracks').append(...rows);
    } else {
      const empty = search ? `Nothing is called ${search}.` : 'The library is empty. Add a folder of music above.';
      byId('tracks').replaceChildren(...(rows.length > 0 ? rows : [h('li', { class: 'empty' }, empty)]));
    }
    next = page.next;
    byId('tracks-more').hidden = next === null;
  } catch (problem) {
    toast(problem.message);
  }
}

/** A job as a card that follows it until it is over. */
function follow(job) {
  const bar = h('progress', { max: 1, 'aria-label': 'Progress' });
  const text = h('p', { class: 'hint' });
  const failures = h('ul', { class: 'plain' });
  const fold = h('details', { hidden: true }, h('summary', {}), failures);
  const cancel = h('button', {
    class: 'quiet', type: 'button', onclick: () => call('DELETE', `/v1/jobs/${job.id}`).catch(() => {}),
  }, 'Cancel');
  const card = h('article', { class: 'card job' },
    h('h2', {}, job.paths.join(', ')), bar, text, fold, cancel);
  byId('jobs').prepend(card);
  const events = new EventSource(`/v1/jobs/${job.id}/events`);
  events.onmessage = (event) => {
    const now = JSON.parse(event.data);
    bar.max = Math.max(1, now.files_total);
    bar.value = now.files_done;
    const parts = [['stored', now.stored], ['replaced', now.replaced], ['unchanged', now.skipped],
      ['failed', now.failed]].filter(([, number]) => number > 0).map(([word, number]) => `${number} ${word}`);
    text.textContent = `${{ waiting: 'Waiting', running: 'Storing', done: 'Done', cancelled: 'Cancelled',
      failed: 'Failed' }[now.status]}: ${now.files_done} of ${count(now.files_total, 'file')}` +
      `${parts.length > 0 ? ` (${parts.join(', ')})` : ''}. ${now.reason ?? ''}`;
    fold.hidden = now.failures.length === 0;
    fold.firstChild.textContent = count(now.failed, 'file') + ' could not be stored';
    failures.replaceChildren(...now.failures.map((failure) => h('li', {}, failure.reason)));
    if (!['waiting', 'running'].includes(now.status)) {
      events.close();
      cancel.remove();
      bar.value = bar.max;
      showFigures();
      load(false);
    }
  };
  events.onerror = () => {
    text.textContent = 'The server no longer tells how far it is.';
  };
}

async function addFolder(event) {
  event.preventDefault();
  try {
    follow(await call('POST', '/v1/jobs', { json: { paths: [byId('folder').value.trim()] } }));
    byId('folder').value = '';
  } catch (problem) {
    toast(problem.message);
  }
}

async function upload(files) {
  for (const file of files) {
    const line = h('li', {}, `${file.name}: sending…`);
    byId('uploads').prepend(line);
    try {
      const stored = await call('POST', address('/v1/tracks', { name: file.name }), { body: file });
      line.textContent = `${file.name}: ${stored.status} as ${stored.ref_id}, ${clock(stored.duration_s)}`;
    } catch (problem) {
      line.textContent = `${file.name}: ${problem.message}`;
    }
  }
  await showFigures();
  await load(false);
}

export async function showLibrary() {
  try {
    await showFigures();
    const { items, roots } = await call('GET', '/v1/jobs');
    byId('roots').replaceChildren(...roots.map((root) => h('option', { value: root })));
    byId('folder').placeholder = roots[0] ?? '';
    byId('add-folder').hidden = roots.length === 0;
    byId('roots-hint').textContent = `Below ${roots.join(' or ')}. What has not changed is skipped.`;
    byId('jobs').replaceChildren();
    items.filter((job) => job.kind === 'store' && ['waiting', 'running'].includes(job.status))
      .reverse().forEach(follow);
  } catch (problem) {
    toast(problem.message);
  }
  await load(false);
}

export function setUpLibrary(server) {
  about = server;
  byId('adding').hidden = about.read_only;
  byId('add-folder').addEventListener('submit', addFolder);
  byId('upload').addEventListener('change', (event) => {
    const files = [...event.target.files];
    event.target.value = '';
    upload(files);
  });
  let timer;
  byId('search').addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => load(false), 200);
  });
  byId('tracks-more').addEventListener('click', () => load(true));
}
