// What a service may ask about: category names, or nothing for all.

import { h } from '../elements/dom.js';

export const CONFINEMENT_HINT = 'What this service may ask about, with commas between; empty: every category.';

export function confinement(categories) {
  return h('input', { name: 'categories', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', value: (categories ?? []).join(', ') });
}

export function confinementOf(input) {
  const names = input.value.split(',').map((name) => name.trim()).filter((name) => name !== '');
  return { categories: names.length === 0 ? null : names };
}
