// How quantities and times read. A unit is never left out.

const KB = 1024;
const UNITS = [
  ['GB', KB ** 3],
  ['MB', KB ** 2],
  ['KB', KB],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'long' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const whole = new Intl.NumberFormat('en');

/** One MB as the quotas count it. */
export const MEGABYTE = KB ** 2;

export const count = (number) => whole.format(number);

/** Returns "1 file" or "3 files". */
export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** Returns bytes in the largest unit that keeps a digit before the point: "37.2 MB". */
export function bytes(number) {
  const [name, size] = unitOf(number);
  return `${inUnit(number, size)} ${name}`;
}

/** Returns both in the limit's unit, "37.2 of 100 MB", unless too little is used to show in it. */
export function bytesOf(used, limit) {
  const [name, size] = unitOf(limit);
  return used > 0 && used < size / 10
    ? `${bytes(used)} of ${bytes(limit)}`
    : `${inUnit(used, size, 'floor')} of ${inUnit(limit, size)} ${name}`;
}

/** Returns a fraction as "+12.34 %"; the sign only on request. */
export function percent(fraction, signed = false) {
  return `${new Intl.NumberFormat('en', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: signed ? 'exceptZero' : 'auto',
  }).format(fraction * 100)} %`;
}

export const money = (amount) =>
  new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(amount);

/** Returns a length of time in its one or two largest units: "42 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds) {
  const rest = Math.max(0, Math.ceil(seconds));
  const parts = [
    [Math.floor(rest / 86400), 'd'],
    [Math.floor((rest % 86400) / 3600), 'h'],
    [Math.floor((rest % 3600) / 60), 'min'],
    [rest % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) {
    return '0 s';
  }
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** Returns "5 per minute", "3 per hour", "10 per 90 s". */
export function rate(limit, period) {
  const name = { 1: 'second', 60: 'minute', 3600: 'hour', 86400: 'day' }[period];
  return `${count(limit)} per ${name ?? duration(period)}`;
}

/** A time as people say it, with the exact one on hover. */
export function time(iso) {
  const moment = new Date(iso);
  const element = document.createElement('time');
  element.className = 'ago';
  element.dateTime = moment.toISOString();
  element.title = exact.format(moment);
  element.textContent = ago(moment);
  return element;
}

/** Lets the times in the page grow older. */
export function refreshTimes() {
  for (const element of document.querySelectorAll('time.ago')) {
    const text = ago(new Date(element.dateTime));
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }
}

/** Returns the exact local time of day, for rows that follow each other by seconds. */
export const clock = (iso) => new Date(iso).toLocaleTimeString('en-GB');

function ago(moment) {
  const seconds = (moment - Date.now()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 5) {
    return 'just now';
  }
  const [unit, size] =
    distance < 60 ? ['second', 1]
    : distance < 3600 ? ['minute', 60]
    : distance < 86400 ? ['hour', 3600]
    : ['day', 86400];
  return distance > 30 * 86400 ? exact.format(moment) : relative.format(Math.round(seconds / size), unit);
}

function unitOf(number) {
  return UNITS.find(([, size]) => number >= size) ?? ['bytes', 1];
}

function inUnit(number, size, roundingMode = 'halfExpand') {
  const maximumFractionDigits = size === 1 ? 0 : 1;
  return new Intl.NumberFormat('en', { maximumFractionDigits, roundingMode }).format(number / size);
}
