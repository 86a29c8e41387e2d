// Simulate: the recorded decisions judged again by a proposed limit.

import { post } from '../api.js';
import { withCategories } from '../elements/categories.js';
import { empty, field, fill, h, heading, section, select } from '../elements/dom.js';
import { figures } from '../elements/facts.js';
import { form } from '../elements/form.js';
import { count, percent, plural, rate, time } from '../elements/format.js';
import { table } from '../elements/table.js';

export const title = 'Simulate';
const SPANS = [['900', 'Last 15 minutes'], ['3600', 'Last hour'], ['86400', 'Last day'], ['own', 'Between two times']];

export function render({ root, signal }) {
  const place = h('div', { class: 'results' });
  fill(root, heading(title), h('p', { class: 'lead' }, 'Who would have been refused that was not, and who would have passed, had the limit been another.'), place);
  withCategories(place, signal, (categories) => ask(place, categories, signal));
}

function ask(place, categories, signal) {
  const result = h('div', { class: 'results', 'aria-live': 'polite' });
  const category = select(categories, 'backtest', { name: 'category' });
  const limit = h('input', { name: 'limit', type: 'number', min: '1', max: '1000000000', step: '1', required: true, value: '10' });
  const period = h('input', { name: 'period', type: 'number', min: '1', max: '31536000', step: '1', required: true, value: '60' });
  const algorithm = select([['fixed_window', 'Fixed window'], ['sliding_window', 'Sliding window'], ['gcra', 'GCRA']], 'fixed_window', { name: 'algorithm' });
  const span = select(SPANS, '3600', { name: 'span' });
  const from = h('input', { name: 'from', type: 'datetime-local', step: '1' });
  const to = h('input', { name: 'to', type: 'datetime-local', step: '1' });
  const times = [field('From', from), field('To', to)];
  const choose = () => {
    const own = span.value === 'own';
    times.forEach((one) => (one.hidden = !own));
    [from, to].forEach((control) => (control.required = own));
  };
  span.addEventListener('change', choose);
  choose();
  const interval = () =>
    span.value === 'own' ? [new Date(from.value), new Date(to.value)] : [new Date(Date.now() - Number(span.value) * 1000), new Date()];

  const proposal = form({
    label: 'Simulate',
    layout: 'inline',
    fields: [field('Category', category), field('Requests', limit), field('Period (seconds)', period), field('Algorithm', algorithm), field('Recorded in', span), ...times],
    signal,
    send: async () => {
      fill(result);
      const [begin, end] = interval();
      const answer = await post('admin/simulations', {
        category: category.value,
        limit: limit.valueAsNumber,
        period: period.valueAsNumber,
        algorithm: algorithm.value,
        from: begin.toISOString(),
        to: end.toISOString(),
      });
      fill(result, outcome(answer));
    },
  });
  fill(place, proposal, result);
}

function outcome(answer) {
  if (answer.decisions === 0) {
    return [empty('Nothing recorded', 'No decision of this category was recorded in that time on this node.')];
  }
  const share = answer.fraction < 1 ? `a sample: ${percent(answer.fraction)} of all keys` : 'every key';
  return [
    h('p', { class: 'lead' }, `${plural(answer.decisions, 'decision')} of ${plural(answer.keys, 'key')} replayed against ${rate(answer.limit, answer.period)} (${share}), recorded `, time(answer.from), ' to ', time(answer.to), '.'),
    figures([
      { name: 'Newly refused', value: count(answer.newly_refused.decisions), tone: answer.newly_refused.decisions > 0 ? 'bad' : null, note: plural(answer.newly_refused.callers, 'caller') },
      { name: 'Newly allowed', value: count(answer.newly_allowed.decisions), tone: answer.newly_allowed.decisions > 0 ? 'good' : null, note: plural(answer.newly_allowed.callers, 'caller') },
      { name: 'Refused as recorded', value: count(answer.refused_recorded) },
      { name: 'Refused as proposed', value: count(answer.refused_simulated) },
    ]),
    who('Would have been refused', answer.newly_refused.keys),
    who('Would have passed', answer.newly_allowed.keys),
  ];
}

const who = (name, keys) => keys.length > 0 && section(name, table(name, columns, keys));

const columns = [
  { label: 'Who', cell: (key) => h('span', { class: 'name' }, key.username ?? key.key) },
  { label: 'Key', cell: (key) => h('code', {}, key.key) },
  { label: 'Requests', number: true, cell: (key) => count(key.decisions) },
];
