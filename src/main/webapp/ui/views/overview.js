// Overview: what the serving node decides, second by second, and what is stored.

import { get } from '../api.js';
import { fill, h, heading, loading, section } from '../elements/dom.js';
import { eventList } from '../elements/events.js';
import { figures } from '../elements/facts.js';
import { showProblem } from '../elements/form.js';
import { bytes, bytesOf, clock, count, plural } from '../elements/format.js';
import { meter } from '../elements/meter.js';
import { alarms } from '../elements/notice.js';
import { rateCharts } from '../elements/ratecharts.js';
import { liveStatus } from '../elements/status.js';
import { table } from '../elements/table.js';
import { checks, troublesOf } from '../elements/troubles.js';
import { live, onLive } from '../live.js';

export const title = 'Overview';
const REFRESH_MS = 10_000;

export function render({ root, signal }) {
  const totals = h('div', {}, loading(2));
  const decided = h('div', {}, loading(3));
  const notices = h('div', {});
  const troubles = alarms();

  const refresh = async () => {
    try {
      const [overview, found] = await Promise.all([get('admin/overview', signal), checks(signal)]);
      fill(notices);
      troubles.show(troublesOf(overview, found));
      fill(totals, storage(overview), figuresOf(overview));
      fill(decided, table('Decisions by category since the node started', columns, overview.categories));
    } catch (error) {
      showProblem(error, notices, { retry: refresh, signal });
    }
  };
  const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), REFRESH_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
  onLive((what) => what === 'event' && live.events[0].kind === 'failover' && refresh(), signal);

  fill(
    root,
    heading(title),
    liveStatus(signal),
    notices,
    troubles.element,
    totals,
    rateCharts(signal),
    h('div', { class: 'columns' }, section('Decisions since start', decided), section('As it happens', eventList(signal))),
  );
  refresh();
}

function storage(overview) {
  const bar = meter('Storage of all users');
  const left = Math.max(0, overview.limit_bytes - overview.used_bytes - overview.reserved_bytes);
  bar.show({
    used: overview.used_bytes,
    pending: overview.reserved_bytes,
    limit: overview.limit_bytes,
    text: `${bytesOf(overview.used_bytes, overview.limit_bytes)} stored`,
    note: `${bytes(left)} left${overview.reserved_bytes > 0 ? `, ${bytes(overview.reserved_bytes)} being uploaded` : ''}`,
  });
  return h('div', { class: 'quota' }, bar);
}

const figuresOf = (overview) =>
  figures([
    { name: 'Users', value: count(overview.users) },
    { name: 'Files', value: count(overview.files) },
    { name: 'Uploads under way', value: count(overview.reservations), note: 'live reservations' },
    { name: 'Lost files', value: count(overview.lost_files), tone: overview.lost_files > 0 ? 'bad' : null, note: overview.lost_files > 0 ? 'bytes are missing' : 'every file has its bytes' },
    driftOf(overview),
    limiterOf(overview.limiter),
    forgottenOf(overview.limiter),
  ]);

function driftOf({ drift_bytes: drift, drift_files: files }) {
  const none = drift === 0 && files === 0;
  return { name: 'Drift', value: bytes(drift), tone: none ? null : 'warn', note: none ? 'counters match the files' : `and ${plural(files, 'file')}: counters were wrong` };
}

function limiterOf({ source, configured, since, redis_latency_ms: latency, nodes_alive: nodes, memory_keys: keys }) {
  const name = 'Limits decided by';
  if (source === 'redis') {
    return { name, value: 'Redis', note: `${latency == null ? '' : `${latency.toFixed(1)} ms, `}${plural(nodes, 'node')} alive` };
  }
  const held = `, ${plural(keys, 'key')} in memory`;
  return configured
    ? { name, value: 'this node', tone: 'bad', note: ['since ', h('time', { datetime: since }, clock(since)), held] }
    : { name, value: 'this node', note: `no Redis is set${held}` };
}

// What was evicted was forgotten early, so its limit may have been passed.
function forgottenOf({ memory_evictions: evicted, memory_overflows: overflowed }) {
  return evicted + overflowed === 0 ? null : { name: 'Keys forgotten', value: count(evicted), tone: 'warn', note: `memory was full; ${count(overflowed)} shared a counter` };
}

const columns = [
  { label: 'Category', cell: (row) => row.category },
  { label: 'Allowed', number: true, cell: (row) => count(row.allowed) },
  { label: 'Refused', number: true, cell: (row) => h('span', { class: row.refused > 0 ? 'warn' : null }, count(row.refused)) },
  { label: 'Shadowed', number: true, cell: (row) => count(row.shadowed) },
  { label: 'Unavailable', number: true, cell: (row) => count(row.unavailable) },
];
