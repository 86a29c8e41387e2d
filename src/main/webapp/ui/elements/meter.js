// A thin bar for a share of something limited, with the same said in words.

import { h, setText } from './dom.js';

/**
 * A meter with its words above it. show({used, pending, limit, text, note}) updates it: pending is
 * the part that is promised but not yet used, note what stands at the right.
 */
export function meter(label) {
  const words = h('span', { class: 'meter-text' });
  const note = h('span', { class: 'meter-note' });
  const used = h('div', { class: 'meter-used' });
  const pending = h('div', { class: 'meter-pending' });
  const track = h('div', { class: 'meter-track', role: 'meter', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': '100' }, used, pending);
  const element = h('div', { class: 'meter' }, h('div', { class: 'meter-words' }, words, note), track);
  element.show = (state) => {
    const share = part(state.used, state.limit);
    used.style.setProperty('width', `${share}%`);
    // However little it is, it can be seen.
    used.classList.toggle('some', state.used > 0);
    pending.style.setProperty('width', `${Math.min(100 - share, part(state.pending ?? 0, state.limit))}%`);
    track.setAttribute('aria-valuenow', share.toFixed(1));
    track.setAttribute('aria-valuetext', state.text);
    element.classList.toggle('full', share >= 100);
    element.classList.toggle('nearly', share >= 90 && share < 100);
    setText(words, state.text);
    setText(note, state.note ?? '');
  };
  return element;
}

const part = (amount, limit) => (limit > 0 ? Math.min(100, (amount / limit) * 100) : 100);
