/** Finding by the letter: a clause by its id, a wording by a piece of it. */

/** @typedef {import("./engine.js").Entry} Entry */
/** @typedef {import("./engine.js").Hit} Hit */

const CLAUSE_ID = /^\s*([a-z]{3}|[a-z]{2}\d)(?:[\s.-]?([0-9a-z]+(?:-\d+)?))?\s*$/i;
const EXACT = /["“”„]\s*([^"“”„]+?)\s*["“”„]/;

/** @param {string} id */
const bare = (id) => id.toLowerCase().replace(/[^a-z0-9]/g, "");

/**
 * A wording as the source has it: without the braces of places to fill, one kind of quotation
 * mark and dash, single blanks. Letters and their case stay as they are.
 * @param {string} text
 */
const lettered = (text) =>
  text
    .replace(/[{}]/g, "")
    .replace(/[“”„]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[‐-―]/g, "-")
    .replace(/\s+/g, " ")
    .trim();

/**
 * What a question asks for in quotation marks, or nothing.
 * @param {string} text
 */
export const quotedIn = (text) => EXACT.exec(text)?.[1];

/**
 * Records that a clause id names, whole or half, the whole one first.
 * @param {Iterable<Entry>} entries
 * @param {string} text
 * @returns {Hit[]}
 */
export function named(entries, text) {
  const [, document = "", number = ""] = CLAUSE_ID.exec(text) ?? [];
  const wanted = bare(document + number);
  if (wanted.length < 3) return [];
  const found = [];
  for (const entry of entries) {
    const id = bare(entry.clause ?? "");
    if (entry.clause === entry.id && id.startsWith(wanted)) found.push({ entry, extra: id.length - wanted.length });
  }
  found.sort((a, b) => a.extra - b.extra);
  return found.map(({ entry, extra }) => ({ entry, score: 10 - extra / 10, terms: [] }));
}

/**
 * Records with an official wording that holds a text, letter for letter.
 * @param {Iterable<Entry>} entries
 * @param {string} text
 * @returns {Hit[]}
 */
export function holding(entries, text) {
  const wanted = lettered(text);
  /** @type {Hit[]} */
  const hits = [];
  for (const entry of entries) {
    const wordings = (entry.answers ?? []).filter((answer) => answer.part);
    if (wordings.some((answer) => lettered(answer.text).includes(wanted))) hits.push({ entry, score: 1, terms: [] });
  }
  return hits;
}
