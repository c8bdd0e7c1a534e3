// Puts the page together: which view is shown, and files that are dropped on it.
import { call } from './api.js';
import { byId, toast } from './dom.js';
import { setUpHistory, showHistory } from './history.js';
import { setUpLibrary, showLibrary } from './library.js';
import { nameFile, setUp } from './listen.js';
import { setUpTimeline, showTimeline, hideTimeline } from './timeline.js';
import { listMixes, setUpTracklists, tracklistOf } from './tracklist.js';

const views = {
  listen: () => {},
  timeline: () => { showTimeline(); listMixes(); },
  history: showHistory,
  library: showLibrary,
};

function showView() {
  const wanted = location.hash.slice(1);
  const name = wanted in views ? wanted : 'listen';
  for (const view of Object.keys(views)) {
    byId(`view-${view}`).hidden = view !== name;
  }
  for (const link of document.querySelectorAll('[data-view]')) {
    if (link.dataset.view === name) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  document.title = name === 'listen' ? 'Earmark' : `${name[0].toUpperCase()}${name.slice(1)} — Earmark`;
  if (name !== 'timeline') {
    hideTimeline();
  }
  views[name]();
}

function takeDrops() {
  let depth = 0;
  const hasFile = (event) => event.dataTransfer?.types.includes('Files');
  const cover = (change) => {
    depth = Math.max(0, depth + change);
    byId('drop').hidden = depth === 0;
  };
  addEventListener('dragenter', (event) => hasFile(event) && cover(1));
  addEventListener('dragleave', (event) => hasFile(event) && cover(-1));
  addEventListener('dragover', (event) => hasFile(event) && event.preventDefault());
  addEventListener('drop', (event) => {
    if (hasFile(event)) {
      event.preventDefault();
      cover(-depth);
      const [file] = event.dataTransfer.files;
      const isMix = location.hash === '#timeline';
      location.hash = isMix ? '#timeline' : '#listen';
      if (file) {
        (isMix ? tracklistOf : nameFile)(file);
      }
    }
  });
}

try {
  const about = await call('GET', '/v1/about');
  await setUp(about);
  setUpHistory();
  setUpLibrary(about);
  setUpTimeline();
  setUpTracklists(about);
  takeDrops();
  addEventListener('hashchange', showView);
  showView();
  document.documentElement.dataset.ready = 'true';
} catch (problem) {
  toast(problem.message);
}
