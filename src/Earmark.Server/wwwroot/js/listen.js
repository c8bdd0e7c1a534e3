// The page that listens: idle, hearing, answered.
import { address, call, openSocket } from './api.js';
import { byId, h } from './dom.js';
import { nameOf, seconds } from './format.js';
import { devices, explain, obstacle, open, toWav } from './microphone.js';
import { faultCard, resultCard } from './result.js';
import { Scope } from './scope.js';

const LEVEL_WORDS = {
  silence: 'Silence — is the microphone muted?',
  quiet: 'Too quiet — go nearer',
  ok: 'Good level',
  clipping: 'Clipping — go further away',
};

const DEVICE = 'earmark-device';

/** What is less likely than that is not worth a name: another one will be there in a moment. */
const WORTH_A_NAME = 0.1;

const NOBODY = 'Nothing stands out yet';

/** How long what was found glows before the card comes, in milliseconds. */
const GLOW = 650;

/** Samples that may wait to be sent before something must be wrong, in bytes. */
const BUFFER_MAX = 4 << 20;

let about = null;
let current = null;

function show(state) {
  for (const id of ['idle', 'hearing', 'result']) {
    byId(id).hidden = id !== state;
  }
}

function trouble(text) {
  byId('trouble').textContent = text ?? '';
  byId('trouble').hidden = !text;
}

async function listDevices() {
  const select = byId('device');
  const found = await devices().catch(() => []);
  const wanted = localStorage.getItem(DEVICE) ?? '';
  select.replaceChildren(h('option', { value: '' }, 'Default'), ...found.map((device) =>
    h('option', { value: device.deviceId, selected: device.deviceId === wanted }, device.label)));
}

async function showCard(card) {
  byId('result').replaceChildren(await card);
  show('result');
  byId('result').querySelector('h2')?.focus({ preventScroll: true });
}

/** How loud a piece is, as the server words it. */
function levelOf(piece) {
  let sum = 0;
  let clipped = 0;
  for (const sample of piece) {
    sum += sample * sample;
    clipped += Math.abs(sample) >= 0.99 ? 1 : 0;
  }
  const db = 10 * Math.log10(sum / piece.length + 1e-12);
  const word = db < -65 ? 'silence' : clipped > 0.002 * piece.length ? 'clipping' : db < -48 ? 'quiet' : 'ok';
  return { db, word };
}

/** One listening, from the press of the button to the card. */
class Listening {
  constructor() {
    this.pieces = [];
    this.heard = 0;
    this.began = null;
    this.words = {};
    this.isOver = false;
    this.scope = new Scope(byId('spectrogram'));
    this.waiting = [];
  }

  async start() {
    trouble(null);
    byId('start').disabled = true;
    try {
      this.microphone = await open(byId('device').value, (piece) => this.#hear(piece));
    } catch (fault) {
      trouble(explain(fault));
      return false;
    } finally {
      byId('start').disabled = false;
    }
    listDevices();
    this.microphone.lost.then(() => this.#fail('The microphone has gone. Plug it in again, then try again.'));
    this.#reset();
    show('hearing');
    byId('stop').focus({ preventScroll: true });
    this.#connect();
    this.#draw();
    return true;
  }

  stop() {
    byId('hearing-title').textContent = 'Thinking…';
    this.isStopped = true;
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify({ type: 'stop' }));
    } else {
      this.#fail('The server did not answer.');
    }
  }

  #reset() {
    byId('hearing-title').textContent = 'Listening…';
    this.#showCandidate(NOBODY, 0);
    byId('level').textContent = '…';
  }

  #connect() {
    this.socket = openSocket();
    this.socket.onopen = () => {
      this.socket.send(JSON.stringify({ type: 'start', pcm: `f32le:${this.microphone.sampleRate}:1` }));
      this.waiting.forEach((piece) => this.socket.send(piece));
      this.waiting = [];
    };
    this.socket.onmessage = (event) => this.#take(JSON.parse(event.data));
    this.socket.onclose = () => this.#fail('The server has gone in the middle of it. Is it still running?');
  }

  #hear(piece) {
    if (this.isOver || this.isStopped) {
      return;
    }
    // The piece has just ended: it began as long ago as it lasts.
    if (this.began === null) {
      this.began = performance.now() - (1000 * piece.length) / this.microphone.sampleRate;
      performance.mark('first sample', { startTime: this.began });
    }
    this.pieces.push(piece);
    this.heard += piece.length / this.microphone.sampleRate;
    const { db, word } = levelOf(piece);
    this.words[word] = (this.words[word] ?? 0) + 1;
    const meter = byId('meter');
    meter.dataset.level = word;
    meter.setAttribute('aria-valuenow', Math.round(Math.max(-70, db)));
    byId('meter-fill').style.transform = `scaleX(${Math.max(0, Math.min(1, (db + 70) / 70))})`;
    if (byId('level').textContent !== LEVEL_WORDS[word] && this.pieces.length % 6 === 0) {
      byId('level').textContent = LEVEL_WORDS[word];
    }
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(piece);
    } else {
      this.waiting.push(piece);
    }
    if (this.socket.bufferedAmount > BUFFER_MAX) {
      this.#fail('The connection is too slow for sound. Choose a file instead.');
    }
  }

  #take(event) {
    if (event.peaks) {
      this.scope.keep(event.peaks);
    }
    if (event.type === 'progress') {
      const [best] = event.candidates;
      this.#showCandidate(
        best?.confidence >= WORTH_A_NAME ? `Perhaps ${nameOf(best)}` : NOBODY, best?.confidence ?? 0);
    } else if (event.type === 'answer') {
      performance.mark('answer');
      this.#finish(event.answer);
    } else if (event.type === 'problem') {
      this.#fail(event.problem.detail);
    }
  }

  #draw() {
    if (this.isOver) {
      return;
    }
    const time = this.began === null ? 0 : (performance.now() - this.began) / 1000;
    if (!this.isStopped) {
      this.scope.hear(this.microphone.analyser, time);
      byId('elapsed').textContent = seconds(time);
    }
    this.scope.draw();
    requestAnimationFrame(() => this.#draw());
  }

  /** Ends it; false if it was over. */
  #end() {
    if (this.isOver) {
      return false;
    }
    this.isOver = true;
    this.microphone.stop();
    this.socket.onclose = null;
    this.socket.close();
    current = null;
    return true;
  }

  #sound() {
    return this.pieces.length > 0 ? toWav(this.pieces, this.microphone.sampleRate) : null;
  }

  #finish(answer) {
    const level = Object.entries(this.words).sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'silence';
    const context = { began: this.began, sound: this.#sound(), level, tracks: about.tracks, again: listen };
    if (!this.#end()) {
      return;
    }
    const card = Promise.resolve(resultCard(answer, context));
    const [best] = answer.matches;
    if (best) {
      byId('hearing-title').textContent = 'Found it';
      this.#showCandidate(nameOf(best), best.confidence);
      const until = performance.now() + GLOW;
      const glow = () => {
        this.scope.draw();
        if (performance.now() < until) {
          requestAnimationFrame(glow);
        }
      };
      glow();
    }
    setTimeout(() => showCard(card), best ? GLOW : 0);
  }

  #showCandidate(name, share) {
    byId('candidate-name').textContent = name;
    byId('candidate-share').textContent = share >= WORTH_A_NAME ? `${Math.round(100 * share)} %` : '';
    byId('candidate-fill').style.transform = `scaleX(${share})`;
  }

  #fail(message) {
    const sound = this.#sound();
    if (this.#end()) {
      showCard(faultCard(message, { sound, again: listen }));
    }
  }
}

async function listen() {
  if (current) {
    return;
  }
  current = new Listening();
  if (!await current.start()) {
    current = null;
    show('idle');
  }
}

/** Names a file. */
export async function nameFile(file) {
  if (current) {
    return;
  }
  const again = () => { show('idle'); byId('start').focus(); };
  byId('result').replaceChildren(h('article', { class: 'card' },
    h('div', { class: 'said' }, h('h2', { role: 'status' }, 'Reading…'), h('p', { class: 'facts' }, file.name),
      h('progress', { 'aria-label': 'Reading' }))));
  show('result');
  try {
    if (file.size > about.max_upload_mb * 2 ** 20) {
      throw new Error(`${file.name} is larger than ${about.max_upload_mb} MB, which is all that this server takes.`);
    }
    const answer = await call('POST', address('/v1/identify', { name: file.name, evidence: 'true' }), { body: file });
    await showCard(resultCard(answer, { began: null, sound: file, level: null, tracks: about.tracks, again }));
  } catch (problem) {
    await showCard(faultCard(problem.message, { sound: null, again }));
  }
}

/** Gets the page ready. */
export async function setUp(server) {
  about = server;
  const fault = obstacle();
  trouble(fault);
  byId('start').disabled = Boolean(fault);
  if (fault) {
    byId('invitation').textContent = 'Choose a file, and it is named.';
  } else if (about.tracks === 0) {
    byId('invitation').replaceChildren(
      'The library is empty: nothing can be named yet. ', h('a', { href: '#library' }, 'Add music'), ' first.');
  }
  byId('start').addEventListener('click', listen);
  byId('stop').addEventListener('click', () => current?.stop());
  byId('device').addEventListener('change', (event) => localStorage.setItem(DEVICE, event.target.value));
  byId('file').addEventListener('change', (event) => {
    const [file] = event.target.files;
    event.target.value = '';
    if (file) {
      nameFile(file);
    }
  });
  navigator.mediaDevices?.addEventListener?.('devicechange', listDevices);
  byId('privacy').textContent = 'While it listens, sound goes to this server and nowhere else; the server keeps the ' +
    `answer, not the sound. It names what its library holds: ${about.tracks.toLocaleString('en')} tracks.`;
  await listDevices();
}
