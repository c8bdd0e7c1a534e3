// Why an answer was given: what of the track was heard where.
import { call } from './api.js';
import { color, h, keepDrawn, sharp } from './dom.js';
import { clock, expected, nameOf } from './format.js';

const MARGIN = 34;

function axes(context, width, height, left, right, bottom, top) {
  context.fillStyle = color('soft');
  context.font = '11px system-ui, sans-serif';
  context.textAlign = 'left';
  context.fillText(left, MARGIN, height - 5);
  context.textAlign = 'right';
  context.fillText(right, width - 6, height - 5);
  context.fillText(top, MARGIN - 5, 14);
  context.fillText(bottom, MARGIN - 5, height - 20);
}

/** Landmarks in common, clip time by track time: a right answer is a diagonal. */
function drawHits(canvas, evidence) {
  const { context, width, height } = sharp(canvas);
  const clip = Math.max(1, evidence.coverage.length);
  const { match } = evidence;
  const reach = Math.max(2, clip);
  const low = Math.max(0, match.ref_start_s - reach);
  const high = Math.min(evidence.track_duration_s, match.ref_stop_s + reach);
  const x = (time) => MARGIN + (time / clip) * (width - MARGIN - 8);
  const y = (time) => 8 + (1 - (time - low) / (high - low)) * (height - 30);
  context.strokeStyle = color('accent');
  context.globalAlpha = 0.25;
  context.lineWidth = 5;
  context.beginPath();
  context.moveTo(x(0), y(match.offset_s));
  context.lineTo(x(clip), y(match.offset_s + match.time_factor * clip));
  context.stroke();
  for (const isAligned of [0, 1]) {
    context.fillStyle = isAligned ? color('accent') : color('soft');
    context.globalAlpha = isAligned ? 0.9 : 0.3;
    for (const [query, track, aligned] of evidence.hits) {
      if (aligned === isAligned && track >= low && track <= high) {
        context.beginPath();
        context.arc(x(query), y(track), isAligned ? 1.9 : 1.3, 0, 2 * Math.PI);
        context.fill();
      }
    }
  }
  context.globalAlpha = 1;
  axes(context, width, height, '0 s', `${clip} s of the clip`, clock(low), clock(high));
}

/** Peaks by time and frequency: of clip and track alike, of the track alone (crosses), of the clip alone (faint). */
function drawPeaks(canvas, { peaks, track_peaks: trackPeaks, coverage }) {
  const { context, width, height } = sharp(canvas);
  const clip = Math.max(1, coverage.length);
  const top = Math.max(1, ...peaks.map((peak) => peak[1]), ...trackPeaks.map((peak) => peak[1]));
  const x = (time) => MARGIN + (time / clip) * (width - MARGIN - 8);
  const y = (hertz) => 8 + (1 - hertz / top) * (height - 30);
  context.fillStyle = color('soft');
  context.globalAlpha = 0.4;
  for (const [time, hertz] of peaks.filter((peak) => peak[2] === 0)) {
    context.fillRect(x(time) - 1, y(hertz) - 1, 2, 2);
  }
  context.strokeStyle = color('soft');
  context.globalAlpha = 1;
  context.beginPath();
  for (const [time, hertz] of trackPeaks.filter((peak) => peak[2] === 0)) {
    context.moveTo(x(time) - 2.5, y(hertz) - 2.5);
    context.lineTo(x(time) + 2.5, y(hertz) + 2.5);
    context.moveTo(x(time) - 2.5, y(hertz) + 2.5);
    context.lineTo(x(time) + 2.5, y(hertz) - 2.5);
  }
  context.stroke();
  context.fillStyle = color('accent');
  for (const [time, hertz] of trackPeaks.filter((peak) => peak[2] === 1)) {
    context.beginPath();
    context.arc(x(time), y(hertz), 2.2, 0, 2 * Math.PI);
    context.fill();
  }
  axes(context, width, height, '0 s', `${clip} s of the clip`, '0', (top / 1000).toFixed(1));
}

/** Where in the track each landmark would have the clip begin: a right answer is one spike. */
function drawHistogram(canvas, { histogram, track_duration_s: duration }) {
  const { context, width, height } = sharp(canvas);
  const most = Math.max(1, ...histogram.counts);
  const wide = (width - MARGIN - 8) / histogram.counts.length;
  histogram.counts.forEach((count, bin) => {
    const tall = (count / most) * (height - 32);
    context.fillStyle = count === most ? color('accent') : color('soft');
    context.globalAlpha = count === most ? 1 : 0.5;
    context.fillRect(MARGIN + bin * wide, height - 20 - tall, Math.max(1, wide - 0.6), tall);
  });
  context.globalAlpha = 1;
  axes(context, width, height, '0:00', clock(duration), '0', String(most));
}

/** Second by second: how many of the track's peaks were heard. */
function drawCoverage(canvas, { coverage }) {
  const { context, width, height } = sharp(canvas);
  const wide = width / Math.max(1, coverage.length);
  coverage.forEach(([found, present], second) => {
    context.fillStyle = color('line');
    context.fillRect(second * wide + 1, 0, wide - 2, height);
    const share = present > 0 ? found / present : 0;
    context.fillStyle = color('accent');
    context.fillRect(second * wide + 1, height * (1 - share), wide - 2, height * share);
  });
}

/** Second by second: how much the track's cells speak for it; downwards, against it. */
function drawEvidence(canvas, { by_second: seconds }) {
  const { context, width, height } = sharp(canvas);
  const most = Math.max(1, ...seconds);
  const least = Math.min(0, ...seconds);
  const wide = (width - MARGIN - 8) / Math.max(1, seconds.length);
  const y = (nats) => 8 + ((most - nats) / (most - least)) * (height - 30);
  seconds.forEach((nats, second) => {
    context.fillStyle = nats < 0 ? color('soft') : color('accent');
    context.fillRect(MARGIN + second * wide + 1, Math.min(y(0), y(nats)), Math.max(1, wide - 2),
      Math.max(1, Math.abs(y(nats) - y(0))));
  });
  context.fillStyle = color('soft');
  context.fillRect(MARGIN, y(0), width - MARGIN - 8, 1);
  axes(context, width, height, '0 s', `${seconds.length} s of the clip`, least < 0 ? least.toFixed(0) : '0',
    most.toFixed(0));
}

/** Changes of speed and pitch that were tried, by score: a clip that plays unchanged stands out in the middle. */
function drawTried(canvas, { tried }) {
  const { context, width, height } = sharp(canvas);
  const change = ([time, frequency]) => 100 * ((Math.abs(time - 1) >= Math.abs(frequency - 1) ? time : frequency) - 1);
  const reach = Math.max(1, ...tried.map((one) => Math.abs(change(one))));
  const most = Math.max(1, ...tried.map((one) => one[2]));
  const best = tried.findIndex((one) => one[2] === most);
  tried.forEach((one, index) => {
    const x = MARGIN + ((change(one) + reach) / (2 * reach)) * (width - MARGIN - 8);
    const tall = (Math.max(0, one[2]) / most) * (height - 34);
    context.fillStyle = index === best ? color('accent') : color('soft');
    context.globalAlpha = index === best ? 1 : 0.5;
    context.fillRect(x - 1, height - 20 - tall, 2, tall);
    context.beginPath();
    context.arc(x, height - 20 - tall, 2.6, 0, 2 * Math.PI);
    context.fill();
  });
  context.globalAlpha = 1;
  axes(context, width, height, `−${reach.toFixed(0)} %`, `+${reach.toFixed(0)} %`, '0', most.toFixed(0));
}

function figure(kind, label, caption, draw) {
  const canvas = h('canvas', { role: 'img', 'aria-label': label });
  keepDrawn(canvas, draw);
  return h('figure', { class: kind }, canvas, h('figcaption', {}, caption));
}

function scores(evidence) {
  const rows = [evidence.match, ...evidence.runners_up].map((match) => h('tr', {},
    h('td', {}, nameOf(match)), h('td', {}, match.score.toFixed(1)), h('td', {}, expected(match.e_value))));
  return h('div', { class: 'wide' },
    h('table', {}, h('thead', {}, h('tr', {},
      h('th', { scope: 'col' }, 'Track'), h('th', { scope: 'col' }, 'Score'),
      h('th', { scope: 'col' }, 'By chance, per clip'))), h('tbody', {}, rows)),
    evidence.runners_up.length === 0 ? h('p', {}, 'Nothing else in the library came near.') : null);
}

function plots(evidence) {
  const aligned = evidence.hits.filter((hit) => hit[2] === 1).length;
  const found = evidence.coverage.reduce((sum, second) => sum + second[0], 0);
  const present = evidence.coverage.reduce((sum, second) => sum + second[1], 0);
  return h('div', { class: 'plots' },
    figure('wide', `${aligned} of ${evidence.hit_count} landmarks lie on one diagonal`,
      `Landmarks that clip and track share: ${aligned} of ${evidence.hit_count} lie on the diagonal, ` +
      'which is where they must if this is the recording.',
      (canvas) => drawHits(canvas, evidence)),
    figure('low', 'Votes for each place in the track, with one spike',
      'Where each of them would have the clip begin.', (canvas) => drawHistogram(canvas, evidence)),
    figure('low strip', `${found} of ${present} peaks were heard`,
      `The track has ${present} peaks here; ${found} of them were heard, second by second.`,
      (canvas) => drawCoverage(canvas, evidence)),
    ...peaks(evidence),
    ...reasons(evidence),
    scores(evidence));
}

/** The two constellations, one over the other. */
function peaks(evidence) {
  const met = evidence.track_peaks.filter((peak) => peak[2] === 1).length;
  return evidence.track_peaks.length === 0 ? [] : [
    figure('wide', `${met} of the track's ${evidence.track_peaks.length} peaks are peaks of the clip too`,
      `Peaks by time and pitch (kHz): ${met} of the track's ${evidence.track_peaks.length} are peaks of the clip too ` +
      '(dots), the others are crosses; faint points are of the clip alone.',
      (canvas) => drawPeaks(canvas, evidence)),
  ];
}

/** What the score is made of and what else was tried; nothing of answers that are older than such pictures. */
function reasons({ match, reasons: kept }) {
  const score = kept?.scores.find((other) => other.ref_id === match.ref_id);
  if (!score) {
    return [];
  }
  const against = score.by_second.filter((nats) => nats < 0).length;
  return [
    figure('low', `${against} of ${score.by_second.length} seconds speak against the track`,
      'Evidence by second, in nats (1 nat: e times as likely). ' +
      `After what chance (${score.chance.toFixed(1)}) and likeness (${score.alike.toFixed(1)}) explain, ` +
      `${score.margin.toFixed(1)} are left; ${kept.needed_margin.toFixed(1)} are needed for a name.`,
      (canvas) => drawEvidence(canvas, score)),
    figure('low', `${kept.tried.length} changes of speed and pitch by score`,
      `${kept.tried.length} changes of speed and pitch were tried: the best score under each, in nats.`,
      (canvas) => drawTried(canvas, kept)),
  ];
}

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
      waiting.replaceWith(plots(await call('GET', `/v1/answers/${answer.id}/evidence`)));
    } catch (problem) {
      waiting.textContent = problem.message;
    }
  });
  return box;
}
