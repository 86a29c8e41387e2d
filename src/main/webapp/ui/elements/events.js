// What has just happened on the serving node, newest first, in a place whose height never changes.

import { live, onLive } from '../live.js';
import { fill, h } from './dom.js';
import { bytes, clock, count, rate } from './format.js';

/** A list of the latest refusals, failovers and uploads. */
export function eventList(signal) {
  const list = h('ol', { class: 'events', tabindex: '0', 'aria-label': 'Latest events' });
  const draw = () => fill(list, live.events.length === 0 ? h('li', { class: 'none' }, 'Nothing yet. Refusals, failovers and uploads appear here.') : live.events.map(row));
  onLive((what) => what === 'event' && draw(), signal);
  draw();
  return list;
}

function row(event) {
  const { tone, text } = WORDS[event.kind](event);
  return h('li', { class: tone }, h('time', { datetime: event.time }, clock(event.time)), h('span', {}, event.times > 1 ? `${text}, ${count(event.times)} times` : text));
}

const who = ({ username, user_id: id, ip, type, id: subject }) => username ?? (id != null ? `user ${id}` : ip ?? (type ? `${type} ${subject}` : 'someone'));

const WORDS = {
  refusal: (event) => {
    const limit = `${event.category} (${rate(event.limit, event.period)})`;
    return event.shadow
      ? { tone: 'warn', text: `${who(event)} over ${limit}, let through by shadow mode` }
      : { tone: 'bad', text: `${who(event)} refused by ${limit}` };
  },
  failover: (event) =>
    event.source === 'local'
      ? { tone: 'bad', text: `Redis is away, deciding from memory: ${event.reason}` }
      : { tone: 'good', text: 'Redis is back, its counts are carried on' },
  upload: (event) => ({ tone: event.outcome === 'stored' ? '' : 'warn', text: `${who(event)}: upload ${event.outcome}, ${bytes(event.bytes)}` }),
};
