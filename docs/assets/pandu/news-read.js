/** What a reader has read and put aside, kept in this browser alone; without a page, for tests. */

/** @typedef {{id: string, title: string, kind: string, date: string}} News */
/** @typedef {{read: Record<string, string>, closed: string[]}} Kept */

const KEY = "pandu.dibaca";
const ID = /^[A-Za-z0-9-]{1,80}$/;

/** Held here where the browser keeps nothing. @type {Kept} */
let held = { read: {}, closed: [] };
/** Whether what is held is newer than what the browser keeps. */
let ahead = false;

/**
 * Read what was kept; anything damaged is as if nothing was.
 * @param {string | null} raw
 * @returns {Kept}
 */
export function parseKept(raw) {
  /** @type {Kept} */
  const kept = { read: {}, closed: [] };
  try {
    const found = JSON.parse(raw ?? "null");
    for (const [id, time] of Object.entries(found?.read ?? {})) {
      if (ID.test(id) && typeof time === "string" && !Number.isNaN(Date.parse(time))) kept.read[id] = time;
    }
    if (Array.isArray(found?.closed)) kept.closed = found.closed.filter((/** @type {unknown} */ id) => typeof id === "string" && ID.test(id));
  } catch {
    // As if nothing was kept.
  }
  return kept;
}

/** @returns {Kept} */
export function readKept() {
  if (ahead) return held;
  try {
    const raw = localStorage.getItem(KEY);
    if (raw !== null) held = parseKept(raw);
  } catch {
    // What was told on this page still holds.
  }
  return held;
}

/** @param {Kept} kept @returns {boolean} Whether the browser keeps it. */
export function keep(kept) {
  held = kept;
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
    ahead = false;
  } catch {
    // Full or blocked: what was kept before stays for another day, this page knows better.
    ahead = true;
  }
  return !ahead;
}

/**
 * What is new to a reader and was not put aside, the newest first.
 * @param {readonly News[]} news
 * @param {Kept} kept
 */
export const unread = (news, kept) => news.filter(({ id }) => !(id in kept.read) && !kept.closed.includes(id));

/**
 * What is handed in: a line for each change, read or not.
 * @param {readonly News[]} news
 * @param {Kept} kept
 * @param {string} reader
 */
export const readingList = (news, kept, reader) =>
  news.map(({ id, title, kind, date }) => ({
    pembaca: reader, id, judul: title, jenis: kind, tanggal: date, dibaca: kept.read[id] ?? "",
  }));
