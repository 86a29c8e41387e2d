// Sending files: chosen or dropped, one after the other, each with its progress and its answer. An
// upload goes on while its owner looks at other views, and ends with the session.

import { randomKey, upload } from '../api.js';
import { announce, button, fill, h, setText } from './dom.js';
import { showProblem } from './form.js';
import { bytes, bytesOf, duration } from './format.js';

const rows = h('ul', { class: 'uploads', 'aria-label': 'Uploads' });
let session = new AbortController();
let last = Promise.resolve();
let under = 0;
let stored = () => {};

window.addEventListener('beforeunload', (event) => under > 0 && event.preventDefault());

/** The place to drop files and the list of what is being sent; whenStored() follows each success. */
export function uploads({ signal, whenStored }) {
  stored = whenStored;
  signal.addEventListener('abort', () => (stored = () => {}));
  const chooser = h('input', { type: 'file', multiple: true, accept: '.csv,.json', class: 'visually-hidden', tabindex: '-1', 'aria-hidden': 'true' });
  const zone = h(
    'div',
    { class: 'dropzone' },
    h('p', {}, 'Drop CSV or JSON files here, or'),
    button('Choose files', () => chooser.click(), 'primary'),
    chooser,
  );
  chooser.addEventListener('change', () => {
    send(chooser.files);
    chooser.value = '';
  });
  acceptDrops(zone, signal);
  return h('div', { class: 'section' }, zone, rows);
}

/** Cancels what is being sent and forgets what was. */
export function endUploads() {
  session.abort();
  session = new AbortController();
  fill(rows);
}

// A drop beside the zone would make the browser leave the page for the file.
function acceptDrops(zone, signal) {
  const mark = (event) => {
    event.preventDefault();
    zone.classList.toggle('over', event.type === 'dragover' && zone.contains(event.target));
  };
  ['dragover', 'dragleave', 'drop'].forEach((type) => window.addEventListener(type, mark, { signal }));
  zone.addEventListener('drop', (event) => send(event.dataTransfer.files));
}

function send(files) {
  for (const file of files) {
    const row = uploadRow(file, session.signal);
    rows.prepend(row.element);
    last = last.then(row.run);
  }
}

function uploadRow(file, signal) {
  const key = randomKey();
  const stop = new AbortController();
  signal.addEventListener('abort', () => stop.abort());
  const progress = h('progress', { max: '100', value: '0', 'aria-label': `Upload of ${file.name}` });
  const state = h('span', { class: 'upload-state' }, 'Waiting');
  const notices = h('div', { class: 'notices' });
  const actions = h('span', { class: 'upload-actions' });
  const element = h('li', { class: 'upload' }, h('span', { class: 'name' }, file.name), state, actions, progress, notices);

  const run = async () => {
    fill(notices);
    fill(actions, button('Cancel', () => stop.abort(), 'plain', { 'aria-label': `Cancel the upload of ${file.name}` }));
    element.classList.remove('failed');
    const began = performance.now();
    under += 1;
    try {
      await upload(file, { key, signal: stop.signal, onProgress: (sent, total) => advance(sent, total, began) });
      progress.value = 100;
      setText(state, `Stored ${bytes(file.size)}`);
      announce(`${file.name} is stored.`);
      stored();
    } catch (error) {
      fail(error);
    } finally {
      under -= 1;
      fill(actions, button('Dismiss', () => element.remove(), 'plain', { 'aria-label': `Dismiss ${file.name}` }));
    }
  };

  const advance = (sent, total, began) => {
    const share = total > 0 ? Math.min(1, sent / total) : 1;
    progress.value = share * 100;
    const seconds = (performance.now() - began) / 1000;
    const left = share > 0 && seconds > 1 ? `, about ${duration((seconds / share) * (1 - share))} left` : '';
    setText(state, share < 1 ? `${bytesOf(sent, total)}${left}` : 'Checking and storing');
  };

  const fail = (error) => {
    element.classList.add('failed');
    if (error.name === 'AbortError') {
      setText(state, 'Cancelled. Nothing was stored.');
      return;
    }
    setText(state, 'Not stored');
    showProblem(error, notices, { retry: mayPass(error) ? run : undefined, signal });
  };

  return { element, run };
}

// Trying again helps against time-outs, limits and quotas, never against a file that is not valid.
const mayPass = ({ status }) => status === 0 || status === 408 || status === 413 || status === 429 || status >= 500;
