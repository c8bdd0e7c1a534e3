// The live spectrogram, with the peaks that the server keeps drawn on it.
import { sharp } from './dom.js';

const LOWEST = 94;
const HIGHEST = 3906;

/** Seconds that fit before the picture begins to move. */
const SPAN = 8;

const ROWS = 96;

/** As the fingerprint spaces frequencies. */
const scale = (hertz) => Math.log2(1 + hertz / 500);

/** Where a frequency lies, 0 at the bottom, 1 at the top. */
const height = (hertz) => (scale(hertz) - scale(LOWEST)) / (scale(HIGHEST) - scale(LOWEST));

/** The inverse of height. */
const hertzAt = (share) => 500 * (2 ** (scale(LOWEST) + share * (scale(HIGHEST) - scale(LOWEST))) - 1);

export class Scope {
  constructor(canvas) {
    this.canvas = canvas;
    this.columns = [];
    this.peaks = [];
    this.now = 0;
  }

  /** Takes what sounds now. */
  hear(analyser, time) {
    const levels = new Uint8Array(analyser.frequencyBinCount);
    analyser.getByteFrequencyData(levels);
    const perBin = analyser.context.sampleRate / 2 / levels.length;
    this.columns.push({ time, levels: levels.slice(0, Math.ceil(HIGHEST / perBin) + 1), perBin });
    this.now = time;
    while (this.columns.length > 0 && this.columns[0].time < time - SPAN - 1) {
      this.columns.shift();
    }
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
    context.clearRect(0, 0, width, tall);
    this.columns.forEach((column, index) => {
      const from = Math.round(x(this.columns[index - 1]?.time ?? column.time - 0.02));
      this.#drawColumn(context, column, from, Math.max(1, Math.round(x(column.time)) - from), tall);
    });
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

  #drawColumn(context, { levels, perBin }, from, wide, tall) {
    const edge = (row) => Math.round(tall * (1 - row / ROWS));
    for (let row = 0; row < ROWS; row++) {
      const bin = Math.min(levels.length - 1, Math.round(hertzAt((row + 0.5) / ROWS) / perBin));
      const level = levels[bin] / 255;
      if (level > 0.15) {
        context.fillStyle = `rgb(122 152 196 / ${Math.min(0.8, (level - 0.15) ** 1.5 * 1.6)})`;
        context.fillRect(from, edge(row + 1), wide, edge(row) - edge(row + 1));
      }
    }
  }
}
