// What the serving node allowed and refused in each of the last five minutes' seconds.

import { live, onLive } from '../live.js';
import { chart } from './chart.js';
import { fill, h, setText } from './dom.js';
import { count } from './format.js';
import { awayBands, busyIn, perSecond } from './rates.js';

const SPAN_SECONDS = 300;
const COLORS = 6;
// Those of every node first, so that a category keeps its colour whatever else is busy.
const categories = ['default', 'backtest', 'anonymous', 'login', 'api_key'];
// Shadow mode lets pass what it counts as over the limit.
const OUTCOMES = {
  Allowed: (decisions) => decisions.allowed + decisions.shadowed,
  Refused: (decisions) => decisions.refused + decisions.unavailable,
};

/** Two charts with one time axis and one cursor. */
export function rateCharts(signal) {
  return h('div', { class: 'charts' }, Object.entries(OUTCOMES).map(([outcome, counts]) => rateChart(outcome, counts, signal)));
}

// Its lines are the categories that have anything to show; another one redraws it.
function rateChart(outcome, counts, signal) {
  const hint = h('span', { class: 'hint' });
  const key = h('span', { class: 'hint band-key' }, h('span', { class: 'band-swatch', 'aria-hidden': 'true' }), 'Redis away');
  const place = h('div', { class: 'chart-place' });
  let drawn = null;

  const update = () => {
    const seconds = live.seconds.slice(-SPAN_SECONDS);
    const busy = busyIn(seconds, counts);
    if (drawn?.of !== busy.join()) {
      drawn?.stop();
      drawn = draw(place, outcome, busy, signal);
    }
    drawn.show(perSecond(seconds, busy, counts));
    const none = busy.length === 0 && seconds.length > 0;
    setText(hint, live.node ? ` on node ${live.node}${none ? ': none' : ''}` : '');
    key.hidden = away().length === 0;
  };
  const start = () => {
    onLive((what) => what !== 'event' && update(), signal);
    update();
  };
  // A chart can only be drawn where it has a width.
  queueMicrotask(start);
  return h('figure', { class: 'rate' }, h('figcaption', {}, h('span', {}, `${outcome} per second`, hint), key), place);
}

// Local decisions are an outage only where there is a Redis to miss.
const away = () => (live.configured ? awayBands(live.seconds) : []);

function colorOf(category) {
  if (!categories.includes(category)) {
    categories.push(category);
  }
  return `--series-${(categories.indexOf(category) % COLORS) + 1}`;
}

function draw(place, outcome, busy, signal) {
  const leaving = new AbortController();
  const one = chart(`${outcome} requests per second by category, last five minutes`, {
    series: busy.map((category) => ({ label: category, color: colorOf(category) })),
    value: (number) => `${count(Math.round(number * 10) / 10)}/s`,
    span: SPAN_SECONDS,
    bands: away,
    sync: 'rates',
    signal: AbortSignal.any([signal, leaving.signal]),
  });
  fill(place, one.element);
  return { of: busy.join(), stop: () => leaving.abort(), show: one.setData };
}
