// Lists. On a phone each row becomes a block whose cells carry their column's name.

import { button, h } from './dom.js';
import { count } from './format.js';

/**
 * A table. Columns are {label, cell(item), number, actions}: cell returns text or elements, number
 * aligns right with tabular figures, actions has no heading to repeat on a phone.
 */
export function table(caption, columns, items) {
  return h(
    'div',
    { class: 'table-frame', role: 'group', 'aria-label': caption, tabindex: '0' },
    h(
      'table',
      {},
      h('caption', { class: 'visually-hidden' }, caption),
      h('thead', {}, h('tr', {}, columns.map(headingOf))),
      h('tbody', {}, items.map((item) => h('tr', {}, columns.map((column) => cellOf(column, item))))),
    ),
  );
}

/** Previous and next for a page of a list; go(page) is called with the one wanted. */
export function pager({ total, page, size }, noun, go) {
  const pages = Math.max(1, Math.ceil(total / size));
  const first = (page - 1) * size + 1;
  const last = Math.min(total, page * size);
  return h(
    'nav',
    { class: 'pager', 'aria-label': `Pages of ${noun}` },
    h('span', { class: 'pager-text' }, total === 0 ? `No ${noun}` : `${count(first)}–${count(last)} of ${count(total)} ${noun}`),
    pages > 1 && turn('Previous', page > 1, () => go(page - 1)),
    pages > 1 && turn('Next', page < pages, () => go(page + 1)),
  );
}

function turn(label, possible, onClick) {
  return button(label, onClick, 'plain', { disabled: !possible });
}

const classOf = ({ number, actions }) => (number ? 'number' : actions ? 'row-actions' : null);

function headingOf(column) {
  return h('th', { scope: 'col', class: classOf(column) }, column.actions ? h('span', { class: 'visually-hidden' }, column.label) : column.label);
}

function cellOf(column, item) {
  const content = column.cell(item);
  return h('td', { class: classOf(column), 'data-label': column.actions ? null : column.label }, content ?? '–');
}
