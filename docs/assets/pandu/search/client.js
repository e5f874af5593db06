/** The page's side of the search worker: one question at a time, late answers are dropped. */

import { fromSearch } from "./protocol.js";

/** @typedef {import("./shown.js").Shown} Shown */
/** @typedef {{role: string, document: string, limit: number}} Filter */
/** @typedef {{hits: Shown[], near: Shown[], unsaid: string[], ms: number}} Reply */

/**
 * Start a search worker.
 * @param {object} setup
 * @param {string} setup.worker Absolute address of the worker.
 * @param {string} setup.data Absolute address of what it searches.
 * @param {(ready: import("./protocol.js").Ready) => void} setup.onReady
 * @param {(detail: string) => void} setup.onFailed Told once, when the search is gone for good.
 */
export function searchClient({ worker: address, data, onReady, onFailed }) {
  let lastId = 0;
  /** @typedef {{id: number, text: string, filter: Filter, resolve: (reply: Reply | null) => void}} Question */
  /** @type {Question | null} */
  let open = null;
  /** The latest that came while another was open; those between are never asked. */
  /** @type {Question | null} */
  let next = null;
  let failed = false;
  const worker = new Worker(address, { type: "module", name: "pandu-cari" });

  /** @param {Question} question */
  const send = (question) => {
    open = question;
    worker.postMessage({ type: "ask", id: question.id, text: question.text, ...question.filter });
  };

  /** @param {string} detail */
  const fail = (detail) => {
    if (failed) return;
    failed = true;
    worker.terminate();
    open?.resolve(null);
    next?.resolve(null);
    open = next = null;
    onFailed(detail);
  };
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.message || "pekerja tidak dapat dimuat");
  });
  worker.addEventListener("message", (event) => {
    const message = fromSearch(event.data);
    if (message?.type === "ready") onReady(message);
    if (message?.type === "failed") fail(message.detail);
    if (message?.type !== "found" || message.id !== open?.id) return;
    const { hits, near, unsaid, ms } = message;
    open.resolve({ hits, near, unsaid, ms });
    const waiting = next;
    open = next = null;
    if (waiting) send(waiting);
  });
  worker.postMessage({ type: "open", data });

  return {
    /**
     * Ask; null when a later question came first or the search is gone.
     * @param {string} text
     * @param {Filter} filter
     * @returns {Promise<Reply | null>}
     */
    ask(text, filter) {
      if (failed) return Promise.resolve(null);
      lastId += 1;
      return new Promise((resolve) => {
        const question = { id: lastId, text, filter, resolve };
        next?.resolve(null);
        next = null;
        if (open) next = question;
        else send(question);
      });
    },
  };
}
