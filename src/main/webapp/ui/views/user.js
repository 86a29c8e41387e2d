// One user: access, quotas and rate limits of their own.

import { get, patch } from '../api.js';
import { announce, button, field, fill, h, heading, loading, section, select } from '../elements/dom.js';
import { busy, form, showProblem } from '../elements/form.js';
import { MEGABYTE, plural, rate, time } from '../elements/format.js';
import { infoNotice } from '../elements/notice.js';
import { quotaBar } from '../elements/quota.js';
import { table } from '../elements/table.js';
import { CONFINEMENT_HINT, confinement, confinementOf } from './confinement.js';

export const title = 'User';

export async function render({ root, signal, id, me }) {
  fill(root, loading());
  try {
    const [user, limits] = await Promise.all([get(`admin/users/${id}`, signal), get('admin/overview', signal)]);
    show({ root, signal, me, categories: limits.categories.map((one) => one.category) }, user);
  } catch (error) {
    showProblem(error, root, { signal });
  }
}

function show(view, user) {
  const { root, signal } = view;
  document.title = `${user.username} · Tradeguard`;
  const quota = quotaBar();
  const save = async (change, said) => {
    const changed = await patch(`admin/users/${user.id}`, change);
    show(view, changed);
    announce(said);
    root.querySelector('.saved').replaceChildren(infoNotice(said, 'good'));
  };
  fill(
    root,
    h('p', { class: 'crumb' }, h('a', { href: '#admin/users' }, 'Users')),
    heading(user.username, h('a', { class: 'button plain', href: `#admin/explain?user_id=${user.id}` }, 'Explain limits')),
    h('p', { class: 'lead' }, `User ${user.id}, role ${user.role}, ${user.enabled ? 'enabled' : 'disabled'}, created `, time(user.created_at)),
    h('div', { class: 'saved' }),
    quota.element,
    section('Rate limits', ...rateLimits(view, user, save)),
    section('Quotas', ...quotas(user, save, signal)),
    section('Access', ...access(user, save, view)),
  );
  quota.show({
    ...user,
    reserved_bytes: 0,
    remaining_bytes: Math.max(0, user.quota_bytes - user.used_bytes),
    remaining_files: Math.max(0, user.quota_files - user.file_count),
  });
}

function rateLimits({ signal, categories }, user, save) {
  const own = Object.entries(user.rate_limits ?? {});
  const notices = h('div', { class: 'notices' });
  const withdraw = (category, control) =>
    busy(control, async () => {
      try {
        await save({ rate_limits: { [category]: null } }, `The limit “${category}” is the default again.`);
      } catch (error) {
        showProblem(error, notices, { signal });
      }
    });
  const columns = [
    { label: 'Category', cell: ([category]) => category },
    { label: 'Limit', number: true, cell: ([, { limit, period }]) => rate(limit, period) },
    { label: 'Actions', actions: true, cell: ([category]) => button('Use the default', (event) => withdraw(category, event.currentTarget), 'plain', { 'aria-label': `Use the default for ${category}` }) },
  ];
  const category = select(categories.map((name) => [name, name]), categories.includes('backtest') ? 'backtest' : categories[0], { name: 'category' });
  const limit = h('input', { name: 'limit', type: 'number', min: '1', max: '1000000000', step: '1', required: true });
  const period = h('input', { name: 'period', type: 'number', min: '1', max: '31536000', step: '1', required: true, value: '60' });
  return [
    own.length === 0 ? h('p', { class: 'lead' }, 'The defaults apply to every category.') : table('Rate limits of this user', columns, own),
    notices,
    form({
      label: 'Set limit',
      layout: 'inline',
      fields: [field('Category', category), field('Requests', limit), field('Period (seconds)', period)],
      signal,
      send: () =>
        save(
          { rate_limits: { [category.value]: { limit: limit.valueAsNumber, period: period.valueAsNumber } } },
          `The limit “${category.value}” is now ${rate(limit.valueAsNumber, period.valueAsNumber)}, on every node within 10 s.`,
        ),
    }),
  ];
}

function quotas(user, save, signal) {
  const megabytes = h('input', { name: 'quota_mb', type: 'number', min: '0', step: 'any', required: true, value: user.quota_bytes / MEGABYTE });
  const files = h('input', { name: 'quota_files', type: 'number', min: '0', step: '1', required: true, value: user.quota_files });
  const change = form({
    label: 'Save quotas',
    layout: 'inline',
    fields: [field('Storage (MB)', megabytes), field('Files', files)],
    signal,
    send: () =>
      save(
        { quota_bytes: Math.round(megabytes.valueAsNumber * MEGABYTE), quota_files: files.valueAsNumber },
        `The quotas are now ${megabytes.value} MB and ${plural(files.valueAsNumber, 'file')}.`,
      ),
  });
  const defaults = button('Use the defaults', (event) =>
    busy(event.currentTarget, async () => {
      try {
        await save({ quota_bytes: null, quota_files: null }, 'The quotas are the defaults again.');
      } catch (error) {
        showProblem(error, change.notices, { signal });
      }
    }),
  );
  change.querySelector('.submit').append(defaults);
  return [change];
}

function access(user, save, { signal, me }) {
  const role = select([['user', 'user'], ['admin', 'admin'], ['service', 'service']], user.role, { name: 'role' });
  const enabled = h('input', { type: 'checkbox', name: 'enabled', checked: user.enabled });
  const password = h('input', { name: 'password', type: 'password', required: true, minlength: '12', maxlength: '128', autocomplete: 'new-password' });
  const categories = confinement(user.categories);
  return [
    form({
      label: 'Save access',
      layout: 'inline',
      fields: [field('Role', role), field('May log in', enabled, user.id === me.id ? 'This is you.' : null)],
      signal,
      send: () => save({ role: role.value, enabled: enabled.checked }, 'The access is saved.'),
    }),
    user.role === 'service' &&
      form({
        label: 'Save categories',
        layout: 'inline',
        fields: [field('Categories', categories, CONFINEMENT_HINT)],
        signal,
        send: () => save(confinementOf(categories), 'The categories are saved.'),
      }),
    form({
      label: 'Set password',
      kind: 'plain',
      layout: 'inline',
      fields: [field('New password', password, '12 to 128 characters. Ends the user’s sessions.')],
      signal,
      send: () => save({ password: password.value }, 'The password is set.'),
    }),
  ];
}
