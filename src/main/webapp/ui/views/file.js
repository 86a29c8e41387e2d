// One file: its facts and a backtest on it.

import { address, get, post } from '../api.js';
import { confirmDeletion } from '../elements/deletion.js';
import { button, field, fill, h, heading, loading, section } from '../elements/dom.js';
import { facts } from '../elements/facts.js';
import { form, showProblem } from '../elements/form.js';
import { bytes, count, time } from '../elements/format.js';
import { marketData } from '../elements/marketdata.js';
import { report } from '../elements/report.js';

export const title = 'File';

export async function render({ root, signal, id }) {
  fill(root, h('p', { class: 'crumb' }, h('a', { href: '#files' }, 'My files')), loading());
  try {
    show(root, signal, await get(`files/${id}`, signal));
  } catch (error) {
    showProblem(error, root.lastElementChild, { signal });
  }
}

function show(root, signal, file) {
  document.title = `${file.filename} · Tradeguard`;
  const result = h('div', {});
  const head = heading(
    file.filename,
    h('a', { class: 'button plain', href: address(`files/${file.id}/content`), download: '' }, 'Download'),
    button('Delete', () => confirmDeletion(file, signal, () => (location.hash = '#files'))),
  );
  fill(
    root,
    h('p', { class: 'crumb' }, h('a', { href: '#files' }, 'My files')),
    head,
    facts([
      ['Size', `${bytes(file.file_size_bytes)} (${count(file.file_size_bytes)} bytes)`],
      ['Type', file.mime_type],
      ['Uploaded', time(file.created_at)],
      ['SHA-256', h('code', {}, file.sha256)],
    ]),
    marketData(file.market_data),
    section('Backtest', h('p', { class: 'lead' }, 'Moving-average crossover: long with all cash while the fast average is above the slow one.'), backtest(file, result, signal), result),
  );
  head.querySelector('h1').focus({ preventScroll: true });
}

function backtest(file, result, signal) {
  const bars = { type: 'number', min: '1', step: '1', required: true, inputmode: 'numeric' };
  const fast = h('input', { ...bars, name: 'fast', value: '10' });
  const slow = h('input', { ...bars, name: 'slow', value: '30' });
  const cash = h('input', { type: 'number', name: 'cash', min: '1', step: 'any', required: true, inputmode: 'decimal', value: '10000' });
  return form({
    label: 'Run backtest',
    layout: 'inline',
    fields: [field('Fast average (bars)', fast), field('Slow average (bars)', slow), field('Initial cash', cash)],
    signal,
    send: async () => {
      const answer = await post('backtests', {
        file_id: file.id,
        strategy: { type: 'sma_crossover', fast: fast.valueAsNumber, slow: slow.valueAsNumber },
        initial_cash: cash.valueAsNumber,
      });
      report(result, answer, cash.valueAsNumber, signal);
    },
  });
}
