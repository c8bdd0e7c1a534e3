// A plot on a canvas: two axes with their units, and what lies between them. Sizes are CSS pixels.
import { color, sharp } from './dom.js';

const FONT = '11px system-ui, sans-serif';
const TOP = 10;
const RIGHT = 12;
const BOTTOM = 36;
const ROW_LABEL_SHARE = 0.36;

/** Round values from low to high, about `count` of them. Source: P. Heckbert, "Nice numbers for graph labels", 1990. */
function ticksBetween(low, high, count) {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find((nice) => raw / power < nice * 1.5 || nice === 10);
  const ticks = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + 1e-9 * step; index++) {
    ticks.push(index * step);
  }
  return ticks;
}

/** A number in as few digits as it needs. */
export const digits = (value) => String(Math.round(value * 1e6) / 1e6 + 0).replace('-', '−');

/** An axis from one value to another; `write` says how a value is written. */
export const axis = (label, low, high, write = digits) =>
  ({ label, low, high: high > low ? high : low + 1, write });

/** An axis of names, the first at the top: row i lies from i to i + 1. */
export const rows = (names) => ({ label: '', low: 0, high: names.length, names });

export class Plot {
  constructor(canvas, x, y) {
    Object.assign(this, sharp(canvas), { xAxis: x, yAxis: y });
    const { context } = this;
    context.font = FONT;
    this.yTicks = y.names ? [] : ticksBetween(y.low, y.high, Math.max(2, (this.height - TOP - BOTTOM) / 34));
    const texts = y.names ?? this.yTicks.map(y.write);
    const widest = Math.max(...texts.map((text) => context.measureText(text).width));
    this.left = Math.round(Math.min(widest, y.names ? ROW_LABEL_SHARE * this.width : widest) + (y.label ? 28 : 12));
    this.right = this.width - RIGHT;
    this.top = TOP + (y.names ? 8 : 0);
    this.bottom = this.height - BOTTOM;
    this.axes();
  }

  /** Where a value lies; what is beyond an axis lies at its end. */
  x(value) {
    return this.left + share(this.xAxis, value) * (this.right - this.left);
  }

  y(value) {
    const part = share(this.yAxis, value);
    return this.yAxis.names
      ? this.top + part * (this.bottom - this.top)
      : this.bottom - part * (this.bottom - this.top);
  }

  axes() {
    const { context, xAxis, yAxis } = this;
    context.lineWidth = 1;
    context.strokeStyle = color('line');
    for (const tick of this.yTicks) {
      this.line([[xAxis.low, tick], [xAxis.high, tick]]);
      this.write(yAxis.write(tick), this.left - 6, this.y(tick) + 4, 'right');
    }
    yAxis.names?.forEach((name, row) =>
      this.write(this.cut(name, this.left - 10), this.left - 6, this.y(row + 0.5) + 4, 'right'));
    for (const tick of ticksBetween(xAxis.low, xAxis.high, Math.max(2, (this.right - this.left) / 80))) {
      context.fillStyle = color('edge');
      context.fillRect(this.x(tick), this.bottom, 1, 4);
      this.write(xAxis.write(tick), this.x(tick), this.bottom + 16, 'center');
    }
    this.write(xAxis.label, (this.left + this.right) / 2, this.height - 4, 'center');
    if (yAxis.label) {
      context.save();
      context.translate(10, (this.top + this.bottom) / 2);
      context.rotate(-Math.PI / 2);
      this.write(yAxis.label, 0, 0, 'center');
      context.restore();
    }
  }

  /** Words at a place in pixels. */
  write(text, left, base, align = 'left', ink = 'soft') {
    const { context } = this;
    context.fillStyle = color(ink);
    context.textAlign = align;
    context.fillText(text, left, base);
  }

  /** As much of a text as fits. */
  cut(text, width) {
    let kept = text;
    while (kept.length > 1 && this.context.measureText(kept).width > width) {
      kept = `${kept.slice(0, kept.endsWith('…') ? -2 : -1).trimEnd()}…`;
    }
    return kept;
  }

  line(places) {
    const { context } = this;
    context.beginPath();
    places.forEach(([x, y]) => context.lineTo(this.x(x), this.y(y)));
    context.stroke();
  }

  /** A rectangle between two places, `inset` pixels smaller on each side where it is large enough. */
  bar(ink, [x1, y1], [x2, y2], inset = [0, 0]) {
    const { context } = this;
    const [left, right] = [this.x(x1), this.x(x2)].sort((a, b) => a - b);
    const [above, below] = [this.y(y1), this.y(y2)].sort((a, b) => a - b);
    const [off, lower] = [Math.min(inset[0], (right - left) / 3), Math.min(inset[1], (below - above) / 3)];
    context.fillStyle = color(ink);
    context.fillRect(left + off, above + lower, Math.max(1, right - left - 2 * off),
      Math.max(1, below - above - 2 * lower));
  }

  /** Dots at places: disc, ring or cross. */
  dots(ink, places, radius, shape = 'disc', opacity = 1) {
    const { context } = this;
    Object.assign(context, {
      fillStyle: color(ink) || ink, strokeStyle: color(ink) || ink, lineWidth: 1.3, globalAlpha: opacity,
    });
    for (const [x, y] of places) {
      const [left, top] = [this.x(x), this.y(y)];
      context.beginPath();
      if (shape === 'cross') {
        context.moveTo(left - radius, top - radius);
        context.lineTo(left + radius, top + radius);
        context.moveTo(left - radius, top + radius);
        context.lineTo(left + radius, top - radius);
      } else {
        context.arc(left, top, radius, 0, 2 * Math.PI);
      }
      if (shape === 'disc') {
        context.fill();
      } else {
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  /** Bars from one value to another, a row each, with what they are long; and a line that they are held against. */
  bars(parts, needed) {
    const { context } = this;
    parts.forEach(({ from, to, ink }, row) => {
      this.bar(ink, [from, row], [to, row + 1], [0, 4]);
      this.write(digits(Math.round((to - from) * 10) / 10), this.x(Math.max(from, to)) + 5, this.y(row + 0.5) + 4,
        'left', 'ink');
    });
    context.strokeStyle = color('ink');
    context.setLineDash([4, 3]);
    this.line([[needed, 0], [needed, parts.length]]);
    context.setLineDash([]);
    this.write(`needed: ${digits(Math.round(needed * 10) / 10)}`, this.x(needed), this.top - 5, 'center');
  }
}

const share = ({ low, high }, value) => Math.max(0, Math.min(1, (value - low) / (high - low)));
