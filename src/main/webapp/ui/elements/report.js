// What a backtest found, and its curves.

import { announce, fill, h } from './dom.js';
import { chart } from './chart.js';
import { figures } from './facts.js';
import { count, money, percent, plural } from './format.js';

/** Shows a report in a place: price, equity and drawdown over one time, and a table of the curve. */
export function report(place, answer, cash, signal) {
  const curve = answer.equity_curve.map(([when, equity]) => [Date.parse(when) / 1000, equity]);
  const times = curve.map(([time]) => time);
  const closes = answer.price_curve.map(([, close]) => close);
  const trades = answer.executions.map(([when, side, price]) => [Date.parse(when) / 1000, price, side === 'buy']);
  const over = ` over ${plural(answer.bars, 'bar')}`;
  const shared = { sync: 'backtest', signal };
  const price = chart(`Price${over}, with ${plural(trades.length, 'buy or sell', 'buys and sells')} marked`, { ...shared, series: [{ label: 'Close', color: '--muted' }], value: quote, marks: () => trades, free: true });
  const equity = chart(`Equity curve${over}`, { ...shared, series: [{ label: 'Equity', color: '--accent' }], value: (number, onAxis) => (onAxis ? count(Math.round(number)) : money(number)), fill: true });
  const drawdown = chart(`Drawdown${over}`, { ...shared, series: [{ label: 'Drawdown', color: '--bad' }], value: (number) => percent(number), fill: true, height: 140 });
  fill(
    place,
    figures([
      { name: 'Total return', value: percent(answer.total_return, true), tone: tone(answer.total_return), note: `buy and hold ${percent(answer.buy_and_hold_return, true)}` },
      { name: 'Final equity', value: money(answer.final_equity), note: `from ${money(cash)}` },
      { name: 'Max drawdown', value: percent(answer.max_drawdown), note: 'close to close' },
      { name: 'Win rate', value: answer.win_rate == null ? '–' : percent(answer.win_rate), note: plural(answer.trades, 'trade') },
    ]),
    h('figure', { class: 'curve price' }, h('figcaption', {}, 'Price ', h('span', { class: 'mark buy' }, '▲ buy'), ' ', h('span', { class: 'mark sell' }, '▼ sell')), price.element),
    h('figure', { class: 'curve equity' }, h('figcaption', {}, 'Equity at each close'), equity.element),
    h('figure', { class: 'curve drawdown' }, h('figcaption', {}, 'Drawdown from the highest equity before'), drawdown.element),
    h('p', { class: 'hint' }, `${plural(answer.bars, 'bar')} in ${count(answer.duration_ms)} ms`),
    asTable(curve),
  );
  price.setData([times, closes]);
  equity.setData([times, curve.map(([, amount]) => amount)]);
  drawdown.setData([times, falls(curve)]);
  announce(`Backtest done: total return ${percent(answer.total_return, true)}.`);
}

const quote = (number) => new Intl.NumberFormat('en', { maximumSignificantDigits: 6 }).format(number);

// How far below its highest value so far the equity is, as a fraction of it, 0 or less.
function falls(curve) {
  let peak = 0;
  return curve.map(([, amount]) => {
    peak = Math.max(peak, amount);
    return amount / peak - 1;
  });
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
