/**
 * Stands where Material looks for its search worker, and sleeps. The first question that Material
 * really asks wakes the worker of the theme, which then answers by itself: that happens only where
 * our own search could not be shown. Anything unknown wakes it too, so that a new version of the
 * theme is never left without an answer.
 */

const SETUP = 0;
const READY = 1;
const QUERY = 2;

/** @type {unknown[]} */
let kept = [];
let awake = false;

/** @param {unknown} data */
const say = (data) => self.dispatchEvent(new MessageEvent("message", { data }));

function wake() {
  awake = true;
  self.onmessage = null;
  const theirs = new URL(`../../javascripts/workers/${location.search.slice(1)}`, location.href);
  const post = self.postMessage.bind(self);
  const [setup, ...questions] = kept;
  // Their index takes a moment; a question before it is ready would find nothing.
  self.postMessage = (/** @type {any} */ message) => {
    post(message);
    if (message?.type === READY) for (const question of questions.splice(0)) say(question);
  };
  importScripts(theirs.href);
  say(setup);
  kept = [];
}

self.onmessage = (/** @type {MessageEvent} */ event) => {
  if (awake) return;
  kept.push(event.data);
  const { type, data } = event.data ?? {};
  if (type === SETUP) self.postMessage({ type: READY });
  else if (type !== QUERY || data) wake();
};
