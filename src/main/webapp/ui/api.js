// The HTTP API, found relative to this module so that any context root works. Every refusal becomes
// an ApiProblem that carries the server's own words; every answer's RateLimit fields are published.

const BASE = new URL('../api/', import.meta.url);
const UNREACHABLE = 'The server cannot be reached. Check the connection and try again.';

const limitListeners = new Set();
const sessionListeners = new Set();

/** An answer other than success; status is 0 when there was no answer at all. */
export class ApiProblem extends Error {
  constructor(status, document, retryAfter) {
    super(document.detail ?? document.title ?? `The server answered ${status}.`);
    this.status = status;
    this.document = document;
    /** Seconds until the same call may pass, or null when waiting does not help. */
    this.retryAfter = retryAfter;
  }
}

/** Calls back with [{policy, remaining, seconds}] after every answer that states limits. */
export function onLimits(listener, signal) {
  limitListeners.add(listener);
  signal.addEventListener('abort', () => limitListeners.delete(listener));
}

/** Calls back when a call finds that the session has ended. */
export function onSessionEnd(listener) {
  sessionListeners.add(listener);
}

export const get = (path, signal) => call('GET', path, undefined, signal);
export const post = (path, body, signal) => call('POST', path, body, signal);
export const put = (path, body) => call('PUT', path, body);
export const patch = (path, body) => call('PATCH', path, body);
export const remove = (path) => call('DELETE', path);

/** Returns the absolute address of an API path, for links and event streams. */
export const address = (path) => new URL(path, BASE).href;

/** Returns a path with the query's non-empty members encoded. */
export function withQuery(path, query) {
  const members = Object.entries(query).filter(([, value]) => value !== '' && value != null);
  return members.length === 0 ? path : `${path}?${new URLSearchParams(members)}`;
}

/**
 * Uploads one file as a raw body, the path that streams. onProgress gets bytes sent and the total.
 * The key makes a second try return the first one's answer and charge it once.
 */
export function upload(file, { key, onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address(withQuery('files', { filename: file.name })));
    request.setRequestHeader('Content-Type', mediaType(file.name));
    request.setRequestHeader('Idempotency-Key', key);
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded, file.size));
    request.addEventListener('load', () => {
      publishLimits((name) => request.getResponseHeader(name));
      const body = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) {
        resolve(body);
      } else {
        reject(problem(request.status, body, request.getResponseHeader('Retry-After')));
      }
    });
    request.addEventListener('error', () => reject(unreachable()));
    request.addEventListener('abort', () => reject(new DOMException('Cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    if (signal.aborted) {
      reject(new DOMException('Cancelled', 'AbortError'));
      return;
    }
    request.send(file);
  });
}

/** Returns a random identifier; unlike randomUUID this exists without HTTPS too. */
export function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function call(method, path, body, signal) {
  const options = { method, signal, credentials: 'same-origin', headers: { Accept: 'application/json' } };
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  let answer;
  let text;
  try {
    answer = await fetch(address(path), options);
    text = await answer.text();
  } catch (error) {
    throw error.name === 'AbortError' ? error : unreachable();
  }
  publishLimits((name) => answer.headers.get(name));
  if (!answer.ok) {
    throw problem(answer.status, parse(text), answer.headers.get('Retry-After'), path);
  }
  return parse(text);
}

function problem(status, document, retryAfter, path) {
  if (status === 401 && path !== 'session') {
    sessionListeners.forEach((listener) => listener());
  }
  const seconds = Number.parseInt(retryAfter, 10);
  return new ApiProblem(status, document ?? {}, Number.isNaN(seconds) ? null : seconds);
}

const unreachable = () => new ApiProblem(0, { detail: UNREACHABLE }, null);

function parse(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function mediaType(name) {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return { csv: 'text/csv', json: 'application/json' }[extension] ?? 'application/octet-stream';
}

// RateLimit: "backtest";r=4;t=60, "default-60";r=59;t=60
function publishLimits(header) {
  const field = header('RateLimit');
  if (!field) {
    return;
  }
  const states = [...field.matchAll(/"([^"]+)"((?:;[a-z]+=[^;,]+)*)/g)].map(([, policy, text]) => {
    const members = Object.fromEntries(text.split(';').slice(1).map((pair) => pair.split('=')));
    return { policy, remaining: Number(members.r), seconds: Number(members.t) };
  });
  limitListeners.forEach((listener) => listener(states));
}
