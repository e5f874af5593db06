/**
 * The calls under way in this tab. Memory holds them whole; the tab's own storage holds
 * the last one without the person, so that a reload finds the way again.
 */

/** @typedef {import("./call.js").Call} Call */
/** @typedef {import("./protocol.js").State} State */
/**
 * @typedef {object} Under A call under way.
 * @property {Call} call
 * @property {Set<string>} ticked What was ticked off.
 * @property {number | null} began When its first key was struck, as `Date.now()` counts.
 * @property {string} zone Where the caller is: `WIB`; empty is where the CSO is.
 * @property {string} closed When what the caller said was dropped: `14.32`; empty before.
 * @property {boolean} copied Whether the report was copied since the last answer.
 * @property {Map<string, string>} drafts What is typed and not sent yet, by fact; memory only.
 */
/**
 * @typedef {object} Kept
 * @property {State} state
 * @property {string[]} way Keys of the steps passed, the current one last.
 * @property {string[]} ticked
 * @property {number | null} began
 * @property {string} zone
 * @property {string} title
 * @property {string} step
 * @property {string} address
 */

const KEY = "pandu.panggilan";

/** @type {Map<string, Under>} By flow. */
export const calls = new Map();

/** What the next call of a flow already knows, because another flow referred to it. */
/** @type {Map<string, import("./call.js").Begin & {began: number | null, zone: string}>} */
export const handedOn = new Map();

/**
 * @param {Call} call
 * @returns {Under}
 */
export const newUnder = (call) => ({
  call,
  ticked: new Set(),
  began: null,
  zone: "",
  closed: "",
  copied: false,
  drafts: new Map(),
});

/**
 * The call begins with its first answer, not with the page; who answers on after the end goes on.
 * @param {Under | undefined} under
 */
export function markBegun(under) {
  if (!under) return;
  under.began ??= Date.now();
  under.closed = "";
  under.copied = false;
}

/**
 * The call is over: what was typed and not sent is dropped.
 * @param {Under} under
 */
export function markEnded(under) {
  under.closed = new Date().toTimeString().slice(0, 5).replace(":", ".");
  under.drafts.clear();
}

/**
 * Whether a call holds something that is neither copied nor meant to be dropped.
 * @param {Under} under
 */
export const wouldLose = (under) => !under.closed && !under.copied && (under.call.view?.last ?? 0) > 0;

/**
 * Another flow takes over: who is calling it need not ask again.
 * @param {string} name
 * @param {Under | undefined} under
 */
export function handOver(name, under) {
  // The engine keeps what both flows share; facts of the same name may mean another question.
  handedOn.set(name, {
    ...under?.call.given,
    carry: under?.call.view?.report.carry ?? {},
    continued: true,
    began: under?.began ?? null,
    zone: under?.zone ?? "",
  });
}

/** @type {Kept | null} What is kept, also where the browser allows no storage. */
let inMemory = null;

/**
 * Keep what a reload needs of a call that has begun and is not closed.
 * @param {string} flow
 * @param {string} address The page of the flow.
 */
export function keep(flow, address) {
  const under = calls.get(flow);
  const view = under?.call.view;
  if (!under || !view || !under.call.kept) return;
  if (under.began === null || under.closed) {
    forget(flow);
    return;
  }
  inMemory = {
    state: under.call.kept,
    way: view.trail.map((item) => item.key),
    ticked: [...under.ticked],
    began: under.began,
    zone: under.zone,
    title: view.flow.title,
    step: view.step?.title ?? view.report.title,
    address,
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(inMemory));
  } catch {
    // Without storage a reload begins anew; the call in memory is untouched.
  }
}

/**
 * Drop what was kept of a flow.
 * @param {string} flow
 */
export function forget(flow) {
  if (lastKept()?.state.flow !== flow) return;
  inMemory = null;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // It was never written.
  }
}

/**
 * What was kept of the call that is open, if there is one and it can be read.
 * @returns {Kept | null}
 */
export function lastKept() {
  if (inMemory) return inMemory;
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    const whole =
      typeof kept?.state?.flow === "string" && Array.isArray(kept.way) && Array.isArray(kept.ticked);
    return whole && isOurs(kept.address) ? kept : null;
  } catch {
    return null;
  }
}

/**
 * Whether an address is a page of this site: nothing else may become a link.
 * @param {unknown} address
 */
const isOurs = (address) => typeof address === "string" && address.startsWith(`${location.origin}/`);
