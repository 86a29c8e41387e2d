// What a backtest found, and its equity curve.

import { announce, fill, h } from './dom.js';
import { chart } from './chart.js';
import { figures } from './facts.js';
import { count, money, percent, plural } from './format.js';

/** Shows a report in a place; the curve is a picture with its figures beside it as a table. */
export function report(place, answer, cash, signal) {
  const curve = answer.equity_curve.map(([when, equity]) => [Date.parse(when) / 1000, equity]);
  const equity = chart(`Equity curve over ${plural(answer.bars, 'bar')}`, {
    series: [{ label: 'Equity', color: '--accent' }],
    value: (number, onAxis) => (onAxis ? count(Math.round(number)) : money(number)),
    signal,
    fill: true,
  });
  fill(
    place,
    figures([
      { name: 'Total return', value: percent(answer.total_return, true), tone: tone(answer.total_return), note: `buy and hold ${percent(answer.buy_and_hold_return, true)}` },
      { name: 'Final equity', value: money(answer.final_equity), note: `from ${money(cash)}` },
      { name: 'Max drawdown', value: percent(answer.max_drawdown), note: 'close to close' },
      { name: 'Win rate', value: answer.win_rate == null ? '–' : percent(answer.win_rate), note: plural(answer.trades, 'trade') },
    ]),
    h('figure', { class: 'curve' }, h('figcaption', {}, 'Equity at each close'), equity.element),
    h('p', { class: 'hint' }, `${plural(answer.bars, 'bar')} in ${count(answer.duration_ms)} ms`),
    asTable(curve),
  );
  equity.setData([curve.map(([time]) => time), curve.map(([, amount]) => amount)]);
  announce(`Backtest done: total return ${percent(answer.total_return, true)}.`);
}

const tone = (fraction) => (fraction > 0 ? 'good' : fraction < 0 ? 'bad' : null);

function asTable(curve) {
  const row = ([time, amount]) => h('tr', {}, h('td', {}, new Date(time * 1000).toISOString().slice(0, 10)), h('td', { class: 'number' }, money(amount)));
  return h(
    'details',
    {},
    h('summary', {}, 'Show the curve as a table'),
    h('div', { class: 'table-frame tall', role: 'group', tabindex: '0', 'aria-label': 'Equity at each close' },
      h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Time'), h('th', { scope: 'col', class: 'number' }, 'Equity'))), h('tbody', {}, curve.map(row)))),
  );
}
