// Levels as colors, from dark blue over gray to yellow: even in lightness, and told apart by the color-blind.
// Source: cividis of J. R. Nuñez, C. R. Anderton and R. S. Renslow, PLoS ONE 13(7), 2018.

const STOPS = [
  0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173, 0x8a8678, 0xa59c74, 0xc3b369, 0xe1cc55, 0xfee838,
];

/** Nats above the local mean that have the first and the last color. */
const LOW = -1;
const HIGH = 7;

/** Red, green and blue of a share from 0 to 1. */
function shade(share) {
  const place = Math.max(0, Math.min(1, share)) * (STOPS.length - 1);
  const first = Math.min(Math.floor(place), STOPS.length - 2);
  return [16, 8, 0].map((shift) => {
    const [from, to] = [STOPS[first], STOPS[first + 1]].map((stop) => (stop >> shift) & 0xff);
    return Math.round(from + (place - first) * (to - from));
  });
}

/** A picture of what was heard, a pixel a cell, the highest frequency on top. */
export function heat(contrast) {
  const { frames, bins, lowest_nats: lowest, nats_per_level: perLevel } = contrast;
  const levels = Uint8Array.from(atob(contrast.levels), (letter) => letter.charCodeAt(0));
  const shades = Array.from({ length: 256 }, (_, level) => shade((lowest + perLevel * level - LOW) / (HIGH - LOW)));
  const picture = new OffscreenCanvas(frames, bins);
  const pixels = new ImageData(frames, bins);
  levels.forEach((level, index) => {
    const at = (bins - 1 - (index % bins)) * frames + Math.floor(index / bins);
    pixels.data.set([...shades[level], 255], 4 * at);
  });
  picture.getContext('2d').putImageData(pixels, 0, 0);
  return picture;
}
