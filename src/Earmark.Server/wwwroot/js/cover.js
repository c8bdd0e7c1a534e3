// A track's cover; where there is none, a constellation of its own, always the same for the same name.
import { address } from './api.js';
import { color, h, keepDrawn, sharp } from './dom.js';

/** Draws a pattern that belongs to a name. */
function draw(canvas, name) {
  const { context, width, height } = sharp(canvas);
  let seed = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  const next = () => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const points = Array.from({ length: 7 }, (_, i) =>
    [(0.12 + 0.76 * (i / 6)) * width, (0.18 + 0.64 * next()) * height]);
  context.strokeStyle = color('accent');
  context.fillStyle = color('accent');
  context.globalAlpha = 0.35;
  context.lineWidth = Math.max(1, width / 120);
  context.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
  context.globalAlpha = 0.9;
  for (const [x, y] of points) {
    context.beginPath();
    context.arc(x, y, (0.014 + 0.018 * next()) * width, 0, 2 * Math.PI);
    context.fill();
  }
}

/** The picture of a track, in a box of the given class. */
export function cover(track, kind, hasFile) {
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const box = h('div', { class: kind }, canvas);
  keepDrawn(canvas, () => draw(canvas, track.ref_id));
  if (hasFile) {
    const image = h('img', { alt: '', decoding: 'async', loading: kind === 'cover' ? 'eager' : 'lazy' });
    image.addEventListener('load', () => image.classList.add('loaded'));
    image.addEventListener('error', () => image.remove());
    image.src = address('/v1/track/cover', { ref_id: track.ref_id });
    box.append(image);
  }
  return box;
}
