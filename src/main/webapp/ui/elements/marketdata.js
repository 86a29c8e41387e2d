// What a file was understood to be: a line in a list, and all of it on the file's own page.

import { h, section } from './dom.js';
import { facts } from './facts.js';
import { count, duration, plural } from './format.js';
import { table } from './table.js';

const DAY = 86_400;
const INTERVALS = { 1: 'one-second', 60: 'one-minute', 3600: 'hourly', [DAY]: 'daily', [7 * DAY]: 'weekly' };
const SEPARATORS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const figure = new Intl.NumberFormat('en', { maximumFractionDigits: 8 });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** One line, such as "252 daily bars, 2 Jan to 31 Dec 2013", or why there are no bars. */
export function inOneLine(data) {
  if (!data) {
    return h('span', { class: 'hint' }, 'Not looked at yet');
  }
  if (data.problem) {
    return h('span', { class: 'not-bars', title: data.problem.detail }, `No bars: ${kind(data.problem.reason)}`);
  }
  return `${bars(data)}, ${range(data.first, data.last)}`;
}

/** All that was found, with the first bars as a table; or what to mend. */
export function marketData(data) {
  if (!data) {
    return null;
  }
  if (data.problem) {
    const notice = h('div', { class: 'notice notice-refusal', role: 'note' }, h('p', { class: 'notice-title' }, `This file cannot be backtested: ${kind(data.problem.reason)}`), h('p', { class: 'detail' }, data.problem.detail));
    return section('Market data', notice);
  }
  return section(
    'Market data',
    h('p', { class: 'lead' }, `${bars(data)}, ${range(data.first, data.last)}.`),
    data.notes.length > 0 && h('ul', { class: 'notes' }, data.notes.map((note) => h('li', {}, note))),
    facts([
      ['Columns', Object.entries(data.columns).map(([role, name]) => (role === name.toLowerCase() ? role : `${role}: ${name}`)).join(', ')],
      ['Written as', [data.separator && `CSV with ${SEPARATORS[data.separator] ?? data.separator}`, data.encoding, data.order === 'falling' ? 'newest first' : 'oldest first'].filter(Boolean).join(', ')],
    ]),
    table('The first rows as they were understood', columns, data.first_bars),
  );
}

const columns = [
  { label: 'Time (UTC)', cell: ([time]) => moment(time) },
  ...['Open', 'High', 'Low', 'Close', 'Volume'].map((label, at) => ({ label, number: true, cell: (bar) => (bar[at + 1] == null ? '–' : figure.format(bar[at + 1])) })),
];

const kind = (reason) => reason.replaceAll('_', ' ');

function bars(data) {
  const seconds = data.interval_seconds;
  const monthly = seconds >= 28 * DAY && seconds <= 31 * DAY;
  const name = monthly ? 'monthly' : INTERVALS[seconds];
  if (name) {
    return `${count(data.bars)} ${name} ${data.bars === 1 ? 'bar' : 'bars'}`;
  }
  return seconds ? `${plural(data.bars, 'bar')} of ${duration(seconds)}` : plural(data.bars, 'bar');
}

const moment = (iso) => iso.replace('T00:00:00Z', '').replace('T', ' ').replace('Z', '');

function range(first, last) {
  const [from, to] = [new Date(first), new Date(last)];
  if (day.format(from) === day.format(to)) {
    return from.getTime() === to.getTime() ? day.format(from) : `${day.format(from)}, ${first.slice(11, 16)} to ${last.slice(11, 16)} UTC`;
  }
  const sameYear = from.getUTCFullYear() === to.getUTCFullYear();
  return `${(sameYear ? dayOfYear : day).format(from)} to ${day.format(to)}`;
}
