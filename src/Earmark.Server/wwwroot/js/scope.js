// The live spectrogram, with the peaks that the server keeps drawn on it.
import { sharp } from './dom.js';

const LOWEST = 94;
const HIGHEST = 3906;

/** Seconds that fit before the picture begins to move. */
const SPAN = 8;

const ROWS = 96;

/** Columns of the picture per second. */
const RATE = 50;

const COLUMNS = (SPAN + 1) * RATE;

/** As the fingerprint spaces frequencies. */
const scale = (hertz) => Math.log2(1 + hertz / 500);

/** Where a frequency lies, 0 at the bottom, 1 at the top. */
const height = (hertz) => (scale(hertz) - scale(LOWEST)) / (scale(HIGHEST) - scale(LOWEST));

/** The inverse of height. */
const hertzAt = (share) => 500 * (2 ** (scale(LOWEST) + share * (scale(HIGHEST) - scale(LOWEST))) - 1);

/** The levels of one moment, from the top down. */
function paintColumn(pixels, levels, perBin) {
  for (let row = 0; row < ROWS; row++) {
    const bin = Math.min(levels.length - 1, Math.round(hertzAt((ROWS - row - 0.5) / ROWS) / perBin));
    const level = Math.max(0, levels[bin] / 255 - 0.15);
    pixels.data.set([122, 152, 196, 255 * Math.min(0.8, 1.6 * level ** 1.5)], 4 * row);
  }
}

/** What was heard is painted once, into a picture that goes round, and only that is drawn anew for each frame. */
export class Scope {
  constructor(canvas) {
    this.canvas = canvas;
    this.picture = new OffscreenCanvas(COLUMNS, ROWS);
    this.brush = this.picture.getContext('2d');
    this.column = new ImageData(1, ROWS);
    this.levels = null;
    this.peaks = [];
    this.now = 0;
  }

  /** Takes what sounds now. */
  hear(analyser, time) {
    this.levels ??= new Uint8Array(analyser.frequencyBinCount);
    analyser.getByteFrequencyData(this.levels);
    paintColumn(this.column, this.levels, analyser.context.sampleRate / 2 / this.levels.length);
    for (let at = Math.floor(this.now * RATE); at < Math.floor(time * RATE); at++) {
      this.brush.putImageData(this.column, at % COLUMNS, 0);
    }
    this.now = time;
  }

  /** Takes peaks: seconds, hertz, rank. They glow when they come. */
  keep(peaks) {
    const born = performance.now();
    this.peaks.push(...peaks.map(([time, hertz, rank]) => ({ time, hertz, rank, born })));
  }

  draw() {
    const { context, width, height: tall } = sharp(this.canvas);
    const left = Math.max(0, this.now - SPAN);
    const x = (time) => ((time - left) / SPAN) * width;
    const last = Math.floor(this.now * RATE);
    for (let at = Math.floor(left * RATE); at < last;) {
      const count = Math.min(last - at, COLUMNS - at % COLUMNS);
      const [from, to] = [x(at / RATE), x((at + count) / RATE)];
      context.drawImage(this.picture, at % COLUMNS, 0, count, ROWS, from, 0, to - from, tall);
      at += count;
    }
    const now = performance.now();
    for (const peak of this.peaks) {
      if (peak.time >= left) {
        const age = Math.min(1, (now - peak.born) / 700);
        context.beginPath();
        context.fillStyle = `rgb(255 ${Math.round(235 - 60 * age)} ${Math.round(220 - 90 * age)})`;
        context.arc(x(peak.time), tall * (1 - height(peak.hertz)), 1.3 + 3 * (1 - age) + (peak.rank < 8 ? 0.8 : 0),
          0, 2 * Math.PI);
        context.fill();
      }
    }
  }
}
