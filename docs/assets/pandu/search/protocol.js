/** What page and search worker say to each other: one small union each way. */

/** @typedef {import("./shown.js").Shown} Shown */

/**
 * @typedef {{type: "open", data: string}
 *   | {type: "ask", id: number, text: string, role: string, document: string, limit: number}
 * } ToWorker
 */

/**
 * @typedef {{records: number, documents: Array<{id: string, title: string}>, frontDoor: string,
 *   ms: number}} Ready What can be found, and where to go when nothing is.
 */

/**
 * @typedef {({type: "ready"} & Ready)
 *   | {type: "found", id: number, hits: Shown[], near: Shown[], unsaid: string[], ms: number}
 *   | {type: "failed", detail: string}
 * } FromWorker
 */

/**
 * Read a message of the worker; null where it is none.
 * @param {unknown} data
 * @returns {FromWorker | null}
 */
export function fromSearch(data) {
  if (typeof data !== "object" || data === null || !("type" in data)) return null;
  const known = data.type === "ready" || data.type === "found" || data.type === "failed";
  return known ? /** @type {FromWorker} */ (data) : null;
}
