/**
 * What a reader's own browser keeps of the search: recent questions, pinned answers, and words
 * that found nothing. It never leaves the browser but as a file the reader saves, and nothing
 * that looks like a person's number or address is kept at all.
 */

const RECENT = "pandu.cari.terakhir";
const PINNED = "pandu.cari.disematkan";
const MISSED = "pandu.cari.tak-ketemu";
const CHOICES = "pandu.cari.saringan";
const MOST = { recent: 8, pinned: 24, missed: 200 };
const LONGEST = 80;
const PERSONAL = /@|(?:\p{N}[\s.-]?){6,}/u;

/** @typedef {{kata: string, kali: number, terakhir: string}} Missed */
/** @typedef {{id: string, title: string, url: string}} Pin */

/**
 * @template T
 * @param {string} name
 * @param {T} otherwise
 * @returns {T}
 */
function read(name, otherwise) {
  try {
    const value = JSON.parse(localStorage.getItem(name) ?? "null");
    return Array.isArray(value) === Array.isArray(otherwise) && value !== null ? value : otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} name @param {unknown} value */
function write(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A full or closed store: the search works, it only remembers nothing.
  }
}

/** @param {string} text */
const kept = (text) => {
  const plain = text.trim().replace(/\s+/g, " ").slice(0, LONGEST);
  return plain.length > 1 && !PERSONAL.test(plain) ? plain : "";
};

/** @returns {string[]} */
export const recents = () => read(RECENT, /** @type {string[]} */ ([])).filter((text) => typeof text === "string");

/** @param {string} text */
export function remember(text) {
  const plain = kept(text);
  if (!plain) return;
  const others = recents().filter((other) => other.toLowerCase() !== plain.toLowerCase());
  write(RECENT, [plain, ...others].slice(0, MOST.recent));
}

export const forgetRecents = () => write(RECENT, []);

/** @returns {Pin[]} */
export const pins = () =>
  read(PINNED, /** @type {Pin[]} */ ([])).filter((pin) => typeof pin?.id === "string" && typeof pin.title === "string");

/** @param {Pin} pin @returns {boolean} Whether it is pinned now. */
export function togglePin(pin) {
  const others = pins().filter(({ id }) => id !== pin.id);
  const added = others.length === pins().length;
  write(PINNED, added ? [pin, ...others].slice(0, MOST.pinned) : others);
  return added;
}

/** @returns {Missed[]} */
export const missed = () =>
  read(MISSED, /** @type {Missed[]} */ ([])).filter((row) => typeof row?.kata === "string");

/** @param {string} text @param {Date} now */
export function noteMissed(text, now) {
  const plain = kept(text).toLowerCase();
  if (!plain) return;
  const rows = missed();
  const before = rows.find(({ kata }) => kata === plain);
  const row = { kata: plain, kali: (before?.kali ?? 0) + 1, terakhir: now.toISOString().slice(0, 10) };
  write(MISSED, [row, ...rows.filter(({ kata }) => kata !== plain)].slice(0, MOST.missed));
}

export const forgetMissed = () => write(MISSED, []);

/** The list as a file for the editor: a spreadsheet reads it, a formula in it stays text. */
export function missedAsCsv() {
  /** @param {string | number} value */
  const cell = (value) => {
    const text = String(value);
    return `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const rows = missed().map(({ kata, kali, terakhir }) => [kata, kali, terakhir].map(cell).join(","));
  return `${["kata,kali,terakhir", ...rows].join("\r\n")}\r\n`;
}

/** @returns {{role: string, document: string}} */
export function choices() {
  const { role, document } = /** @type {{role?: string, document?: string}} */ (read(CHOICES, {}));
  return { role: role === "qa" ? "qa" : "cso", document: typeof document === "string" ? document : "" };
}

/** @param {{role: string, document: string}} chosen */
export const choose = (chosen) => write(CHOICES, chosen);
