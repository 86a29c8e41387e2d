// One clock for everything that counts down.

/** Calls tick now and once a second until the signal aborts or tick returns false. */
export function everySecond(tick, signal) {
  let timer;
  const stop = () => clearInterval(timer);
  const step = () => {
    if (tick() === false) {
      stop();
    }
  };
  if (signal?.aborted) {
    return;
  }
  timer = setInterval(step, 1000);
  signal?.addEventListener('abort', stop);
  step();
}

/** Returns the moment, in milliseconds, that lies these seconds ahead. */
export const deadlineIn = (seconds) => performance.now() + seconds * 1000;

/** Returns the whole seconds left until a deadline, rounded up. */
export const secondsUntil = (deadline) => Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
