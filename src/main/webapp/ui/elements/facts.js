// Names and values: as a list of details, or as the few figures that a view is about.

import { h } from './dom.js';

/** A list of [name, value]; a value is text or an element, a false pair is left out. */
export function facts(pairs) {
  return h('dl', { class: 'facts' }, pairs.filter(Boolean).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value ?? '–'))));
}

/** Large figures in a row: {name, value, note, tone}; null is left out. */
export function figures(list) {
  return h('dl', { class: 'figures' }, list.filter(Boolean).map(figure));
}

/** One large figure; tone good, bad or warn colours what it says. */
export function figure({ name, value, note, tone }) {
  return h('div', { class: 'figure' }, h('dt', {}, name), h('dd', { class: tone ? `value ${tone}` : 'value' }, value), note && h('dd', { class: 'note' }, note));
}
