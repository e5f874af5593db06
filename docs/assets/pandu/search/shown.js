/** What of a record stands in the list: only that crosses from the worker to the page. */

/** @typedef {import("./engine.js").Entry} Entry */
/** @typedef {import("./engine.js").Answer} Answer */

/**
 * @typedef {object} Shown
 * @property {string} id
 * @property {string} kind
 * @property {string} title
 * @property {string} url
 * @property {string} clause
 * @property {string} source Document and date.
 * @property {string[]} stamps `historis`, `dicabut`, `diam`.
 * @property {string} start Address of the flow, or empty.
 * @property {string} summary
 * @property {Answer[]} rows Short answers, all of them.
 * @property {Answer | null} script The wording that answers best.
 * @property {string[]} words Words to be marked.
 */

/** Records whose answers are all short enough to stand side by side. */
const TABLED = new Set(["biaya", "katalog", "status", "istilah"]);

/**
 * The answer to show first: what is said or written, the one that speaks of what was asked.
 * @param {Entry} entry
 * @param {string[]} words
 */
export function leading(entry, words) {
  const answers = entry.answers ?? [];
  const wanted = new Set(words);
  /** @param {Answer} answer */
  const touched = ({ text, when = "" }) =>
    new Set(`${when} ${text}`.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => wanted.has(word))).size;
  const scripts = answers.filter(({ copy }) => copy);
  const from = scripts.length ? scripts : answers.filter(({ part }) => part);
  let best = null;
  let most = -1;
  for (const answer of from) {
    const count = touched(answer);
    if (count > most) [best, most] = [answer, count];
  }
  return best;
}

/**
 * @param {Entry} entry
 * @param {string[]} words
 * @returns {Shown}
 */
export function shown(entry, words) {
  const tabled = TABLED.has(entry.kind);
  return {
    id: entry.id,
    kind: entry.kind,
    title: entry.title,
    url: entry.url,
    clause: entry.clause ?? "",
    source: [entry.document, entry.date].filter(Boolean).join(" · "),
    stamps: entry.marks ?? [],
    start: entry.start ?? "",
    summary: tabled ? "" : (entry.summary ?? ""),
    rows: tabled ? (entry.answers ?? []) : [],
    script: tabled ? null : leading(entry, words),
    words,
  };
}
