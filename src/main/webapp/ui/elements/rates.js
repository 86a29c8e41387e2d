// The node's seconds as what charts draw.

const secondsOf = (second) => Math.floor(Date.parse(second.time) / 1000);

/** Returns the categories of which count finds anything, by name. */
export const busyIn = (seconds, count) =>
  [...new Set(seconds.flatMap((second) => second.decisions.filter((one) => count(one) > 0).map((one) => one.category)))].sort();

/** Returns [times, …values by category] of what count takes from a second's decisions. */
export function perSecond(seconds, categories, count) {
  const values = categories.map((category) =>
    seconds.map((second) => {
      const decisions = second.decisions.find((one) => one.category === category);
      return decisions ? count(decisions) : 0;
    }),
  );
  return [seconds.map(secondsOf), ...values];
}

/** Returns [from, to] of each stretch in which Redis did not decide. */
export function awayBands(seconds) {
  const bands = [];
  let from = null;
  for (const second of seconds) {
    const away = second.source === 'local';
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
