// Runs beside the page: hands on what the microphone hears, as one channel, in pieces.
const PIECE = 2048;

class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.piece = new Float32Array(PIECE);
    this.length = 0;
  }

  process(inputs) {
    const channels = inputs[0];
    if (channels.length === 0) {
      return true;
    }
    for (let at = 0; at < channels[0].length; at++) {
      let sum = 0;
      for (const channel of channels) {
        sum += channel[at];
      }
      this.piece[this.length++] = sum / channels.length;
      if (this.length === PIECE) {
        const done = this.piece;
        this.piece = new Float32Array(PIECE);
        this.length = 0;
        this.port.postMessage(done, [done.buffer]);
      }
    }
    return true;
  }
}

registerProcessor('recorder', Recorder);
