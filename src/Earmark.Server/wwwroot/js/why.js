// Why an answer was given: a fold with the pictures of `earmark explain`, each with what there is to see in it.
import { call } from './api.js';
import { h, keepDrawn } from './dom.js';
import { expected, nameOf } from './format.js';
import {
  drawCoverage, drawEvidence, drawHeard, drawMargin, drawOffsets, drawPeaks, drawPlaces, drawRivals, drawTried,
  marginParts, SHOWN_RIVALS,
} from './pictures.js';

const ROW_HEIGHT = 26;
const BESIDE_ROWS = 58;

/** A canvas with its caption. `said` is for those who do not see it; `rowCount` is of charts that have rows. */
function figure(kind, title, said, caption, draw, rowCount = 0) {
  const canvas = h('canvas', { role: 'img', 'aria-label': said });
  if (rowCount > 0) {
    canvas.style.height = `${rowCount * ROW_HEIGHT + BESIDE_ROWS}px`;
  }
  keepDrawn(canvas, draw);
  return h('figure', { class: kind }, h('h3', {}, title), canvas, h('figcaption', {}, caption));
}

function heard(evidence) {
  const met = evidence.peaks.filter((peak) => peak[2] === 1).length;
  const said = `${met} of ${evidence.peaks.length} strongest peaks of the clip are peaks of the track too`;
  return figure('wide', 'What was heard', said,
    (evidence.contrast
      ? 'The sound as the search sees it: yellow is what stands out of its surroundings, loudness does not count. ' +
        `Rings are the ${evidence.peaks.length} strongest peaks; filled ones (${met}) are peaks of the track too.`
      : `The ${evidence.peaks.length} strongest peaks of the clip; filled ones (${met}) are peaks of the track too. ` +
        'What lay between them is kept of the newest answers only, until the server stops, and never on a disk.'),
    (canvas) => drawHeard(canvas, evidence));
}

function peaks(evidence) {
  const met = evidence.track_peaks.filter((peak) => peak[2] === 1).length;
  const all = evidence.track_peaks.length;
  return all === 0 ? null : figure('wide', 'Peaks of the track and of the clip',
    `${met} of the track's ${all} peaks are peaks of the clip too`,
    `${met} of the track's ${all} peaks here are peaks of the clip too (discs). Crosses are of the track alone: ` +
    'buried in noise, or not there. Rings are of the clip alone.',
    (canvas) => drawPeaks(canvas, evidence));
}

function places(evidence) {
  const aligned = evidence.hits.filter((hit) => hit[2] === 1).length;
  return figure('wide', 'Where clip and track agree',
    `${aligned} of ${evidence.hit_count} landmarks lie on one diagonal`,
    `Landmarks that clip and track share: ${aligned} of ${evidence.hit_count} lie on the diagonal, ` +
    'which is where they must if this is the recording.',
    (canvas) => drawPlaces(canvas, evidence));
}

function votes(evidence) {
  return figure('low', 'Where each would have the clip begin', 'Votes for each place in the track, with one spike',
    'The same landmarks, counted by the place that they speak for. A clip of the track makes a spike.',
    (canvas) => drawOffsets(canvas, evidence));
}

function coverage(evidence) {
  const [found, present] = [0, 1].map((part) => evidence.coverage.reduce((sum, second) => sum + second[part], 0));
  return figure('low', 'Peaks heard, second by second', `${found} of ${present} peaks were heard`,
    `The track has ${present} peaks here; ${found} of them were heard.`,
    (canvas) => drawCoverage(canvas, evidence));
}

/** What the score is made of, what else was tried, and who else; nothing of answers older than such pictures. */
function reasons(evidence) {
  const { match, reasons: kept } = evidence;
  const score = kept?.scores.find((other) => other.ref_id === match.ref_id);
  if (!score) {
    return [];
  }
  const against = score.by_second.filter((nats) => nats < 0).length;
  const needed = kept.needed_margin;
  const isEnough = score.margin >= needed;
  const above = kept.scores.filter((other) => other.margin >= needed).length;
  return [
    figure('low', 'Evidence, second by second',
      `${against} of ${score.by_second.length} seconds speak against the track`,
      'In nats: 1 nat is 2.7 times, 10 nats 22,000 times as often met in right tracks as in wrong ones. ' +
      (against === 0 ? 'Every second speaks for the track.' : `Seconds below zero speak against it: ${against}.`),
      (canvas) => drawEvidence(canvas, evidence, score)),
    figure('low', 'Faster, slower, higher, lower', `${kept.tried.length} changes of speed and pitch by score`,
      `${kept.tried.length} changes of speed and pitch were tried: the best score under each. ` +
      'Among them a clip of some seconds that plays unchanged stands out around 0 %.',
      (canvas) => drawTried(canvas, kept)),
    figure('wide', 'Is it enough?',
      `${score.margin.toFixed(1)} nats are left of the score, ${needed.toFixed(1)} are needed`,
      `Evidence adds up (blue); what chance (${score.chance.toFixed(1)}) and likeness (${score.alike.toFixed(1)}) ` +
      `explain is taken off (orange). ${score.margin.toFixed(1)} nats are left, which is ` +
      `${isEnough ? 'enough' : 'not enough'} for a name: the dashed line is at ${needed.toFixed(1)}.`,
      (canvas) => drawMargin(canvas, score, needed), marginParts(score, needed).length),
    figure('wide', 'Who else was considered', `${above} of the best tracks have enough left for a name`,
      'What is left of the score of the best tracks. ' +
      (above === 0 ? 'None reaches the dashed line.'
        : above === 1 ? 'One reaches the dashed line; the others are what chance finds in any clip.'
        : `${above} reach the dashed line: copies of one recording, or recordings that share a part.`),
      (canvas) => drawRivals(canvas, evidence), Math.min(SHOWN_RIVALS, kept.scores.length)),
  ];
}

function scores(evidence) {
  const rows = [evidence.match, ...evidence.runners_up].map((match) => h('tr', {},
    h('td', {}, nameOf(match)), h('td', {}, match.score.toFixed(1)), h('td', {}, expected(match.e_value))));
  return h('div', { class: 'wide' },
    h('table', {}, h('thead', {}, h('tr', {},
      h('th', { scope: 'col' }, 'Track'), h('th', { scope: 'col' }, 'Score, nats'),
      h('th', { scope: 'col' }, 'By chance, per clip'))), h('tbody', {}, rows)),
    evidence.runners_up.length === 0 ? h('p', {}, 'Nothing else in the library came near.') : null);
}

const plots = (evidence) => h('div', { class: 'plots' },
  heard(evidence), peaks(evidence), places(evidence), votes(evidence), coverage(evidence), ...reasons(evidence),
  scores(evidence));

/** A fold that shows the evidence when it is opened. */
export function why(answer) {
  const box = h('details', { class: 'why' }, h('summary', {}, 'Why?'));
  box.addEventListener('toggle', async () => {
    if (!box.open || box.children.length > 1) {
      return;
    }
    const waiting = h('p', { class: 'hint' }, 'Looking…');
    box.append(waiting);
    try {
      const evidence = await call('GET', `/v1/answers/${answer.id}/evidence`);
      waiting.replaceWith(plots({ ...evidence, seconds: answer.duration_s }));
    } catch (problem) {
      waiting.textContent = problem.message;
    }
  });
  return box;
}
