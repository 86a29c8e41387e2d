// Users: find one, make one.

import { get, post, withQuery } from '../api.js';
import { closer, modal, open } from '../elements/dialog.js';
import { announce, button, empty, field, fill, h, heading, loading, select } from '../elements/dom.js';
import { form, showProblem } from '../elements/form.js';
import { bytesOf, count, time } from '../elements/format.js';
import { pager, table } from '../elements/table.js';
import { CONFINEMENT_HINT, confinement, confinementOf } from './confinement.js';

export const title = 'Users';
const SIZE = 50;
const TYPING_MS = 300;

export function render({ root, signal }) {
  const list = h('div', {}, loading());
  const search = h('input', { type: 'search', name: 'query', autocomplete: 'off', maxlength: '100' });
  let asked = new AbortController();

  const refresh = async (page = 1) => {
    asked.abort();
    asked = new AbortController();
    try {
      const answer = await get(withQuery('admin/users', { query: search.value.trim(), page, size: SIZE }), asked.signal);
      fill(list, answer.total === 0 ? empty('No such user', 'No user name contains what you search for.') : [table('Users', columns, answer.items), pager(answer, 'users', refresh)]);
    } catch (error) {
      showProblem(error, list, { retry: () => refresh(page), signal });
    }
  };
  signal.addEventListener('abort', () => asked.abort());

  let typing;
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(refresh, TYPING_MS);
  });

  fill(root, heading(title, button('New user', () => create(signal), 'primary')), h('div', { class: 'search' }, field('Search by name', search)), list);
  refresh();
}

const columns = [
  { label: 'Name', cell: (user) => h('a', { class: 'name', href: `#admin/users/${user.id}` }, user.username) },
  { label: 'Role', cell: (user) => user.role },
  { label: 'State', cell: (user) => (user.enabled ? 'enabled' : h('span', { class: 'warn' }, 'disabled')) },
  { label: 'Stored', number: true, cell: (user) => bytesOf(user.used_bytes, user.quota_bytes) },
  { label: 'Files', number: true, cell: (user) => `${count(user.file_count)} of ${count(user.quota_files)}` },
  { label: 'Own limits', cell: (user) => Object.keys(user.rate_limits ?? {}).join(', ') || '–' },
  { label: 'Created', cell: (user) => time(user.created_at) },
];

function create(signal) {
  const username = h('input', { name: 'username', required: true, maxlength: '100', autocomplete: 'off', autocapitalize: 'none' });
  const password = h('input', { name: 'password', type: 'password', required: true, minlength: '12', maxlength: '128', autocomplete: 'new-password' });
  const role = select([['user', 'user'], ['admin', 'admin'], ['service', 'service']], 'user', { name: 'role' });
  const categories = confinement(null);
  const confined = field('Categories', categories, CONFINEMENT_HINT);
  const adapt = () => {
    confined.hidden = role.value !== 'service';
  };
  role.addEventListener('change', adapt);
  adapt();
  const creation = form({
    label: 'Create user',
    fields: [
      field('User name', username, '1 to 100 characters, no colon.'),
      field('Password', password, '12 to 128 characters; any characters.'),
      field('Role', role),
      confined,
    ],
    signal,
    send: async () => {
      const made = await post('admin/users', { username: username.value, password: password.value, role: role.value, ...(role.value === 'service' && confinementOf(categories)) });
      announce(`User ${made.username} created.`);
      dialog.close();
      location.hash = `#admin/users/${made.id}`;
    },
  });
  creation.querySelector('.submit').append(closer('Cancel'));
  const dialog = open(modal('New user', creation), signal);
}
