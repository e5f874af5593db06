/** What the register shows and what it hands out; without a page, so that it is tested alone. */

/**
 * @typedef {object} Filter
 * @property {string} words As typed; what stands in quotation marks is taken letter for letter.
 * @property {boolean} exact Whether capitals count.
 * @property {string} kind `naskah`, a kind, or empty for all.
 * @property {string} document
 * @property {string} state
 * @property {string} date ISO, or empty.
 * @property {string} region
 */
/** @typedef {Record<string, string | boolean | string[]>} Line One line of `data/register.json`. */

/** @type {Readonly<Filter>} */
export const NO_FILTER = { words: "", exact: false, kind: "naskah", document: "", state: "", date: "", region: "" };
const NAMES = /** @type {const} */ ({
  words: "kata", kind: "jenis", document: "dokumen", state: "keadaan", date: "tanggal", region: "wilayah",
});
const LONGEST = 300;
const QUOTED = /["“”„]([^"“”„]+)["“”„]/g;

/**
 * Write a filter as a fragment; what is as at first is left out.
 * @param {Filter} filter
 */
export function toFragment(filter) {
  const found = new URLSearchParams();
  for (const [key, name] of Object.entries(NAMES)) {
    const value = String(filter[/** @type {keyof typeof NAMES} */ (key)]);
    if (value !== NO_FILTER[/** @type {keyof typeof NAMES} */ (key)]) found.set(name, value);
  }
  if (filter.exact) found.set("persis", "1");
  return found.toString();
}

/**
 * Read a fragment; what is not known there is left out.
 * @param {string} hash
 * @returns {Filter}
 */
export function fromFragment(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, "").slice(0, 2_000));
  const filter = { ...NO_FILTER, exact: given.get("persis") === "1" };
  for (const [key, name] of Object.entries(NAMES)) {
    const value = given.get(name);
    if (value !== null) filter[/** @type {keyof typeof NAMES} */ (key)] = value.slice(0, LONGEST);
  }
  return filter;
}

/**
 * Whether a fragment is a filter at all: a heading's name is none.
 * @param {string} hash
 */
export function isFilter(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, "").slice(0, 2_000));
  return [...Object.values(NAMES), "persis"].some((name) => given.has(name));
}

/** @param {string} text */
const joined = (text) => text.replace(/\s+/g, " ").trim();

/**
 * Whether a line holds what was typed: each word anywhere, each quotation to the letter.
 * @param {string} typed
 * @param {boolean} exact
 * @param {{id: string, words: string, text: string}} line Its words in small letters, and its wording.
 */
export function holds(typed, exact, { id, words, text }) {
  const quoted = [...typed.matchAll(QUOTED)].map((match) => joined(match[1] ?? ""));
  const wording = joined(text);
  const small = wording.toLowerCase();
  const all = joined(words);
  const name = joined(id).toLowerCase();
  for (const piece of quoted) {
    if (!(exact ? wording.includes(piece) : small.includes(piece.toLowerCase()))) return false;
  }
  const rest = joined(typed.replace(QUOTED, " ").replace(/["“”„]/g, " "));
  return rest
    .split(" ")
    .filter(Boolean)
    .every((word) => (exact ? wording.includes(word) || name.includes(word.toLowerCase()) : all.includes(word.toLowerCase())));
}

/** What a spreadsheet would take for a formula, also behind blanks; as `safe_cell` in Python. */
const FORMULA = /^(\s*[=+\-@＝＋－＠]|[\t\r\n])/;

/** @param {string | boolean | string[] | undefined} value */
function cell(value) {
  const text = Array.isArray(value) ? value.join("; ") : value === true ? "ya" : value === false ? "tidak" : String(value ?? "");
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/**
 * Write lines as `data/skrip.csv` is written: UTF-8 with its sign in front.
 * @param {Line[]} lines
 */
export function asCsv(lines) {
  const heads = Object.keys(lines[0] ?? {});
  const rows = [heads, ...lines.map((line) => heads.map((head) => line[head]))];
  return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

/** @param {unknown[]} lines */
export const asJson = (lines) => `${JSON.stringify(lines, null, 1)}\n`;
