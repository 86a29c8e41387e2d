// Forms that call the API: one submission at a time, and its refusal beside the button.

import { fill, h, rest, rests, wake } from './dom.js';
import { problemNotice } from './notice.js';

/**
 * A form whose submit awaits send(). The button rests meanwhile, and after a 429 until its time is
 * up; a failure is shown under the form. Returns the form; its notice place is form.notices.
 */
export function form({ label, kind = 'primary', fields, send, signal, layout = 'stacked' }) {
  const submit = h('button', { type: 'submit', class: `button ${kind}` }, label);
  const notices = h('div', { class: 'notices' });
  const element = h('form', { class: `form ${layout}` }, fields, h('div', { class: 'submit' }, submit), notices);
  element.notices = notices;
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (rests(submit)) {
      return;
    }
    fill(notices);
    await busy(submit, async () => {
      try {
        await send(element);
      } catch (error) {
        showProblem(error, notices, { buttons: [submit], signal });
      }
    });
  });
  return element;
}

/** Makes a button rest while work runs. */
export async function busy(control, work) {
  rest(control, 'busy');
  control.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    control.removeAttribute('aria-busy');
    wake(control, 'busy');
  }
}

/** Shows an error in a place for notices; a cancelled call shows nothing. */
export function showProblem(error, place, options) {
  if (error.name !== 'AbortError') {
    fill(place, problemNotice(asProblem(error), options));
  }
}

function asProblem(error) {
  if (error.document) {
    return error;
  }
  console.error(error);
  return { status: -1, message: 'The console could not show the answer.', document: { title: 'Error' }, retryAfter: null };
}
