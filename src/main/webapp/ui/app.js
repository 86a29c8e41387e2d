// The shell: who is here, which view the address names, and the way between them.

import { get, onSessionEnd, remove } from './api.js';
import { announce, button, fill, h, loading } from './elements/dom.js';
import { showProblem } from './elements/form.js';
import { refreshTimes } from './elements/format.js';
import { liveBadge } from './elements/status.js';
import { everySecond } from './elements/ticker.js';
import { endUploads } from './elements/uploads.js';
import { startLive, stopLive } from './live.js';
import * as account from './views/account.js';
import * as audit from './views/audit.js';
import * as explain from './views/explain.js';
import * as file from './views/file.js';
import * as files from './views/files.js';
import * as keys from './views/keys.js';
import * as limits from './views/limits.js';
import * as login from './views/login.js';
import * as overview from './views/overview.js';
import * as simulate from './views/simulate.js';
import * as subjects from './views/subjects.js';
import * as user from './views/user.js';
import * as users from './views/users.js';

const HOME = 'files';
const MINE = [
  ['files', 'My files'],
  ['limits', 'My limits'],
  ['account', 'My account'],
];
const ADMIN = [
  ['admin/overview', 'Overview'],
  ['admin/users', 'Users'],
  ['admin/subjects', 'Subjects'],
  ['admin/keys', 'Hot keys'],
  ['admin/explain', 'Explain'],
  ['admin/simulate', 'Simulate'],
  ['admin/audit', 'Audit'],
];
const VIEWS = { files, limits, account, 'admin/overview': overview, 'admin/users': users, 'admin/subjects': subjects, 'admin/keys': keys, 'admin/explain': explain, 'admin/simulate': simulate, 'admin/audit': audit };
// A view of one item stands below the list it is in.
const ITEMS = { files: file, 'admin/users': user };

const main = document.getElementById('main');
const bar = document.getElementById('bar');
const badge = liveBadge();
let me = null;
let leaving = new AbortController();

window.addEventListener('hashchange', () => show(true));
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
onSessionEnd(() => {
  if (me !== null) {
    showLogin('Your session has ended. Log in again.');
  }
});
everySecond(refreshTimes);
start();

async function start() {
  fill(main, loading());
  try {
    await enter();
  } catch (error) {
    if (error.status === 401) {
      showLogin();
    } else {
      showProblem(error, main, { retry: start, signal: leaving.signal });
    }
  }
}

async function enter() {
  me = await get('me');
  bar.hidden = false;
  const admin = me.role === 'admin';
  if (admin) {
    startLive();
  }
  fill(document.getElementById('who'), admin && badge, h('span', { class: 'who-name', title: `Role: ${me.role}` }, me.username), button('Log out', logout));
  show(true);
}

function showLogin(message) {
  me = null;
  stopLive();
  endUploads();
  leaving.abort();
  leaving = new AbortController();
  bar.hidden = true;
  document.title = 'Log in · Tradeguard';
  login.render({ root: main, signal: leaving.signal, message, entered: enter });
}

async function logout() {
  try {
    await remove('session');
  } catch (error) {
    if (error.status !== 401) {
      showProblem(error, main, { retry: () => show(true), signal: leaving.signal });
      return;
    }
  }
  history.replaceState(null, '', location.pathname);
  showLogin('You are logged out.');
}

function show(moveFocus) {
  if (me === null) {
    return;
  }
  leaving.abort();
  leaving = new AbortController();
  const place = placeOf(location.hash);
  drawNavigation(place.name);
  window.scrollTo(0, 0);
  const root = h('div', { class: 'view' });
  fill(main, root);
  document.title = `${place.view.title} · Tradeguard`;
  place.view.render({ root, signal: leaving.signal, me, id: place.id, query: place.query });
  if (moveFocus) {
    (root.querySelector('h1') ?? main).focus({ preventScroll: true });
  }
  announce(place.view.title);
}

function placeOf(hash) {
  const [path, query] = hash.replace(/^#/, '').split('?', 2);
  const parts = path.split('/');
  const depth = parts[0] === 'admin' ? 2 : 1;
  const name = parts.slice(0, depth).join('/');
  const id = parts[depth];
  const known = Object.hasOwn(VIEWS, name) && (!name.startsWith('admin/') || me.role === 'admin');
  if (!known || (id !== undefined && !(Object.hasOwn(ITEMS, name) && /^\d+$/.test(id)))) {
    return { name: HOME, view: VIEWS[HOME], query: new URLSearchParams() };
  }
  return { name, id, view: id === undefined ? VIEWS[name] : ITEMS[name], query: new URLSearchParams(query) };
}

function drawNavigation(current) {
  const nav = document.getElementById('nav');
  const links = (group) =>
    group.map(([name, label]) => h('li', {}, h('a', { href: `#${name}`, 'aria-current': name === current ? 'page' : null }, label)));
  fill(
    nav,
    h('ul', {}, links(MINE)),
    me.role === 'admin' && h('p', { class: 'nav-title', id: 'nav-admin' }, 'Operate'),
    me.role === 'admin' && h('ul', { 'aria-labelledby': 'nav-admin' }, links(ADMIN)),
  );
  // On a phone the ways lie side by side and most are out of sight.
  nav.querySelector('[aria-current]').scrollIntoView({ block: 'nearest', inline: 'center' });
}
