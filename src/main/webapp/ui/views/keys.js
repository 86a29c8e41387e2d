// Hot keys: who comes closest to their limit, and a reset.

import { get, remove, withQuery } from '../api.js';
import { confirm } from '../elements/dialog.js';
import { announce, button, empty, field, fill, h, heading, loading, select } from '../elements/dom.js';
import { showProblem } from '../elements/form.js';
import { count, duration } from '../elements/format.js';
import { liveStatus } from '../elements/status.js';
import { table } from '../elements/table.js';
import { deadlineIn, everySecond, secondsUntil } from '../elements/ticker.js';

export const title = 'Hot keys';
const SIZE = 50;

export async function render({ root, signal }) {
  const list = h('div', {}, loading());
  const category = select([['', 'All categories']], '', { name: 'category' });

  const refresh = async () => {
    try {
      const { items } = await get(withQuery('admin/limiter/keys', { category: category.value, size: SIZE }), signal);
      fill(list, items.length === 0 ? empty('No keys', 'No counter is alive now: nobody has called within the last period.') : table('Hottest keys', columns, items));
    } catch (error) {
      showProblem(error, list, { retry: refresh, signal });
    }
  };

  const columns = [
    { label: 'Key', cell: (key) => h('code', {}, key.key) },
    { label: 'Who', cell: (key) => h('span', { class: 'name' }, key.username ?? key.identifier) },
    { label: 'Count', number: true, cell: (key) => h('span', { class: key.count > key.limit ? 'bad' : null }, `${count(key.count)} of ${count(key.limit)}`) },
    { label: 'Ends in', number: true, cell: (key) => remaining(key.seconds_left, signal) },
    { label: 'Actions', actions: true, cell: (key) => [explainLink(key), button('Reset', () => confirmReset(key), 'plain', { 'aria-label': `Reset ${key.key}` })] },
  ];

  const confirmReset = (key) =>
    confirm({
      title: 'Reset this counter?',
      text: `${key.key} starts again from zero: its owner may pass at once. The reset goes to the audit trail.`,
      label: 'Reset',
      signal,
      act: async () => {
        await remove(`admin/limiter/keys/${encodeURIComponent(key.key)}`);
        announce(`${key.key} is reset.`);
        await refresh();
      },
    });

  category.addEventListener('change', refresh);
  fill(root, heading(title, button('Refresh', refresh)), liveStatus(signal), h('div', { class: 'search' }, field('Category', category)), list);
  refresh();
  fillCategories(category, signal);
}

function explainLink({ key, type, identifier, category }) {
  const known = { user: { user_id: identifier }, ip: { ip: identifier } };
  const subject = known[type] ?? { type, id: identifier };
  return h('a', { class: 'button plain', href: `#${withQuery('admin/explain', { ...subject, category })}`, 'aria-label': `Explain ${key}` }, 'Explain');
}

async function fillCategories(control, signal) {
  try {
    const { categories } = await get('admin/overview', signal);
    control.append(...categories.map(({ category }) => h('option', { value: category }, category)));
  } catch {
    control.disabled = true;
  }
}

function remaining(seconds, signal) {
  const text = h('span', {});
  const deadline = deadlineIn(seconds);
  everySecond(() => {
    const left = secondsUntil(deadline);
    text.textContent = left > 0 ? duration(left) : 'ended';
    return left > 0;
  }, signal);
  return text;
}
