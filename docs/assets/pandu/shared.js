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
 * @param {object} desk
 * @param {string} desk.flow
 * @param {string} desk.here The page's address, without a fragment.
 * @param {() => Promise<boolean>} desk.ready Whether Python is there and the desk still is.
 * @param {() => void} desk.make Put a new call in the place of the one there is.
 * @param {() => Promise<void>} desk.begin Begin a call where there was none.
 * @param {(reason: string) => void} desk.refused
 * @param {() => void} desk.opened
 */
export function receiveLinks({ flow, here, ready, make, begin, refused, opened }) {
  /** One address may be told of twice, by the browser and by the theme. */
  let opening = false;
  /** @param {string} link */
  const open = async (link) => {
    if (opening) return;
    opening = true;
    try {
      await openLink(link);
    } finally {
      opening = false;
    }
  };
  /** @param {string} link */
  const openLink = async (link) => {
    const before = calls.get(flow);
    if (before?.call.view && wouldLose(before) && !(await confirmLoss(OPEN_SHARED))) return;
    if (!(await ready())) return;
    make();
    const made = calls.get(flow);
    try {
      await made?.call.open(link);
    } catch (error) {
      if (before) calls.set(flow, before);
      else await begin();
      refused(error instanceof Error ? error.message : String(error));
      return;
    }
    markBegun(made);
    opened();
  };
  const take = () => {
    const link = linkIn(location.hash);
    // A reload goes on with the call, and does not open the link anew.
    if (link !== null) history.replaceState(history.state, "", here);
    return link;
  };
  const changed = () => {
    const link = take();
    if (link !== null) void open(link);
  };
  window.addEventListener("hashchange", changed);
  const first = take();
  return {
    /** Whether the page was opened with a link. */
    came: first !== null,
    openFirst: () => void (first !== null && open(first)),
    stop: () => window.removeEventListener("hashchange", changed),
  };
}
