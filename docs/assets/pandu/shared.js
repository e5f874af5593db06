/** A desk that is opened with a link, or gets one while it is open. */

import { calls, markBegun, wouldLose } from "./calls.js";
import { confirmLoss, OPEN_SHARED } from "./help.js";
import { linkIn } from "./share.js";

const SHARED = "Jalan ini dibuka dari sebuah tautan.";
const RESTORED = "Jalan dan pilihan dipulihkan sesudah halaman dimuat ulang.";

/**
 * Why a way stands there that was not walked just now; empty where nothing has to be said.
 * @param {import("./calls.js").Under | undefined} under
 * @param {boolean} shared Whether it came with a link.
 */
export function whyStanding(under, shared) {
  const judged = under?.call.judgement?.text;
  const first = shared ? SHARED : RESTORED;
  if (judged) return `${first} Alur ini sudah diperbarui. ${judged}`;
  return shared || (under?.call.view?.missing.length ?? 0) > 0 ? first : "";
}

/**
 * @typedef {object} Receiver
 * @property {string} flow
 * @property {string} here The page's address, without a fragment.
 * @property {() => Promise<boolean>} ready Whether Python is there and the desk still is.
 * @property {() => void} make Put a new call in the place of the one there is.
 * @property {() => Promise<void>} begin Begin a call where there was none.
 * @property {(reason: string) => void} refused
 * @property {() => void} opened
 */

/** The theme fetches a page anew whose address got a fragment: a second desk then stands for the first. */
const SAME_MS = 5_000;
/** @type {Receiver | null} The desk that stands now. */
let receiver = null;
/** @type {{link: string, at: number, asking: boolean, reason: string, view: unknown}} What came last. */
let last = { link: "", at: 0, asking: false, reason: "", view: null };

/**
 * Open the way a link holds, unless that would drop a call somebody still wants.
 * @param {string} link
 */
async function open(link) {
  const mine = { link, at: Date.now(), asking: true, reason: "", view: /** @type {unknown} */ (null) };
  last = mine;
  const before = calls.get(receiver?.flow ?? "");
  const wanted = !before?.call.view || !wouldLose(before) || (await confirmLoss(OPEN_SHARED));
  mine.at = Date.now();
  // It may be another desk by now, of the same page.
  if (wanted && (await receiver?.ready())) await openNow(link, mine);
  mine.asking = false;
}

/**
 * @param {string} link
 * @param {typeof last} mine
 */
async function openNow(link, mine) {
  const desk = /** @type {Receiver} */ (receiver);
  const before = calls.get(desk.flow);
  desk.make();
  const made = calls.get(desk.flow);
  try {
    await made?.call.open(link);
  } catch (error) {
    if (before) calls.set(desk.flow, before);
    else await desk.begin();
    mine.reason = error instanceof Error ? error.message : String(error);
    receiver?.refused(mine.reason);
    return;
  }
  markBegun(made);
  mine.view = made?.call.view;
  receiver?.opened();
}

/** @param {Receiver} desk */
export function receiveLinks(desk) {
  receiver = desk;
  const take = () => {
    const link = linkIn(location.hash);
    // A reload goes on with the call, and does not open the link anew.
    if (link !== null) history.replaceState(history.state, "", desk.here);
    return link;
  };
  const changed = () => {
    const link = take();
    if (link !== null && !(last.asking && last.link === link)) void open(link);
  };
  window.addEventListener("hashchange", changed);
  const first = take();
  const again = first !== null && last.link === first && (last.asking || Date.now() - last.at < SAME_MS);
  return {
    /** Whether the page was opened with a link. */
    came: first !== null && !(again && !last.asking),
    openFirst: () => {
      if (first === null) return;
      if (!again) void open(first);
      else if (last.reason) desk.refused(last.reason);
      else if (last.view && last.view === calls.get(desk.flow)?.call.view) desk.opened();
    },
    stop: () => window.removeEventListener("hashchange", changed),
  };
}
