// Explain: why the next request of somebody would pass or not. Asking counts nothing.

import { get, withQuery } from '../api.js';
import { withCategories } from '../elements/categories.js';
import { field, fill, h, heading, select } from '../elements/dom.js';
import { facts } from '../elements/facts.js';
import { form } from '../elements/form.js';
import { count, duration, rate } from '../elements/format.js';

export const title = 'Explain';

export function render({ root, signal, query }) {
  const place = h('div', { class: 'results' });
  fill(root, heading(title), h('p', { class: 'lead' }, 'Which policy, override, count and source decide on the next request.'), place);
  withCategories(place, signal, (categories) => ask(place, categories, query, signal));
}

function ask(place, categories, query, signal) {
  const result = h('div', { 'aria-live': 'polite' });
  const who = h('input', { name: 'who', required: true, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', value: query.has('type') ? `${query.get('type')}:${query.get('id') ?? ''}` : query.get('user_id') ?? query.get('ip') ?? '' });
  const kind = select([['user', 'User name or number'], ['ip', 'IP address'], ['other', 'Other subject, as type:id']], query.has('type') ? 'other' : query.has('ip') ? 'ip' : 'user', { name: 'kind' });
  const category = select(categories, query.get('category') ?? 'default', { name: 'category' });
  const question = form({
    label: 'Explain',
    layout: 'inline',
    fields: [field('Who', kind), field('Name, number or address', who), field('Category', category)],
    signal,
    send: async () => {
      fill(result);
      const text = who.value.trim();
      const user = kind.value === 'user' ? await found(text, signal) : null;
      const subject = user ? { user_id: user.id } : kind.value === 'ip' ? { ip: text } : other(text);
      const answer = await get(withQuery('admin/explain', { ...subject, category: category.value }), signal);
      fill(result, explanation(answer, user));
    },
  });
  fill(place, question, result);
  if (who.value !== '') {
    question.requestSubmit();
  }
}

// A service's own words, like org:acme; the identifier may have colons too.
function other(text) {
  const [type, ...id] = text.split(':');
  return { type, id: id.join(':') };
}

// People know names, the API knows numbers.
async function found(text, signal) {
  if (/^\d+$/.test(text)) {
    return get(`admin/users/${text}`, signal);
  }
  const { items } = await get(withQuery('admin/users', { query: text, size: 200 }), signal);
  const named = items.find((user) => user.username === text);
  if (!named) {
    throw Object.assign(new Error(`No user is named “${text}”.`), { status: 404, document: { title: 'Not found' }, retryAfter: null });
  }
  return named;
}

function explanation(answer, user) {
  const verdict = answer.allowed
    ? `The next request passes: ${count(answer.remaining)} of ${count(answer.limit)} are left.`
    : `The next request is refused for ${duration(answer.retry_after ?? answer.reset_seconds)}: all ${count(answer.limit)} are used.`;
  return h(
    'div',
    { class: 'section' },
    h('p', { class: `verdict ${answer.allowed ? 'good' : 'bad'}` }, verdict),
    facts([
      user && ['User', `${user.username} (number ${user.id})`],
      ['Policy', `${rate(answer.limit, answer.period)}, ${answer.algorithm.replaceAll('_', ' ')}`],
      ['Set by', answer.override ? `an override for this ${user ? 'user' : 'subject'} (the default is ${rate(answer.default_limit, answer.default_period)})` : 'the default of the category'],
      ['Used', `${count(answer.count)} of ${count(answer.limit)}`],
      ['Resets in', duration(answer.reset_seconds)],
      answer.windows.length > 1 && ['Windows', answer.windows.map((one) => `${count(one.remaining)} of ${rate(one.limit, one.period)} left`).join('; ')],
      answer.concurrent !== null && ['Under way', `${count(answer.running)} of ${count(answer.concurrent)} at once`],
      answer.shadow && ['Shadow mode', 'counts and reports, never refuses'],
      ['Decided by', answer.source === 'redis' ? 'Redis' : 'this node’s memory'],
      ['Key', h('code', {}, answer.key)],
    ]),
  );
}
