/** A desk that is opened with a link, or gets one while it is open. */

import { calls, markBegun, wouldLose } from "./calls.js";
import { EngineFault } from "./engine-client.js";
import { confirmLoss, OPEN_SHARED } from "./help.js";
import { linkIn } from "./share.js";
import { wordsOf } from "./words.js";

/** @typedef {import("./calls.js").Under} Under */

const SHARED = "Panggilan ini dibuka dari tautan langkah.";
const RESTORED = "Jalan dan pilihan dipulihkan sesudah halaman dimuat ulang.";

/**
 * Why a way stands there that was not walked just now; empty where nothing has to be said.
 * @param {Under | undefined} under
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
 * @property {() => boolean} walking Whether a way was begun by hand, without Python.
 * @property {() => Under} make A new call, beside the one there is.
 * @property {<Result>(act: () => Promise<Result>) => Promise<Result>} aside Keep the desk busy with something.
 * @property {() => Promise<void>} begin Begin a call where there was none.
 * @property {(reason: string) => void} refused
 * @property {(error: unknown) => void} fall Python gave out.
 * @property {() => void} opened
 */
/**
 * @typedef {object} Came A link, and what became of it.
 * @property {string} flow Of the desk it came to.
 * @property {string} link
 * @property {number} at
 * @property {"ditanyakan" | "menunggu" | "selesai"} state Still asked about; waiting for a Python that did not start; done.
 * @property {string} reason Why it was refused.
 * @property {unknown} view
 */

/** The theme fetches a page anew whose address got a fragment: a second desk then stands for the first. */
const SAME_MS = 5_000;
/** @type {Receiver | null} The desk that stands now. */
let receiver = null;
/** @type {Came} What came last. */
let last = { flow: "", link: "", at: 0, state: "selesai", reason: "", view: null };

/**
 * Open the way a link holds, unless that would drop a call somebody still wants.
 * @param {string} link
 * @returns {Promise<boolean>} False where somebody wanted to keep what there is.
 */
async function open(link) {
  const flow = receiver?.flow ?? "";
  /** @type {Came} */
  const mine = { flow, link, at: Date.now(), state: "ditanyakan", reason: "", view: null };
  last = mine;
  const before = calls.get(flow);
  const loses = before?.call.view ? wouldLose(before) : receiver?.walking();
  const wanted = !loses || (await confirmLoss(OPEN_SHARED));
  mine.at = Date.now();
  if (!wanted || receiver?.flow !== flow) {
    mine.state = "selesai";
    return false;
  }
  // It may be another desk by now, of the same page.
  if (await receiver.ready()) await openNow(link, mine);
  else mine.state = "menunggu";
  return true;
}

/**
 * @param {string} link
 * @param {Came} mine
 */
async function openNow(link, mine) {
  const desk = /** @type {Receiver} */ (receiver);
  const made = desk.make();
  try {
    await desk.aside(async () => {
      await made.call.open(link);
      calls.set(desk.flow, made);
    });
  } catch (error) {
    if (error instanceof EngineFault) {
      mine.state = "menunggu";
      return receiver?.fall(error);
    }
    mine.state = "selesai";
    mine.reason = wordsOf(error);
    if (!calls.has(desk.flow)) await desk.begin();
    return receiver?.refused(mine.reason);
  }
  mine.state = "selesai";
  markBegun(made);
  mine.view = made.call.view;
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
    if (link !== null && !(last.state === "ditanyakan" && last.link === link)) void open(link);
  };
  window.addEventListener("hashchange", changed);
  const asking = () => last.state === "ditanyakan";
  const first = take();
  const again = first !== null && last.link === first && (asking() || Date.now() - last.at < SAME_MS);
  return {
    /** Whether the page was opened with a link. */
    came: first !== null && !(again && !asking()),
    openFirst: () => {
      if (first === null) return;
      if (!again) void open(first);
      else if (last.reason) desk.refused(last.reason);
      else if (last.view && last.view === calls.get(desk.flow)?.call.view) desk.opened();
    },
    /** Whether a link is not opened yet that somebody wants to be. */
    get waiting() {
      return last.flow === desk.flow && last.state !== "selesai";
    },
    /** Open the link that waited for Python. */
    openWaiting: () => open(last.link),
    stop: () => window.removeEventListener("hashchange", changed),
  };
}
