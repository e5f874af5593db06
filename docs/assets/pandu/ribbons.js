/** Slim lines above everything: what is looked by, what changed. The desk gives them their room. */

import { find } from "./dom.js";

/** @type {Map<string, HTMLElement>} */
const shown = new Map();

/**
 * Put a line in the place of the one of that name, or take it away.
 * @param {string} name
 * @param {HTMLElement | "" | null | false} node
 */
export function ribbon(name, node) {
  const old = shown.get(name);
  if (!old && !node) return;
  // Who stands on a button of a line that is drawn anew stays where he is.
  const within = old?.contains(document.activeElement) ?? false;
  const focused = within ? document.activeElement?.getAttribute("data-tombol") : null;
  old?.remove();
  shown.delete(name);
  if (node) {
    // What is looked by stands below what changed, whichever came first.
    const news = shown.get("kabar");
    if (name === "dilihat" && news) news.after(node);
    else document.body.prepend(node);
    shown.set(name, node);
    if (focused) /** @type {HTMLElement | null} */ (node.querySelector(`[data-tombol="${focused}"]`))?.focus();
  }
  if (within && !node) focusPage();
  // The desk has less room now, or more, and fits its step anew.
  if (Boolean(old) !== Boolean(node)) window.dispatchEvent(new Event("resize"));
}

/** Who put a line away goes on with the page below it. */
function focusPage() {
  const heads = [".p-live .p-step-title", "h1"].map((where) => find(document, where));
  const head = heads.find((one) => one?.checkVisibility());
  if (!head) return;
  if (!head.hasAttribute("tabindex")) head.tabIndex = -1;
  head.focus({ preventScroll: true });
}
