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

/** @type {string} The flow whose call is open; empty where none is. */
let openFlow = "";

/**
 * Keep what a reload needs, and note that this call is the open one.
 * @param {string} flow
 * @param {string} address The page of the flow.
 */
export function keep(flow, address) {
  const under = calls.get(flow);
  const view = under?.call.view;
  if (!under || !view || !under.call.kept) return;
  const begun = under.began !== null && !under.closed;
  openFlow = begun ? flow : openFlow === flow ? "" : openFlow;
  if (!begun) {
    forget(flow);
    return;
  }
  /** @type {Kept} */
  const kept = {
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
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without storage a reload begins anew; the call in memory is untouched.
  }
}

/**
 * Drop what was kept.
 * @param {string} [flow] Only where it is of this flow.
 */
export function forget(flow = "") {
  const kept = lastKept();
  if (flow === openFlow) openFlow = "";
  if (!kept || (flow && kept.state.flow !== flow)) return;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // It was never written.
  }
}

/**
 * What was kept, if it can be read.
 * @returns {Kept | null}
 */
export function lastKept() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    const whole =
      kept && typeof kept === "object" && typeof kept.state?.flow === "string" &&
      typeof kept.address === "string" && Array.isArray(kept.way) && Array.isArray(kept.ticked);
    return whole ? kept : null;
  } catch {
    return null;
  }
}

/** The call that is open in this tab, in memory or kept; null where there is none. */
export function openCall() {
  const under = calls.get(openFlow);
  const view = under?.call.view;
  const kept = lastKept();
  if (under && view && kept) {
    return { began: under.began, title: view.flow.title, step: view.step?.title ?? view.report.title, address: kept.address };
  }
  return kept && { began: kept.began, title: kept.title, step: kept.step, address: kept.address };
}
