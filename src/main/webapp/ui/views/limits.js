// My limits: what is left of each and when it is back, counting down between answers.

import { get, onLimits } from '../api.js';
import { fill, h, heading, loading, setText } from '../elements/dom.js';
import { showProblem } from '../elements/form.js';
import { infoNotice } from '../elements/notice.js';
import { count, duration, rate } from '../elements/format.js';
import { meter } from '../elements/meter.js';
import { deadlineIn, everySecond, secondsUntil } from '../elements/ticker.js';

export const title = 'My limits';
// Asking counts as a call like any other, so it is rare; every answer's own fields fill the gaps.
const REFRESH_MS = 20_000;
const ALGORITHMS = { fixed_window: 'Fixed window', sliding_window: 'Sliding window', gcra: 'GCRA' };

export function render({ root, signal }) {
  const notices = h('div', {});
  const list = h('ul', { class: 'limits', 'aria-label': title }, loading());
  let rows = new Map();

  const refresh = async () => {
    try {
      show((await get('rate-limits', signal)).items);
    } catch (error) {
      showProblem(error, notices, { retry: refresh, signal });
    }
  };

  const show = (items) => {
    const states = named(items);
    if (states.map(([name]) => name).join() !== [...rows.keys()].join()) {
      rows = new Map(states.map(([name]) => [name, limitRow()]));
      fill(list, [...rows.values()].map((row) => row.element));
    }
    states.forEach(([name, item]) => rows.get(name).show(item));
    const local = items.some((item) => item.source === 'local');
    fill(notices, local && infoNotice('Redis is not in use: these counts are this server’s alone.', 'degraded'));
  };

  onLimits((states) => states.forEach((state) => rows.get(state.policy)?.update(state)), signal);
  everySecond(() => rows.forEach((row) => row.tick()), signal);
  const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), REFRESH_MS);
  signal.addEventListener('abort', () => clearInterval(timer));

  fill(root, heading(title), h('p', { class: 'lead' }, 'Every call counts, also the ones this page makes. A refused call says how long to wait.'), notices, list);
  refresh();
}

// As the RateLimit fields name policies: by category, and by period too where a category has several.
function named(items) {
  const several = (category) => items.filter((item) => item.category === category).length > 1;
  return items.map((item) => [several(item.category) ? `${item.category}-${item.period}` : item.category, item]);
}

function limitRow() {
  const name = h('h2', {});
  const terms = h('p', { class: 'limit-terms' });
  const bar = meter('Left');
  const element = h('li', { class: 'limit' }, h('div', {}, name, terms), bar);
  let state;
  let deadline;

  const draw = () => {
    const seconds = secondsUntil(deadline);
    const left = seconds > 0 ? state.remaining : state.limit;
    bar.show({
      used: left,
      limit: state.limit,
      text: `${count(left)} of ${count(state.limit)} left`,
      // A counter that does not exist yet has nothing to reset.
      note: left === state.limit ? 'all available' : `resets in ${duration(seconds)}`,
    });
    element.classList.toggle('spent', left === 0);
  };

  return {
    element,
    show(item) {
      state = item;
      deadline = deadlineIn(item.reset_seconds);
      setText(name, item.category);
      setText(terms, `${rate(item.limit, item.period)} · ${ALGORITHMS[item.algorithm] ?? item.algorithm} · counted ${item.source === 'redis' ? 'in Redis' : 'on this server'}`);
      bar.querySelector('[role=meter]').setAttribute('aria-label', `Left of ${item.category}`);
      draw();
    },
    update({ remaining, seconds }) {
      state = { ...state, remaining };
      deadline = deadlineIn(seconds);
      draw();
    },
    tick: () => state && draw(),
  };
}
