// What was found, or that nothing was.
import { address, call } from './api.js';
import { cover } from './cover.js';
import { h, toast } from './dom.js';
import { byOf, brief, changes, clock, confidence, expected, nameOf, seconds } from './format.js';
import { why } from './why.js';

/** A bar of the track, with the part that was heard; moves along with the music where that goes on. */
function position(match, duration, began) {
  const part = h('div', { class: 'part' });
  const now = h('div', { class: 'now' });
  const at = h('span', { class: 'at' });
  const box = h('div', { class: 'position' },
    h('div', { class: 'track' }, part, now),
    h('div', { class: 'times' }, at, h('span', {}, clock(duration))));
  const share = (time) => `${100 * Math.max(0, Math.min(1, time / duration))}%`;
  part.style.left = share(match.ref_start_s);
  part.style.width = share(match.ref_stop_s - match.ref_start_s);
  const place = () => (began === null
    ? match.ref_start_s
    : match.offset_s + match.time_factor * ((performance.now() - began) / 1000));
  let wasShown = false;
  const move = () => {
    const time = Math.min(duration, place());
    now.style.left = share(time);
    at.textContent = `${clock(time)} of ${clock(duration)}`;
    wasShown ||= box.isConnected;
    if (began !== null && box.isConnected === wasShown && time < duration) {
      setTimeout(() => requestAnimationFrame(move), 100);
    }
  };
  requestAnimationFrame(move);
  return { box, place };
}

/** Plays the track from where the music is now. */
function player(match, place) {
  const audio = h('audio', { controls: true, preload: 'none', hidden: true });
  const button = h('button', {
    class: 'quiet', type: 'button', onclick: () => {
      audio.hidden = false;
      audio.src = address('/v1/track/audio', { ref_id: match.ref_id });
      audio.currentTime = Math.max(0, place());
      audio.play().catch(() => {});
    },
  }, 'Play from here');
  audio.addEventListener('error', async () => {
    const problem = await fetch(audio.src).then((response) => response.json()).catch(() => null);
    toast(problem?.detail ?? 'The file cannot be played.');
    audio.hidden = true;
  });
  return { audio, button };
}

function wrongButton(answer) {
  const text = () => (answer.is_wrong ? 'Marked as wrong — undo' : 'Wrong match');
  const button = h('button', {
    class: 'quiet', type: 'button', 'aria-pressed': String(answer.is_wrong), onclick: async () => {
      try {
        const { is_wrong: isWrong } = await call('PATCH', `/v1/answers/${answer.id}`,
          { json: { is_wrong: !answer.is_wrong } });
        answer.is_wrong = isWrong;
        button.textContent = text();
        button.setAttribute('aria-pressed', String(isWrong));
      } catch (problem) {
        toast(problem.message);
      }
    },
  }, text());
  return button;
}

function replay(sound) {
  return sound ? h('figure', { class: 'replay' },
    h('audio', { controls: true, src: URL.createObjectURL(sound) }),
    h('figcaption', { class: 'hint small' }, 'What was heard. It has not been kept anywhere else.')) : null;
}

/** The track that was found. `began` is when the first sample was heard, by performance.now(); null for a file. */
async function foundCard(answer, match, { began, again }) {
  const track = await call('GET', address('/v1/track', { ref_id: match.ref_id })).catch(() => null);
  const duration = track?.duration_s ?? match.ref_stop_s;
  const { box, place } = position(match, duration, began);
  const { audio, button } = player(match, place);
  const matched = match.query_stop_s - match.query_start_s;
  const facts = [
    answer.source === 'microphone'
      ? `named after ${seconds(answer.duration_s)} of listening`
      : `${seconds(answer.duration_s)} heard, named in ${brief(answer.seconds.total)}`,
    matched < 0.8 * answer.duration_s ? `${seconds(matched)} of it matched` : null,
    changes(match),
  ].filter(Boolean);
  const isSure = match.confidence >= 0.98;
  const also = answer.matches.slice(1);
  return h('article', { class: 'card' },
    h('div', { class: 'found' },
      cover(match, 'cover', Boolean(track?.path)),
      h('div', { class: 'said' },
        h('h2', { tabindex: '-1' }, nameOf(match)),
        byOf(match) ? h('p', { class: 'by' }, byOf(match)) : null,
        h('p', { class: `sure${isSure ? '' : ' fair'}` }, confidence(match.confidence)),
        h('p', { class: 'facts' }, facts.join(' · ')),
        also.length > 0 ? h('p', { class: 'facts' },
          `${answer.decision === 'ambiguous' ? 'Fits equally' : 'Also'}: ${also.map(nameOf).join(', ')}`) : null,
        box,
        h('div', { class: 'row' },
          h('button', { class: 'primary', type: 'button', onclick: again }, 'Listen again'),
          track?.path ? button : null,
          answer.id ? wrongButton(answer) : null),
        audio)),
    answer.id ? why(answer) : null);
}

function guess(answer) {
  const best = answer.evidence?.best_guess;
  return best ? h('details', { class: 'why' },
    h('summary', {}, 'Show the best guess anyway'),
    h('p', { class: 'facts' },
      `${nameOf(best)}${best.artist ? ` by ${best.artist}` : ''}: score ${best.score.toFixed(1)}. `,
      `Chance reaches that ${best.e_value < 0.1 ? 'in some' : 'in many'} clips of music that is not in the library ` +
      `(expected ${expected(best.e_value)} times a clip), so it is no answer.`),
    answer.id ? why(answer) : null) : null;
}

function nothingCard(answer, { sound, level, tracks, again }) {
  const heard = level === 'silence' ? 'It was silent: is the microphone covered or muted?'
    : level === 'quiet' ? 'It was very quiet: go nearer to the music.'
    : level === 'clipping' ? 'It was too loud, and distorted: go further away.'
    : 'The level was good.';
  return h('article', { class: 'card' },
    h('div', { class: 'said' },
      h('h2', { tabindex: '-1' }, 'Not in this library'),
      h('p', {}, `${seconds(answer.duration_s)} were heard. ${level ? heard : ''}`),
      h('p', { class: 'facts' },
        `Earmark names what its library holds, ${tracks.toLocaleString('en')} tracks, and nothing else; ` +
        'covers and live versions are other recordings.'),
      answer.warnings.length > 0 ? h('p', { class: 'facts' }, answer.warnings.join(' ')) : null,
      replay(sound),
      h('div', { class: 'row' }, h('button', { class: 'primary', type: 'button', onclick: again }, 'Try again')),
      guess(answer)));
}

/** Something kept an answer from being given. */
export function faultCard(message, { sound, again }) {
  return h('article', { class: 'card' }, h('div', { class: 'said' },
    h('h2', { tabindex: '-1' }, 'That did not work'),
    h('p', { role: 'alert' }, message),
    replay(sound),
    h('div', { class: 'row' }, h('button', { class: 'primary', type: 'button', onclick: again }, 'Try again'))));
}

/** The card for an answer. */
export function resultCard(answer, context) {
  return answer.matches.length > 0
    ? foundCard(answer, answer.matches[0], context)
    : nothingCard(answer, context);
}
