// The microphone: whether there may be one, which, and what it hears.

/** Why no microphone can be had on this page, with the remedy; null if one can. */
export function obstacle() {
  if (!window.isSecureContext) {
    return 'Browsers lend their microphone only to pages that come by https, or from this very machine. ' +
      `Open the page as http://localhost:${location.port || 80} on the machine that serves it, ` +
      'or start the server with --certificate. You can still choose a file.';
  }
  if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) {
    return 'This browser lends no microphone to pages. A current Firefox, Chrome, Edge or Safari does. ' +
      'You can still choose a file.';
  }
  return null;
}

/** What to say of a microphone that was refused. */
export function explain(fault) {
  switch (fault.name) {
    case 'NotAllowedError':
      return 'The microphone was not allowed. Allow it for this page (the icon beside the address), then press again.';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'No microphone was found. Plug one in or choose another, then press again; or choose a file.';
    case 'NotReadableError':
      return 'The microphone is there, but cannot be read: another program may be holding it. Close that, ' +
        'then press again.';
    default:
      return `The microphone did not work (${fault.name}: ${fault.message}).`;
  }
}

/** Names of the microphones, as far as the browser tells them: it does so once one was allowed. */
export async function devices() {
  const all = await navigator.mediaDevices?.enumerateDevices?.() ?? [];
  return all.filter((device) => device.kind === 'audioinput' && device.deviceId && device.label);
}

/** Opens the microphone. `onpiece` gets mono samples; `stop` ends it. */
export async function open(deviceId, onpiece) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      // Made for voices, each of these takes away music: with them on, what arrives hardly resembles what plays.
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
    },
  });
  const context = new AudioContext();
  try {
    await context.audioWorklet.addModule('/js/recorder.js');
    const source = context.createMediaStreamSource(stream);
    const recorder = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0 });
    const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0, minDecibels: -100 });
    recorder.port.onmessage = (event) => onpiece(event.data);
    source.connect(recorder);
    source.connect(analyser);
    await context.resume();
    return {
      sampleRate: context.sampleRate,
      analyser,
      lost: new Promise((resolve) => stream.getAudioTracks()[0].addEventListener('ended', resolve)),
      stop() {
        recorder.port.onmessage = null;
        stream.getTracks().forEach((track) => track.stop());
        context.close();
      },
    };
  } catch (fault) {
    stream.getTracks().forEach((track) => track.stop());
    context.close();
    throw fault;
  }
}

/** Mono samples as a WAV file of 16 bits, to be heard again. */
export function toWav(pieces, sampleRate) {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const view = new DataView(new ArrayBuffer(44 + 2 * length));
  const text = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + 2 * length, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 2 * sampleRate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, 2 * length, true);
  let at = 44;
  for (const piece of pieces) {
    for (const sample of piece) {
      view.setInt16(at, Math.max(-1, Math.min(1, sample)) * 32767, true);
      at += 2;
    }
  }
  return new Blob([view.buffer], { type: 'audio/wav' });
}
