// Audit: who changed what, newest first.

import { get, withQuery } from '../api.js';
import { empty, fill, h, heading, loading } from '../elements/dom.js';
import { showProblem } from '../elements/form.js';
import { time } from '../elements/format.js';
import { pager, table } from '../elements/table.js';

export const title = 'Audit';
const SIZE = 50;

export function render({ root, signal }) {
  const list = h('div', {}, loading());
  const show = async (page) => {
    try {
      const answer = await get(withQuery('admin/audit', { page, size: SIZE }), signal);
      fill(list, answer.total === 0 ? empty('Nothing yet', 'Logins and administrative changes are recorded here.') : [table('Audit trail, newest first', columns, answer.items), pager(answer, 'entries', show)]);
    } catch (error) {
      showProblem(error, list, { retry: () => show(page), signal });
    }
  };
  fill(root, heading(title), h('p', { class: 'lead' }, 'Logins, administrative changes and resets. Entries are only ever added.'), list);
  show(1);
}

const columns = [
  { label: 'When', cell: (entry) => time(entry.at) },
  { label: 'Who', cell: (entry) => h('span', { class: 'name' }, entry.actor) },
  { label: 'Action', cell: (entry) => h('span', { class: 'term' }, entry.action) },
  { label: 'On', cell: (entry) => h('span', { class: 'name' }, entry.target || '–') },
  { label: 'Detail', cell: (entry) => h('span', { class: 'name' }, entry.detail || '–') },
];
