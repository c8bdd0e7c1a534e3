// Numbers and names as people read them.

/** A position: 3:07, or 1:02:03. Cut off, not rounded, as in a player. */
export function clock(seconds) {
  const whole = Math.floor(Math.round(Math.max(0, seconds) * 100) / 100);
  const two = (number) => String(number).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes >= 60
    ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** What a track is called. */
export const nameOf = (track) => track.title || track.ref_id;

/** Artist and album, as far as they are known. */
export const byOf = (track) => [track.artist, track.album].filter(Boolean).join(' — ');

/** A confidence in words and as a number, as the command line says it. */
export function confidence(value) {
  const percent = value >= 0.999 ? '> 99.9 %' : `${(100 * value).toFixed(1)} %`;
  const word = value >= 0.999 ? 'certain' : value >= 0.98 ? 'very likely' : value >= 0.9 ? 'likely' : 'perhaps';
  return `${word} (${percent})`;
}

/** How a clip was changed, in words; null if it was not. */
export function changes(match) {
  const percent = (factor) => `${Math.abs((factor - 1) * 100).toFixed(1)} %`;
  const { time_factor: time, frequency_factor: pitch } = match;
  const isFast = Math.abs(time - 1) >= 0.004;
  const isHigh = Math.abs(pitch - 1) >= 0.004;
  if (isFast && isHigh && Math.abs(time - pitch) < 0.004) {
    return `plays ${percent(time)} too ${time > 1 ? 'fast' : 'slow'}`;
  }
  const parts = [];
  if (isFast) {
    parts.push(`tempo ${percent(time)} too ${time > 1 ? 'fast' : 'slow'}`);
  }
  if (isHigh) {
    const semitones = Math.abs(12 * Math.log2(pitch)).toFixed(1);
    parts.push(`pitch ${semitones} semitones too ${pitch > 1 ? 'high' : 'low'}`);
  }
  return parts.length > 0 ? parts.join(', ') : null;
}

/** An amount of audio: 45 s, 12.5 min, 19.3 h. */
export function amount(seconds) {
  return seconds < 100 ? `${Math.round(seconds)} s`
    : seconds < 6000 ? `${(seconds / 60).toFixed(1)} min`
    : `${(seconds / 3600).toFixed(1)} h`;
}

export function bytes(count) {
  return count < 1e6 ? `${Math.round(count / 1e3)} kB`
    : count < 1e9 ? `${(count / 1e6).toFixed(1)} MB`
    : `${(count / 1e9).toFixed(2)} GB`;
}

export const seconds = (value) => `${value.toFixed(1)}\u00a0s`;

/** How often chance does as well in one clip: 0.095, 5.4e-6. */
export const expected = (value) => (value < 0.001 ? value.toExponential(1) : value.toPrecision(2));

export const count = (number, thing) => `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;

/** A short time: 47 ms, or 1.4 s. */
export const brief = (value) => (value < 1 ? `${Math.round(1000 * value)}\u00a0ms` : seconds(value));

/** When something was, as one would say it. */
export function when(text) {
  const date = new Date(text);
  const ago = (Date.now() - date.getTime()) / 60000;
  return ago < 1 ? 'just now'
    : ago < 60 ? `${Math.floor(ago)} min ago`
    : date.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}
