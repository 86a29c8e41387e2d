// How the serving node is, in one line above every administrator's view.

import { live, onLive } from '../live.js';
import { h, setText } from './dom.js';

/** A line that says the node's name and whether its limits are the fleet's or its own. */
export function liveStatus(signal) {
  const dot = h('span', { class: 'dot', 'aria-hidden': 'true' });
  const text = h('span', {});
  const element = h('p', { class: 'live', role: 'status' }, dot, text);
  const draw = () => {
    const [tone, words] = stateOf(live);
    element.className = `live ${tone}`;
    setText(text, words);
  };
  onLive(draw, signal);
  draw();
  return element;
}

/** The same in one word, with a way to the details, for the bar that is always there. */
export function liveBadge() {
  const dot = h('span', { class: 'dot', 'aria-hidden': 'true' });
  const text = h('span', {});
  const element = h('a', { class: 'live-badge', href: '#admin/overview' }, dot, text);
  const draw = () => {
    const [tone] = stateOf(live);
    element.className = `live-badge ${tone}`;
    setText(text, WORDS[tone]);
  };
  onLive(draw);
  draw();
  return element;
}

const WORDS = { idle: 'Connecting', ok: 'Live', lost: 'Interrupted', degraded: 'Degraded' };

function stateOf({ connected, configured, node, seconds }) {
  if (!connected) {
    return node === null ? ['idle', 'Connecting to the live figures…'] : ['lost', 'Live figures are interrupted. Trying again…'];
  }
  if (!configured) {
    return ['ok', `Live from node ${node}. No Redis is set: limits are this node’s alone.`];
  }
  return seconds.at(-1)?.source === 'local'
    ? ['degraded', `Degraded: Redis is away, node ${node} decides from its own memory.`]
    : ['ok', `Live from node ${node}.`];
}
