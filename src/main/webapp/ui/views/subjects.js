// Subjects: the limits of single subjects that are no users, and a new one.

import { get, post, remove, withQuery } from '../api.js';
import { withCategories } from '../elements/categories.js';
import { announce, button, empty, field, fill, h, heading, loading, section, select } from '../elements/dom.js';
import { busy, form, showProblem } from '../elements/form.js';
import { rate } from '../elements/format.js';
import { pager, table } from '../elements/table.js';

export const title = 'Subjects';
const SIZE = 50;

export function render({ root, signal }) {
  const list = h('div', {}, loading());
  const creation = h('div', {});
  const refresh = async (page = 1) => {
    try {
      const answer = await get(withQuery('admin/overrides', { page, size: SIZE }), signal);
      fill(list, answer.total === 0 ? empty('No limits of their own', 'Every subject has the limits of its category.') : [table('Limits of single subjects', columns(list, refresh, signal), answer.items), pager(answer, 'limits', refresh)]);
    } catch (error) {
      showProblem(error, list, { retry: () => refresh(page), signal });
    }
  };
  fill(
    root,
    heading(title),
    h('p', { class: 'lead' }, 'Addresses, and whatever services count: organisations, strategies, models. A user’s own limits are on the user’s page.'),
    list,
    section('Set a limit', creation),
  );
  withCategories(creation, signal, (categories) => fill(creation, setting(categories, refresh, signal)));
  refresh();
}

function columns(list, refresh, signal) {
  const withdraw = (own, control) =>
    busy(control, async () => {
      try {
        await remove(`admin/overrides/${own.override_id}`);
        announce(`${own.type} ${own.id} has the limit of “${own.category}” again.`);
        await refresh();
      } catch (error) {
        showProblem(error, list, { signal });
      }
    });
  return [
    { label: 'Type', cell: (own) => own.type },
    { label: 'Id', cell: (own) => h('span', { class: 'name' }, own.id) },
    { label: 'Category', cell: (own) => own.category },
    { label: 'Limit', number: true, cell: (own) => rate(own.limit, own.period) },
    { label: 'Actions', actions: true, cell: (own) => button('Use the default', (event) => withdraw(own, event.currentTarget), 'plain', { 'aria-label': `Use the default of ${own.category} for ${own.type} ${own.id}` }) },
  ];
}

function setting(categories, refresh, signal) {
  const type = h('input', { name: 'type', required: true, maxlength: '32', pattern: '[a-z][a-z0-9_]*', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', value: 'org' });
  const id = h('input', { name: 'id', required: true, maxlength: '255', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  const category = select(categories, 'backtest', { name: 'category' });
  const limit = h('input', { name: 'limit', type: 'number', min: '1', max: '1000000000', step: '1', required: true });
  const period = h('input', { name: 'period', type: 'number', min: '1', max: '31536000', step: '1', required: true, value: '60' });
  return form({
    label: 'Set limit',
    layout: 'inline',
    fields: [field('Type', type), field('Id', id), field('Category', category), field('Requests', limit), field('Period (seconds)', period)],
    signal,
    send: async () => {
      await post('admin/overrides', { type: type.value, id: id.value, category: category.value, limit: limit.valueAsNumber, period: period.valueAsNumber });
      announce(`${type.value} ${id.value} has its own limit in “${category.value}”, on every node within 10 s.`);
      await refresh();
    },
  });
}
