// My account: API keys and the password.

import { get, post, put, remove } from '../api.js';
import { closer, confirm, modal, open } from '../elements/dialog.js';
import { announce, button, empty, field, fill, h, heading, loading, section } from '../elements/dom.js';
import { form, showProblem } from '../elements/form.js';
import { time } from '../elements/format.js';
import { infoNotice } from '../elements/notice.js';
import { table } from '../elements/table.js';

export const title = 'My account';

export function render({ root, signal, me }) {
  fill(root, heading(title), h('p', { class: 'lead' }, `Logged in as ${me.username}, role ${me.role}.`), keys(signal), password(signal, me));
}

function keys(signal) {
  const list = h('div', {}, loading(2));
  const refresh = async () => {
    try {
      const { items } = await get('api-keys', signal);
      fill(list, items.length === 0 ? empty('No API keys', 'Create one to call the API from a program.') : table('API keys', columns, items));
    } catch (error) {
      showProblem(error, list, { retry: refresh, signal });
    }
  };
  const columns = [
    { label: 'Name', cell: (key) => h('span', { class: 'name' }, key.name) },
    { label: 'Begins with', cell: (key) => h('code', {}, key.prefix) },
    { label: 'Created', cell: (key) => time(key.created_at) },
    { label: 'Actions', actions: true, cell: (key) => button('Delete', () => confirmDelete(key), 'plain', { 'aria-label': `Delete the key ${key.name}` }) },
  ];
  const confirmDelete = (key) =>
    confirm({
      title: 'Delete this key?',
      text: `“${key.name}” stops working at once on this server and within 10 s on every other.`,
      label: 'Delete',
      signal,
      act: async () => {
        await remove(`api-keys/${key.id}`);
        announce(`Key ${key.name} deleted.`);
        await refresh();
      },
    });
  const name = h('input', { name: 'name', required: true, maxlength: '100', autocomplete: 'off' });
  const creation = form({
    label: 'Create key',
    layout: 'inline',
    fields: [field('Name of the new key', name)],
    signal,
    send: async () => {
      const key = await post('api-keys', { name: name.value });
      name.value = '';
      showOnce(key, signal);
      await refresh();
    },
  });
  refresh();
  return section('API keys', h('p', { class: 'lead' }, 'Send a key as “Authorization: Bearer …”. It counts against the same limits as you.'), creation, list);
}

// The server keeps only a hash: this is the one time the key can be read.
function showOnce(key, signal) {
  const secret = h('textarea', { readonly: true, rows: '2', class: 'secret', 'aria-label': 'The new API key', spellcheck: 'false' }, key.key);
  const copied = h('p', { class: 'hint', role: 'status' });
  const copy = async () => {
    secret.select();
    try {
      await navigator.clipboard.writeText(key.key);
      copied.textContent = 'Copied.';
    } catch {
      copied.textContent = 'Selected: copy it with your keyboard.';
    }
  };
  open(
    modal(`Key “${key.name}”`, h('p', {}, 'Copy it now: it is not shown again.'), secret, copied, h('div', { class: 'submit' }, button('Copy', copy, 'primary'), closer('Done'))),
    signal,
  );
}

function password(signal, me) {
  const length = { type: 'password', required: true, minlength: '12', maxlength: '128', autocomplete: 'new-password' };
  const user = h('input', { value: me.username, autocomplete: 'username', hidden: true, readonly: true });
  const current = h('input', { type: 'password', name: 'current', required: true, maxlength: '128', autocomplete: 'current-password' });
  const fresh = h('input', { ...length, name: 'new' });
  const again = h('input', { ...length, name: 'again' });
  const compare = () => again.setCustomValidity(again.value === fresh.value ? '' : 'The two new passwords differ.');
  fresh.addEventListener('input', compare);
  again.addEventListener('input', compare);
  const change = form({
    label: 'Change password',
    fields: [user, field('Current password', current), field('New password', fresh, '12 to 128 characters; any characters.'), field('New password again', again)],
    signal,
    send: async (element) => {
      await put('me/password', { current: current.value, new: fresh.value });
      element.reset();
      fill(element.notices, infoNotice('Your password is changed. Your other sessions have ended.', 'good'));
    },
  });
  return section('Password', change);
}
