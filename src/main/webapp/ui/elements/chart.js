// Thin lines over time, drawn by uPlot in the page's own colours and redrawn when those change.

import { uPlot } from '../uplot.js';
import { h } from './dom.js';

const HEIGHT = 220;
const MARK = 5;
const DAY = 86_400;
const dark = matchMedia('(prefers-color-scheme: dark)');

/**
 * A chart that follows its container's width. Options: series [{label, color (a custom property)}],
 * value(number) as text, bands() as [[from, to]] to shade, marks() as [[time, value, up]] to point at,
 * free where the values need no zero, sync as the name of a shared cursor, span
 * as the seconds that the time axis covers up to the last (all by default). The legend tells what is
 * under the cursor, else the last values. Its setData takes uPlot's [times, …values].
 */
export function chart(label, { series, value, bands = () => [], marks = () => [], span, sync, signal, fill = false, free = fill, height = HEIGHT }) {
  const frame = h('div', { class: 'chart', role: 'img', 'aria-label': label });
  let data = [[], ...series.map(() => [])];
  let plot;

  const build = () => {
    plot?.destroy();
    plot = new uPlot(options(), data, frame);
  };

  const timeOf = (at) => (at == null ? '–' : timeText(at, data[0]));
  const valueOf = (number) => (number == null ? '–' : value(number));

  const options = () => {
    const color = colors(frame);
    const axis = { stroke: color('--muted'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
    return {
      width: Math.max(200, frame.clientWidth),
      height,
      cursor: { sync: sync && { key: sync }, points: { size: 6 }, drag: { x: false, y: false } },
      legend: { live: true },
      scales: { x: { range: (_, low, high) => (span && high != null ? [high - span, high] : [low ?? 0, high ?? 1]) }, y: { range: (_, low, high) => nice(low ?? 0, high ?? 1, free) } },
      axes: [{ ...axis, size: 32, space: span ? 68 : 88, values: (_, ticks) => ticks.map((tick) => timeText(tick, data[0])) }, { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => value(tick, true)) }],
      series: [
        { label: 'Time', value: (_, at, __, index) => timeOf(index == null ? data[0].at(-1) : at) },
        ...series.map((one) => ({
          label: one.label,
          stroke: color(one.color),
          fill: fill ? color('--accent-soft') : undefined,
          width: 1.5,
          points: { show: false },
          value: (_, number, place, index) => valueOf(index == null ? data[place]?.at(-1) : number),
        })),
      ],
      hooks: {
        drawClear: [(drawn) => shade(drawn, bands(), color('--band'))],
        draw: [(drawn) => point(drawn, marks(), color('--good'), color('--bad'))],
      },
    };
  };

  const observer = new ResizeObserver(() => plot?.setSize({ width: Math.max(200, frame.clientWidth), height }));
  dark.addEventListener('change', build);
  signal.addEventListener('abort', () => {
    dark.removeEventListener('change', build);
    observer.disconnect();
    plot?.destroy();
  });

  return {
    element: frame,
    /** Draws new data; the first call must come after the element is in the page. */
    setData(next) {
      data = next;
      if (plot) {
        plot.setData(data);
      } else {
        build();
        observer.observe(frame);
      }
    },
  };
}

const colors = (element) => {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(name).trim();
};

// As much of a time as tells two ticks apart.
function timeText(seconds, times) {
  const moment = new Date(seconds * 1000);
  return times.at(-1) - times[0] > 2 * DAY ? moment.toISOString().slice(0, 10) : moment.toLocaleTimeString('en-GB');
}

// Rates start at zero and keep a floor, so that one request a second is no mountain; money does not.
function nice(low, high, free) {
  if (!free) {
    return [0, Math.max(5, high * 1.1)];
  }
  const margin = Math.max((high - low) * 0.08, Math.abs(high) * 0.001, 1e-9);
  return [low - margin, high + margin];
}

function shade(plot, bands, color) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = color;
  for (const [from, to] of bands) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
    if (right > left) {
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
  }
  ctx.restore();
}

// A triangle below the value points up at a buy, one above it down at a sell.
function point(plot, marks, upColor, downColor) {
  const { ctx } = plot;
  const size = MARK * devicePixelRatio;
  ctx.save();
  for (const [time, value, up] of marks) {
    const x = plot.valToPos(time, 'x', true);
    const y = plot.valToPos(value, 'y', true) + (up ? size : -size);
    const base = up ? y + 2 * size : y - 2 * size;
    ctx.fillStyle = up ? upColor : downColor;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x - size, base);
    ctx.lineTo(x + size, base);
    ctx.fill();
  }
  ctx.restore();
}
