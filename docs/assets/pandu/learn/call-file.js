/** The published practice calls, and which of them comes next at which level. */

import { Told } from "../words.js";

/** @typedef {import("./progress-shape.js").Progress} Progress */
/**
 * @typedef {object} PracticeCall
 * @property {string} id
 * @property {string} flow
 * @property {number} stops How many steps it has.
 * @property {string} outcome
 * @property {number[]} edges
 * @property {unknown} [change]
 * @property {unknown} [late] How its caller changes an answer at the hardest level.
 */
/** @typedef {{id: string, title: string, words: unknown, edges: string[], calls: PracticeCall[]}} FlowCalls */
/** @typedef {{format: 1, flows: FlowCalls[]}} CallFile */

export const LEVELS = [
  { name: "Dengan petunjuk", told: "Klausul yang tepat disebut lebih dahulu." },
  { name: "Tanpa petunjuk", told: "Hanya penelepon dan Anda." },
  { name: "Dengan jam", told: "Ada waktu anjuran; dapat ditambah atau dimatikan." },
  { name: "Jawaban berubah", told: "Penelepon meralat jawabannya di tengah panggilan." },
];
export const HARDEST = LEVELS.length - 1;
/** From this share of first picks right, the next level is offered. */
const GOOD = 0.85;

/**
 * @param {string} address
 * @returns {Promise<CallFile>}
 */
export async function fetchCalls(address) {
  const response = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) throw new Told("Panggilan latihan tidak dapat diambil dari server. Periksa jaringan, lalu muat ulang halaman.");
  const file = await response.json().catch(() => null);
  if (file?.format !== 1 || !Array.isArray(file.flows)) throw new Told("Berkas panggilan latihan tidak dapat dibaca. Muat ulang halaman.");
  return file;
}

/**
 * The calls of a flow that a level has.
 * @param {FlowCalls} flow
 * @param {number} level
 */
export const callsAt = (flow, level) =>
  level < HARDEST ? flow.calls : flow.calls.filter((call) => call.late !== undefined || call.change !== undefined);

/**
 * The level to offer: the one above what went well.
 * @param {FlowCalls} flow
 * @param {Progress["calls"]} done
 */
export function offeredLevel(flow, done) {
  let level = 0;
  for (const { id } of flow.calls) {
    const record = done[id];
    if (record && record.of > 0 && record.points / record.of >= GOOD) level = Math.max(level, record.level + 1);
    else if (record) level = Math.max(level, record.level);
  }
  const most = callsAt(flow, HARDEST).length > 0 ? HARDEST : HARDEST - 1;
  return Math.min(level, most);
}

/**
 * The call that comes next at a level: one never held, else the one held longest ago.
 * @param {FlowCalls} flow
 * @param {number} level
 * @param {Progress["calls"]} done
 */
export function nextCall(flow, level, done) {
  const calls = callsAt(flow, level);
  const fresh = calls.find(({ id }) => !done[id]);
  if (fresh) return fresh;
  return [...calls].sort((a, b) => String(done[a.id]?.done).localeCompare(String(done[b.id]?.done)))[0];
}

/**
 * A finished call in what is stored: the harder level counts, then the more points.
 * @param {Progress} progress
 * @param {string} id
 * @param {import("./progress-shape.js").CallDone} record
 * @param {{clauses: string[], edges: string[]}} met
 * @returns {Progress}
 */
export function withCall(progress, id, record, met) {
  const before = progress.calls[id];
  const better =
    !before || record.level > before.level || (record.level === before.level && record.points >= before.points);
  return {
    ...progress,
    calls: { ...progress.calls, [id]: better ? record : { ...before, done: record.done } },
    met: {
      ...progress.met,
      clauses: [...new Set([...progress.met.clauses, ...met.clauses])],
      edges: [...new Set([...progress.met.edges, ...met.edges])],
    },
  };
}
