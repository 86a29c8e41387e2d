// Overview: what the serving node decides, second by second, and what is stored.

import { get } from '../api.js';
import { chart } from '../elements/chart.js';
import { fill, h, heading, loading, section } from '../elements/dom.js';
import { eventList } from '../elements/events.js';
import { figures } from '../elements/facts.js';
import { showProblem } from '../elements/form.js';
import { bytes, bytesOf, count, plural } from '../elements/format.js';
import { meter } from '../elements/meter.js';
import { awayBands, perSecond, seriesOf } from '../elements/rates.js';
import { liveStatus } from '../elements/status.js';
import { table } from '../elements/table.js';
import { live, onLive } from '../live.js';

export const title = 'Overview';
const REFRESH_MS = 10_000;
// Shadow mode lets pass what it counts as over the limit.
const OUTCOMES = {
  Allowed: (decisions) => decisions.allowed + decisions.shadowed,
  Refused: (decisions) => decisions.refused + decisions.unavailable,
};

export function render({ root, signal }) {
  const totals = h('div', {}, loading(2));
  const decided = h('div', {}, loading(3));
  const notices = h('div', {});
  const charts = h('div', { class: 'charts' });

  const refresh = async () => {
    try {
      const overview = await get('admin/overview', signal);
      fill(notices);
      fill(totals, storage(overview), figuresOf(overview));
      fill(decided, table('Decisions by category since the node started', columns, overview.categories));
    } catch (error) {
      showProblem(error, notices, { retry: refresh, signal });
    }
  };
  const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), REFRESH_MS);
  signal.addEventListener('abort', () => clearInterval(timer));

  fill(
    root,
    heading(title),
    liveStatus(signal),
    notices,
    totals,
    charts,
    h('div', { class: 'columns' }, section('Decisions since start', decided), section('As it happens', eventList(signal))),
  );
  drawRates(charts, signal);
  refresh();
}

function storage(overview) {
  const bar = meter('Storage of all users');
  bar.show({
    used: overview.used_bytes,
    pending: overview.reserved_bytes,
    limit: overview.limit_bytes,
    text: `${bytesOf(overview.used_bytes, overview.limit_bytes)} stored`,
    note: overview.reserved_bytes > 0 ? `${bytes(overview.reserved_bytes)} being uploaded` : '',
  });
  return h('div', { class: 'quota' }, bar);
}

const figuresOf = (overview) =>
  figures([
    { name: 'Users', value: count(overview.users) },
    { name: 'Files', value: count(overview.files) },
    { name: 'Uploads under way', value: count(overview.reservations), note: 'live reservations' },
    driftOf(overview),
    limiterOf(overview.limiter),
  ]);

function driftOf({ drift_bytes: drift, drift_files: files }) {
  const none = drift === 0 && files === 0;
  return { name: 'Drift', value: bytes(drift), tone: none ? null : 'warn', note: none ? 'counters match the files' : `and ${plural(files, 'file')}: counters were wrong` };
}

function limiterOf({ source, configured, redis_latency_ms: latency, nodes_alive: nodes }) {
  if (source === 'redis') {
    return { name: 'Limits decided by', value: 'Redis', note: `${latency == null ? '' : `${latency.toFixed(1)} ms a round trip, `}${plural(nodes, 'node')} alive` };
  }
  return { name: 'Limits decided by', value: 'this node', tone: configured ? 'bad' : null, note: configured ? 'Redis is away' : 'no Redis is set' };
}

const columns = [
  { label: 'Category', cell: (row) => row.category },
  { label: 'Allowed', number: true, cell: (row) => count(row.allowed) },
  { label: 'Refused', number: true, cell: (row) => h('span', { class: row.refused > 0 ? 'warn' : null }, count(row.refused)) },
  { label: 'Shadowed', number: true, cell: (row) => count(row.shadowed) },
  { label: 'Unavailable', number: true, cell: (row) => count(row.unavailable) },
];

// The charts' series are the categories seen so far; a new one redraws them.
function drawRates(place, signal) {
  let drawn = null;
  const update = () => {
    if (!drawn || seriesOf(live.seconds).join() !== drawn.categories.join()) {
      drawn?.stop();
      drawn = build(place, seriesOf(live.seconds), signal);
    }
    drawn.update();
  };
  onLive((what) => what === 'second' && update(), signal);
  update();
}

function build(place, categories, signal) {
  const leaving = new AbortController();
  signal.addEventListener('abort', () => leaving.abort());
  const colors = categories.map((category, index) => ({ label: category, color: `--series-${(index % 6) + 1}` }));
  const make = (outcome) =>
    chart(`${outcome} requests per second by category, last five minutes`, {
      series: colors,
      value: (number) => `${count(Math.round(number * 10) / 10)}/s`,
      bands: () => (live.configured ? awayBands(live.seconds) : []),
      sync: 'rates',
      signal: leaving.signal,
    });
  const charts = Object.keys(OUTCOMES).map((outcome) => [outcome, make(outcome)]);
  fill(
    place,
    charts.map(([outcome, one]) =>
      h('figure', { class: 'rate' }, h('figcaption', {}, `${outcome} per second`, h('span', { class: 'hint' }, live.node ? ` on node ${live.node}` : '')), one.element),
    ),
    h('p', { class: 'hint band-key' }, h('span', { class: 'band-swatch', 'aria-hidden': 'true' }), 'Redis away'),
  );
  return {
    categories,
    stop: () => leaving.abort(),
    update: () => charts.forEach(([outcome, one]) => one.setData(perSecond(live.seconds, categories, OUTCOMES[outcome]))),
  };
}
