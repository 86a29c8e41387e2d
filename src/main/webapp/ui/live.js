// The serving node's event stream: its seconds, failovers, refusals and uploads. One stream serves
// every view of an administrator's page; it rests while the page is hidden, and on its return the
// node's own history fills what was missed.

import { address, get } from './api.js';

const KEPT_SECONDS = 300;
const KEPT_EVENTS = 50;
const SILENCE_MS = 5_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000];

const listeners = new Set();
let stream = null;
let wanted = false;
let failures = 0;
let retry;
let silence;

/**
 * What is known: the node, whether it has a Redis, its seconds (oldest first) and events (newest
 * first), and whether all this is current.
 */
export const live = { node: null, configured: true, connected: false, seconds: [], events: [] };

/** Calls back with the name of whatever has just changed: state, second or event. */
export function onLive(listener, signal) {
  listeners.add(listener);
  signal?.addEventListener('abort', () => listeners.delete(listener));
}

/** Opens the stream and keeps it open until stopLive. */
export function startLive() {
  wanted = true;
  connect();
}

/** Closes the stream and forgets what it told. */
export function stopLive() {
  wanted = false;
  disconnect();
  Object.assign(live, { node: null, configured: true, connected: false, seconds: [], events: [] });
}

document.addEventListener('visibilitychange', () => {
  if (!wanted) {
    return;
  }
  if (document.visibilityState === 'hidden') {
    disconnect();
  } else {
    connect();
  }
});

function connect() {
  disconnect();
  stream = new EventSource(address('admin/events'));
  stream.addEventListener('hello', (event) => {
    const { node, seconds } = JSON.parse(event.data);
    Object.assign(live, { node, seconds });
    failures = 0;
    heard();
    tell('second');
    askForRedis();
  });
  stream.addEventListener('second', (event) => {
    live.seconds = [...live.seconds, JSON.parse(event.data)].slice(-KEPT_SECONDS);
    heard();
    tell('second');
  });
  ['failover', 'refusal', 'upload'].forEach((kind) => stream.addEventListener(kind, (event) => note(kind, JSON.parse(event.data))));
  stream.addEventListener('error', lost);
}

// Local decisions are an outage only where there is a Redis to miss; the stream does not say.
async function askForRedis() {
  try {
    live.configured = (await get('admin/overview')).limiter.configured;
    tell('state');
  } catch {
    live.configured = true;
  }
}

function disconnect() {
  stream?.close();
  stream = null;
  clearTimeout(retry);
  clearTimeout(silence);
}

// Who runs into a limit does so again and again: that is one event, told with its number.
function note(kind, data) {
  const [latest, ...older] = live.events;
  const event = { kind, times: 1, ...data };
  live.events = latest && isRepeat(event, latest) ? [{ ...event, times: latest.times + 1 }, ...older] : [event, ...live.events].slice(0, KEPT_EVENTS);
  heard();
  tell('event');
}

const isRepeat = (event, latest) => event.kind === 'refusal' && latest.kind === 'refusal' && event.key === latest.key && event.shadow === latest.shadow;

// A frozen server keeps its connections open, so silence counts as loss too.
function heard() {
  clearTimeout(silence);
  silence = setTimeout(lost, SILENCE_MS);
  if (!live.connected) {
    live.connected = true;
    tell('state');
  }
}

// The server ends a stream now and then, to see who asks anew: only the second failure is a loss.
function lost() {
  disconnect();
  retry = setTimeout(connect, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
  if (live.connected && failures > 1) {
    live.connected = false;
    tell('state');
  }
}

const tell = (what) => listeners.forEach((listener) => listener(what));
