/** What is stored of a trainee's progress: its shape, and reading it without trusting it. */

/** @typedef {{done: string, right: number, asked: number, version: string}} LessonDone `done` is ISO 8601. */
/** @typedef {{done: string, level: number, steps: number, wrong: number, points: number, of: number}} CallDone */
/**
 * @typedef {object} Progress
 * @property {"pandu-latihan"} format
 * @property {number} version
 * @property {Record<string, Record<string, unknown>>} cards The state of each card, as Python wrote it.
 * @property {Record<string, unknown>[]} reviews
 * @property {Record<string, LessonDone>} lessons
 * @property {Record<string, CallDone>} calls
 * @property {{clauses: string[], edges: string[]}} met
 */

export const FORMAT = "pandu-latihan";
export const VERSION = 1;
/** Names that mean something to JavaScript itself; no card is called so. */
const NEVER = new Set(["__proto__", "constructor", "prototype"]);

/** @returns {Progress} */
export const emptyProgress = () => ({
  format: FORMAT,
  version: VERSION,
  cards: {},
  reviews: [],
  lessons: {},
  calls: {},
  met: { clauses: [], edges: [] },
});

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The same names and values, without the names that JavaScript would take for its own.
 * @param {Record<string, unknown>} record
 */
const harmless = (record) => Object.fromEntries(Object.entries(record).filter(([name]) => !NEVER.has(name)));

/**
 * Read what was stored or taken from a file.
 * @param {string} text
 * @returns {{progress: Progress, fault: ""} | {progress: null, fault: "rusak" | "lebih-baru"}}
 */
export function readText(text) {
  /** @type {unknown} */
  let raw;
  try {
    raw = JSON.parse(text);
  } catch {
    return { progress: null, fault: "rusak" };
  }
  if (!isRecord(raw) || raw.format !== FORMAT || !Number.isInteger(raw.version)) return { progress: null, fault: "rusak" };
  if (Number(raw.version) > VERSION) return { progress: null, fault: "lebih-baru" };
  const progress = wholeOf(raw);
  return progress ? { progress, fault: "" } : { progress: null, fault: "rusak" };
}

/**
 * @param {Record<string, unknown>} raw
 * @returns {Progress | null} Null where a part is not what it should be.
 */
function wholeOf(raw) {
  const { reviews = [], met = {} } = raw;
  /** @type {Record<string, Record<string, unknown>>} */
  const tables = {};
  for (const name of ["cards", "lessons", "calls"]) {
    const table = raw[name] ?? {};
    if (!isRecord(table) || !Object.values(table).every(isRecord)) return null;
    tables[name] = harmless(table);
  }
  if (!Array.isArray(reviews) || !reviews.every(isRecord) || !isRecord(met)) return null;
  const { clauses = [], edges = [] } = met;
  if (!areTexts(clauses) || !areTexts(edges)) return null;
  // What a later version of the same shape adds is kept as it is.
  return /** @type {Progress} */ ({ ...harmless(raw), ...tables, reviews, met: { ...harmless(met), clauses, edges } });
}

/**
 * @param {unknown} list
 * @returns {list is string[]}
 */
const areTexts = (list) => Array.isArray(list) && list.every((item) => typeof item === "string");

/**
 * Whether nothing has been done.
 * @param {Progress} progress
 */
export const isEmpty = ({ cards, lessons, calls, met }) =>
  [cards, lessons, calls].every((table) => Object.keys(table).length === 0) && met.clauses.length + met.edges.length === 0;

/** @param {Progress} progress */
export const textOf = (progress) => JSON.stringify(progress);

/**
 * Two progresses as one: of each item the later one's, and all that was met in either.
 * @param {Progress} earlier
 * @param {Progress} later
 * @returns {Progress}
 */
export const united = (earlier, later) => ({
  ...earlier,
  ...later,
  cards: { ...earlier.cards, ...later.cards },
  reviews: [...new Map([...earlier.reviews, ...later.reviews].map((row) => [JSON.stringify(row), row])).values()],
  lessons: { ...earlier.lessons, ...later.lessons },
  calls: { ...earlier.calls, ...later.calls },
  met: {
    ...earlier.met,
    ...later.met,
    clauses: [...new Set([...earlier.met.clauses, ...later.met.clauses])],
    edges: [...new Set([...earlier.met.edges, ...later.met.edges])],
  },
});
