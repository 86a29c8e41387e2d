// Log in by user name and password; the session is a cookie that no script can read.

import { post } from '../api.js';
import { field, fill, h } from '../elements/dom.js';
import { form } from '../elements/form.js';
import { infoNotice } from '../elements/notice.js';

export function render({ root, signal, message, entered }) {
  const username = h('input', { name: 'username', autocomplete: 'username', required: true, maxlength: '100', autocapitalize: 'none', spellcheck: 'false' });
  const password = h('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, maxlength: '128' });
  const login = form({
    label: 'Log in',
    fields: [field('User name', username), field('Password', password)],
    signal,
    send: async () => {
      try {
        await post('session', { username: username.value, password: password.value });
      } catch (error) {
        password.value = '';
        password.focus();
        throw error;
      }
      await entered();
    },
  });
  login.method = 'post';
  fill(
    root,
    h(
      'div',
      { class: 'login' },
      h('img', { src: 'icon.svg', alt: '', width: '40', height: '40' }),
      h('h1', {}, 'Tradeguard'),
      h('p', { class: 'lead' }, 'Rate limits and upload quotas.'),
      message && infoNotice(message),
      login,
    ),
  );
  username.focus();
}
