// What went wrong, in the server's own words, and when it is worth trying again.

import { announce, button, fill, h, rest, setText, wake } from './dom.js';
import { duration } from './format.js';
import { deadlineIn, everySecond, secondsUntil } from './ticker.js';

/** Returns a notice of an ApiProblem. While waiting helps, the buttons that would repeat it rest. */
export function problemNotice(problem, { buttons = [], retry, signal } = {}) {
  const refused = problem.status === 429 || problem.status === 413;
  const notice = titled(refused ? 'refusal' : 'error', title(problem), problem.message);
  notice.setAttribute('role', 'alert');
  if (problem.retryAfter != null) {
    notice.append(waiting(problem.retryAfter, buttons, retry, signal));
  } else if (retry) {
    notice.append(button('Try again', retry));
  }
  return notice;
}

/** Returns a notice that is not an error. */
export function infoNotice(text, kind = 'info') {
  return h('div', { class: `notice notice-${kind}` }, h('p', {}, text));
}

/**
 * A place for facts that an operator must act on, which screen readers hear once and not at each
 * refresh. show(list) takes pairs of [name, text].
 */
export function alarms() {
  const element = h('div', { class: 'alarms', role: 'alert' });
  let shown = '';
  return {
    element,
    show(list) {
      const said = JSON.stringify(list);
      if (said !== shown) {
        shown = said;
        fill(element, list.map(([name, text]) => titled('error', name, text)));
      }
    },
  };
}

const titled = (kind, name, text) => h('div', { class: `notice notice-${kind}` }, h('p', { class: 'notice-title' }, name), h('p', { class: 'detail' }, text));

// Where HTTP's own name for a status says little to a person.
const NAMES = { 0: 'No answer', 400: 'Not understood', 401: 'Not recognised', 413: 'Too large', 415: 'Not accepted', 422: 'Not accepted', 503: 'Not available now' };

function title(problem) {
  if (problem.status === 429) {
    return problem.document.category ? `Refused by the limit “${problem.document.category}”` : 'Refused for now';
  }
  if (problem.document.scope) {
    return 'Refused by a quota';
  }
  return NAMES[problem.status] ?? problem.document.title ?? `Error ${problem.status}`;
}

function waiting(seconds, buttons, retry, signal) {
  const deadline = deadlineIn(seconds);
  const text = h('p', { class: 'countdown', 'aria-live': 'off' });
  buttons.forEach((control) => rest(control, 'refused'));
  everySecond(() => {
    const left = secondsUntil(deadline);
    setText(text, left > 0 ? `You can try again in ${duration(left)}.` : 'You can try again now.');
    if (left > 0) {
      return true;
    }
    buttons.forEach((control) => wake(control, 'refused'));
    if (retry) {
      text.after(button('Try again', retry));
    }
    announce('You can try again now.');
    return false;
  }, signal);
  return text;
}
