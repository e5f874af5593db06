/**
 * Time as a thing that is handed in, so that tests can hold it still.
 *
 * @typedef {object} Clock
 * @property {() => number} now Milliseconds, only ever compared with each other.
 * @property {(run: () => void, ms: number) => unknown} setTimeout
 * @property {(timer: unknown) => void} clearTimeout
 */

/** @type {Clock} */
export const systemClock = {
  now: () => performance.now(),
  setTimeout: (run, ms) => globalThis.setTimeout(run, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(/** @type {number} */ (timer)),
};

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/**
 * Write a date as Python takes it: local, to the minute, without a zone.
 * @param {Date} date
 */
export function localIso(date) {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
