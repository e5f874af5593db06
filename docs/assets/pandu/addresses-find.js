/** Which place a permanent address means, and which ids are near one that nobody knows. */

const MOST_GUESSES = 5;
/** What somebody typed or pasted is never longer than this when it is shown. */
const SHOWN = 40;

/**
 * Read a fragment as an id; what cannot be decoded stays as it is.
 * @param {string} hash With or without its sign.
 */
export function askedId(hash) {
  const raw = hash.replace(/^#/, "");
  try {
    return decodeURIComponent(raw).trim();
  } catch {
    return raw;
  }
}

/** @param {string} text */
export const shortened = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/**
 * How many letters have to be changed, put in or left out.
 * @param {string} a
 * @param {string} b
 */
export function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * Find an id; capitals do not matter where only one id is spelt so.
 * @param {readonly string[]} names
 * @param {string} asked
 * @returns {{name: string, guesses: string[]}} An empty name where nobody knows it.
 */
export function findId(names, asked) {
  if (names.includes(asked)) return { name: asked, guesses: [] };
  const wanted = asked.slice(0, SHOWN).toLowerCase();
  const alike = names.filter((name) => name.toLowerCase() === wanted);
  if (alike.length === 1 && asked.length <= SHOWN) return { name: alike[0] ?? "", guesses: [] };
  const clause = wanted.split("/")[0] ?? "";
  const near = names
    .map((name) => ({ name, far: distance(name.toLowerCase(), wanted) - (name.toLowerCase() === clause ? 1 : 0) }))
    .filter(({ far }) => wanted !== "" && far <= Math.max(2, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.far - b.far);
  return { name: "", guesses: near.slice(0, MOST_GUESSES).map(({ name }) => name) };
}
