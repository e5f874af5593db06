/** How long the call has lasted, quietly. */

/**
 * @param {number} ms
 * @returns {string} `02:14`, from an hour on `1:02:14`.
 */
export function elapsedWords(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/**
 * Keep a place showing the length of a call.
 * @param {Element | null} place
 * @param {() => number | null} began
 * @returns {() => void} Ends it.
 */
export function runCallClock(place, began) {
  const show = () => {
    const since = began();
    const words = since === null ? "" : elapsedWords(Date.now() - since);
    if (place && place.textContent !== words) place.textContent = words;
  };
  show();
  const timer = window.setInterval(show, 1000);
  return () => window.clearInterval(timer);
}
