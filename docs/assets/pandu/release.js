/**
 * Which version of the SOPs this is, how old, and whether it may still be used. What is current
 * is asked of the network alone; what was learnt last is remembered with its time.
 */

/**
 * @typedef {object} Release What `version.json` says.
 * @property {string} version
 * @property {string} made When it was built, ISO with zone.
 * @property {string} newest Date of the newest source.
 * @property {boolean} serviceWorker Whether this site keeps itself for use without a network.
 * @property {Record<string, string>} recalled Clause or document to the reason.
 * @property {string[]} withdrawn Clauses that this version shows as withdrawn, and an older one may not.
 */
/**
 * @typedef {object} Learnt
 * @property {Release} release What is current.
 * @property {number} checked When that was asked, as `Date.now()` counts.
 * @property {Release[]} past Versions that were current before, the newest first.
 */

/** A tab that is open for long, and what is kept, may be so many versions behind. */
const MOST_PAST = 4;
const KEY = "pandu.versi";
const ID = /^[\w-]{1,40}$/;

/**
 * Read what the network said; anything else than a release is none.
 * @param {any} raw
 * @returns {Release | null}
 */
export function readRelease(raw) {
  if (typeof raw !== "object" || raw === null || typeof raw.version !== "string" || !ID.test(raw.version)) return null;
  /** @type {Record<string, string>} */
  const recalled = {};
  for (const [id, reason] of Object.entries(raw.recalled ?? {})) if (ID.test(id)) recalled[id] = String(reason).slice(0, 300);
  return {
    version: raw.version,
    made: String(raw.made ?? ""),
    newest: String(raw.newest ?? ""),
    serviceWorker: raw.serviceWorker === true,
    recalled,
    withdrawn: (Array.isArray(raw.withdrawn) ? raw.withdrawn : []).map(String).filter((/** @type {string} */ id) => ID.test(id)),
  };
}

/**
 * Ask the network; null where it does not answer.
 * @param {string} address
 * @returns {Promise<Release | null>}
 */
export async function askRelease(address) {
  try {
    const response = await fetch(address, { cache: "no-store", credentials: "same-origin" });
    return response.ok ? readRelease(await response.json()) : null;
  } catch {
    return null;
  }
}

/**
 * Add what the network says now to what was learnt before.
 * @param {Learnt | null} before
 * @param {Release} release
 * @param {number} now
 * @returns {Learnt}
 */
export function learn(before, release, now) {
  const known = before ? [before.release, ...before.past] : [];
  const past = known.filter(({ version }) => version !== release.version).slice(0, MOST_PAST);
  return { release, checked: now, past };
}

/**
 * What is known of a version; the current one where it is the same or nothing is known of it.
 * @param {Learnt} learnt
 * @param {string} version
 */
export const releaseOf = ({ release, past }, version) => past.find((other) => other.version === version) ?? release;

/**
 * What must not be used any more on a page of a version, with the reason.
 * @param {Learnt} learnt
 * @param {string} version Of the page; empty where it is not known.
 * @returns {Record<string, string>}
 */
export function recalledOn(learnt, version) {
  const recalled = { ...learnt.release.recalled };
  if (!version || version === learnt.release.version) return recalled;
  // What the page itself shows as withdrawn needs no wall.
  const own = learnt.past.find((other) => other.version === version);
  for (const id of learnt.release.withdrawn) {
    if (!own?.withdrawn.includes(id)) recalled[id] ??= "Klausul ini dicabut dalam versi yang baru.";
  }
  return recalled;
}

/** @returns {Learnt | null} */
export function lastLearnt() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    const release = readRelease(kept?.release);
    if (!release || !Number.isFinite(kept.checked)) return null;
    const past = (Array.isArray(kept.past) ? kept.past : []).map(readRelease).filter(Boolean);
    return { release, checked: kept.checked, past: past.slice(0, MOST_PAST) };
  } catch {
    return null;
  }
}

/** @param {Learnt} learnt */
export function rememberLearnt(learnt) {
  try {
    localStorage.setItem(KEY, JSON.stringify(learnt));
  } catch {
    // The next page asks again.
  }
}

const MINUTE = 60_000;
const DAY_MINUTES = 1440;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];

/**
 * Say how long ago something was; a clock that was set back is told as now.
 * @param {number} then
 * @param {number} now
 */
export function agoWords(then, now) {
  const minutes = Math.max(0, Math.floor((now - then) / MINUTE));
  if (minutes < 1) return "baru saja";
  if (minutes < 60) return `${minutes} menit lalu`;
  if (minutes < DAY_MINUTES) return `${Math.floor(minutes / 60)} jam lalu`;
  return `${Math.floor(minutes / DAY_MINUTES)} hari lalu`;
}

/** @param {string} iso */
export function dateWords(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  return `${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`;
}
