// The node's seconds as what charts draw.

const secondsOf = (second) => Math.floor(Date.parse(second.time) / 1000);

/** Returns the categories that occur, by name. */
export const seriesOf = (seconds) => [...new Set(seconds.flatMap((second) => second.decisions.map((one) => one.category)))].sort();

/** Returns [times, …values by category] of one outcome, allowed or refused. */
export function perSecond(seconds, categories, outcome) {
  const values = categories.map((category) => seconds.map((second) => second.decisions.find((one) => one.category === category)?.[outcome] ?? 0));
  return [seconds.map(secondsOf), ...values];
}

/** Returns [from, to] of each stretch in which a node with Redis had to do without it. */
export function awayBands(seconds) {
  const bands = [];
  let from = null;
  for (const second of seconds) {
    const away = second.source === 'local' && second.configured !== false;
    if (away && from === null) {
      from = secondsOf(second);
    } else if (!away && from !== null) {
      bands.push([from, secondsOf(second)]);
      from = null;
    }
  }
  if (from !== null) {
    bands.push([from, secondsOf(seconds.at(-1))]);
  }
  return bands;
}
