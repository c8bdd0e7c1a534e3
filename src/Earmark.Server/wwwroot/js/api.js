// Everything that goes to the server and comes back.
import { byId } from './dom.js';

/** What the server said was wrong, in its own sentence. */
export class Problem extends Error {
  constructor(status, document) {
    super(document?.detail ?? `The server answered ${status} and did not say why.`);
    this.status = status;
    this.type = document?.type ?? '';
  }
}

/** Sends a request; returns what came back as JSON, or null for nothing. Asks for a key where one is wanted. */
export async function call(method, path, { json, body, headers = {}, signal } = {}) {
  const options = { method, headers: { ...headers }, signal };
  if (json !== undefined) {
    options.body = JSON.stringify(json);
    options.headers['Content-Type'] = 'application/json';
  } else if (body !== undefined) {
    options.body = body;
  }

  let response;
  try {
    response = await fetch(path, options);
  } catch (fault) {
    if (fault.name === 'AbortError') {
      throw fault;
    }
    throw new Problem(0, { detail: 'The server cannot be reached. Is it still running?' });
  }

  if (response.status === 401 && path !== '/v1/session') {
    await signIn();
    return call(method, path, { json, body, headers, signal });
  }
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => null));
  }
  return response.status === 204 ? null : response.json();
}

/** An address with parameters; those that are null or empty are left out. */
export function address(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

let signingIn = null;

/** Asks for a key until the server takes one; those who ask meanwhile wait for the same. */
function signIn() {
  signingIn ??= new Promise((resolve) => {
    const dialog = byId('signin');
    const form = byId('signin-form');
    byId('signin-fault').textContent = '';
    form.onsubmit = async (event) => {
      event.preventDefault();
      try {
        await call('POST', '/v1/session', { json: { key: byId('key').value } });
        byId('key').value = '';
        dialog.close();
        signingIn = null;
        resolve();
      } catch (problem) {
        byId('signin-fault').textContent = problem.message;
      }
    };
    dialog.oncancel = (event) => event.preventDefault();
    dialog.showModal();
  });
  return signingIn;
}

/** The socket that samples are sent through. */
export function openSocket() {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/v1/listen`);
  socket.binaryType = 'arraybuffer';
  return socket;
}
