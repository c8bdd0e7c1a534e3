// The pictures of an answer: those of `earmark explain`, from the same data, in the same order. `evidence` is what the
// server sends of an answer, with how many seconds the clip lasts.
import { color } from './dom.js';
import { clock, nameOf } from './format.js';
import { heat } from './heat.js';
import { axis, Plot, rows } from './plot.js';

/** So many of the best tracks are drawn beside each other. */
export const SHOWN_RIVALS = 8;

const clipLength = ({ seconds }) => Math.max(0.5, seconds);
const clipTime = (evidence) => axis('time in the clip, s', 0, clipLength(evidence));
const kilohertz = (top) => axis('frequency, kHz', 0, top / 1000);
const matched = (peaks, isMatched) =>
  peaks.filter((peak) => peak[2] === isMatched).map(([time, hertz]) => [time, hertz / 1000]);

/** The highest frequency that any picture of an answer needs. */
const highest = ({ contrast, peaks, track_peaks: trackPeaks }) => (contrast
  ? contrast.lowest_hz + contrast.bins * contrast.bin_hz
  : Math.max(1, ...peaks.map((peak) => peak[1]), ...trackPeaks.map((peak) => peak[1])));

/** What was heard: how it stands out, where that was kept, and its strongest peaks; those of the track are lit. */
export function drawHeard(canvas, evidence) {
  const { contrast, peaks } = evidence;
  const plot = new Plot(canvas, clipTime(evidence), kilohertz(highest(evidence)));
  if (!contrast) {
    plot.dots('soft', matched(peaks, 0), 2.2, 'ring');
    plot.dots('for', matched(peaks, 1), 2.6);
    return;
  }
  const [low, high] = [contrast.lowest_hz, highest(evidence)].map((hertz) => plot.y(hertz / 1000));
  const wide = plot.x(contrast.frames * contrast.frame_s) - plot.left;
  plot.context.drawImage(heat(contrast), plot.left, high, wide, low - high);
  plot.dots('#fff', matched(peaks, 0), 2.6, 'ring', 0.6);
  plot.dots('#fff', matched(peaks, 1), 2.8);
}

/** Peaks by time and frequency: of clip and track alike (discs), of the track alone (crosses), of the clip alone. */
export function drawPeaks(canvas, evidence) {
  const plot = new Plot(canvas, clipTime(evidence), kilohertz(highest(evidence)));
  plot.dots('soft', matched(evidence.peaks, 0), 2.2, 'ring', 0.55);
  plot.dots('against', matched(evidence.track_peaks, 0), 2.4, 'cross');
  plot.dots('for', matched(evidence.track_peaks, 1), 2.8);
}

/** Landmarks in common, clip time by track time: a right answer is a diagonal. */
export function drawPlaces(canvas, evidence) {
  const { match, hits, track_duration_s: duration } = evidence;
  const clip = clipLength(evidence);
  const reach = Math.max(2, clip);
  const low = Math.max(0, match.ref_start_s - reach);
  const high = Math.min(duration, match.ref_stop_s + reach);
  const plot = new Plot(canvas, clipTime(evidence), axis('time in the track, min:s', low, high, clock));
  const { context } = plot;
  Object.assign(context, { strokeStyle: color('for'), globalAlpha: 0.25, lineWidth: 6 });
  plot.line([[0, match.offset_s], [clip, match.offset_s + match.time_factor * clip]]);
  const inside = hits.filter(([, track]) => track >= low && track <= high);
  plot.dots('soft', inside.filter((hit) => hit[2] === 0), 1.5, 'disc', 0.5);
  plot.dots('for', inside.filter((hit) => hit[2] === 1), 2.1);
}

/** Where in the track each landmark would have the clip begin: a right answer is one spike. */
export function drawOffsets(canvas, { histogram, track_duration_s: duration }) {
  const { start_s: start, bin_s: wide, counts } = histogram;
  const most = Math.max(1, ...counts);
  const plot = new Plot(canvas, axis('where in the track the clip would begin, min:s', start, duration, clock),
    axis('landmarks', 0, most));
  counts.forEach((count, bin) => {
    if (count > 0) {
      plot.bar(count === most ? 'for' : 'edge', [start + bin * wide, 0], [start + (bin + 1) * wide, count], [0.3, 0]);
    }
  });
}

/** Second by second: how many of the track's peaks are peaks of the clip too. */
export function drawCoverage(canvas, evidence) {
  const { coverage } = evidence;
  const plot = new Plot(canvas, clipTime(evidence), axis('peaks', 0, Math.max(1, ...coverage.map((one) => one[1]))));
  coverage.forEach(([found, present], second) => {
    plot.bar('line', [second, 0], [second + 1, present], [2, 0]);
    plot.bar('for', [second, 0], [second + 1, found], [2, 0]);
  });
}

/** Second by second: how much the track's cells speak for it; downwards, against it. */
export function drawEvidence(canvas, evidence, { by_second: seconds, start_s: start }) {
  const end = Math.min(start + seconds.length, clipLength(evidence));
  const plot = new Plot(canvas, axis('time in the clip, s', start, Math.max(start + 0.5, end)),
    axis('evidence, nats', Math.min(0, ...seconds), Math.max(1, ...seconds)));
  seconds.forEach((nats, second) =>
    plot.bar(nats < 0 ? 'against' : 'for', [start + second, 0], [start + second + 1, nats], [2, 0]));
}

/** From the score to what is left of it, which decides. */
export function drawMargin(canvas, score, needed) {
  const parts = marginParts(score, needed);
  const ends = parts.flatMap(({ from, to }) => [from, to]);
  barChart(canvas, 'nats', parts, Math.min(0, ...ends), Math.max(1.1 * needed, ...ends), needed);
}

/** What adds to a score, what is taken off it, and what is left. */
export function marginParts(score, needed) {
  let at = 0;
  const cells = score.by_second.reduce((sum, nats) => sum + nats, 0);
  const steps = [
    ['cells, all seconds', cells], ['peaks that meet', score.peaks], ['many changes tried', -score.penalty],
    ['chance', -score.chance], ['being alike', -score.alike],
  ].filter(([, nats]) => nats !== 0).map(([name, nats]) => {
    at += nats;
    return { name, from: at - nats, to: at, ink: nats < 0 ? 'against' : 'for' };
  });
  return [...steps, { name: 'what is left', from: 0, to: score.margin, ink: score.margin >= needed ? 'for' : 'edge' }];
}

/** Changes of speed and pitch that were tried, by score: a clip that plays unchanged stands out in the middle. */
export function drawTried(canvas, { tried }) {
  const change = ([time, pitch]) => 100 * ((Math.abs(time - 1) >= Math.abs(pitch - 1) ? time : pitch) - 1);
  const reach = Math.max(1, ...tried.map((one) => Math.abs(change(one))));
  const most = Math.max(1, ...tried.map((one) => one[2]));
  const plot = new Plot(canvas, axis('change, %', -reach, reach), axis('score, nats', 0, most));
  for (const one of tried) {
    const isBest = one[2] === most;
    plot.bar(isBest ? 'for' : 'edge', [change(one), 0], [change(one), one[2]]);
    plot.dots(isBest ? 'for' : 'edge', [[change(one), one[2]]], isBest ? 4 : 2.4);
  }
}

/** What is left of the score of the best tracks. */
export function drawRivals(canvas, { match, runners_up: others, reasons }) {
  const names = new Map([match, ...others].map((track) => [track.ref_id, nameOf(track)]));
  const needed = reasons.needed_margin;
  const parts = reasons.scores.slice(0, SHOWN_RIVALS).map((score) => ({
    name: names.get(score.ref_id) ?? score.ref_id, from: 0, to: score.margin,
    ink: score.margin >= needed ? 'for' : 'edge',
  }));
  const ends = parts.map(({ to }) => to);
  barChart(canvas, 'left above chance and likeness, nats', parts, Math.min(0, ...ends),
    Math.max(1.1 * needed, ...ends), needed);
}

function barChart(canvas, label, parts, low, high, needed) {
  const plot = new Plot(canvas, axis(label, low, high + 0.14 * (high - low)), rows(parts.map(({ name }) => name)));
  plot.bars(parts, needed);
}
