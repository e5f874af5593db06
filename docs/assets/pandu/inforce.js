/**
 * How a clause or part stands on a date in a region. What is compared was worked out by
 * `flow_engine.inforce`; here a date only falls into a span.
 */

/**
 * @typedef {[first: string, last: string, state: string, clauses: string[], note: string, regions: string[]]} Row
 * @typedef {{keadaan: Record<string, string>, wilayah: string[], garis: Row[][], tempat: number[][], id: Record<string, number>}} InForce
 * @typedef {{state: string, clauses: string[], note: string, regions: string[], first: string, last: string}} Standing
 */

export const OTHER_REGION = "lain";
export const VALID = "berlaku";
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];

/**
 * @param {InForce} data
 * @param {string} id Of a clause or part.
 * @param {string} date ISO, or empty.
 * @param {string} region A name of `wilayah`, `lain`, or empty for all.
 * @returns {Standing | null} Null where the id or the region is not known.
 */
export function standing(data, id, date, region) {
  const own = Object.hasOwn(data.id, id) ? data.id[id] : undefined;
  const row = own === undefined ? undefined : data.tempat[own];
  if (!row) return null;
  const column = region === "" ? 0 : region === OTHER_REGION ? row.length - 1 : data.wilayah.indexOf(region) + 1;
  if (region !== "" && column === 0) return null;
  const line = data.garis[row[column] ?? -1];
  const found = date
    ? line?.slice(0, -1).find(([first, last]) => first <= date && (!last || date <= last))
    : line?.at(-1);
  if (!found) return null;
  const [first, last, state, clauses, note, regions] = found;
  return { first, last, state, clauses, note, regions };
}

/**
 * A day as it is written; empty for anything else. Never through a time zone.
 * @param {string} iso
 */
export function dayWords(iso) {
  if (!isDay(iso)) return "";
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** @param {string} iso */
export function isDay(iso) {
  if (!DAY.test(iso)) return false;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}

/**
 * Why something stands as it does, in one line.
 * @param {Standing} found
 */
export function reasonWords({ clauses, note, regions, first, last, state }) {
  const since = first && state === VALID && !note ? `sejak ${dayWords(first)}` : "";
  const until = last ? `sampai ${dayWords(last)}` : "";
  const where = regions.map((region) => (region === OTHER_REGION ? "UID lain" : region)).join(", ");
  const told = [where && `di ${where}`, since, until].filter(Boolean).join(" ");
  const by = clauses.length ? `menurut ${clauses.join(", ")}` : "";
  return [[told, by].filter(Boolean).join(", "), note].filter(Boolean).join(". ");
}
