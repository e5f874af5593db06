/** The room the search runs in. It fetches its data once and answers questions. */

import { SearchEngine } from "./engine.js";
import { shown } from "./shown.js";

/** @typedef {import("./protocol.js").ToWorker} ToWorker */
/** @typedef {import("./protocol.js").FromWorker} FromWorker */
/** @typedef {Extract<ToWorker, {type: "ask"}>} Question */

const NEAR = 4;

/** @type {SearchEngine | null} */
let engine = null;
/** The question that came before there was an engine. @type {Question | null} */
let waiting = null;

/** @param {FromWorker} message */
const tell = (message) => self.postMessage(message);

/** @param {string} address */
async function open(address) {
  const started = performance.now();
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const { records, words, index, documents, frontDoor } = await response.json();
  engine = new SearchEngine(records, words, index);
  const ms = performance.now() - started;
  tell({ type: "ready", records: records.length, documents, frontDoor, ms });
  answer();
  // The first slip of the finger does not wait for what it takes to guess.
  setTimeout(() => {
    engine?.known().warm();
    engine?.marked([]);
  });
}

function answer() {
  const question = waiting;
  if (!engine || !question) return;
  waiting = null;
  const started = performance.now();
  const { role, document, limit } = question;
  const hits = engine.search(question.text, { role, document, limit, half: true });
  const near = hits.length ? [] : engine.nearest(question.text, { role, document, limit: NEAR });
  /** @param {import("./engine.js").Hit} hit */
  const lean = ({ entry, terms }) => shown(entry, engine?.marked(terms) ?? []);
  tell({
    type: "found",
    id: question.id,
    hits: hits.map(lean),
    unsaid: engine.unsaid(question.text, hits),
    near: near.map(lean),
    ms: performance.now() - started,
  });
}

self.onmessage = (/** @type {MessageEvent<ToWorker>} */ event) => {
  const message = event.data;
  if (message.type === "open") {
    open(message.data).catch((error) => tell({ type: "failed", detail: String(error) }));
  } else if (message.type === "ask") {
    waiting = message;
    try {
      answer();
    } catch (error) {
      tell({ type: "failed", detail: String(error) });
    }
  }
};
