/** On every other page while a call is open: where it stands, and the one key back to it. */

import { lastKept } from "./calls.js";
import { runCallClock } from "./call-clock.js";
import { h, keycap } from "./dom.js";

/** @type {{element: HTMLElement, stop: () => void} | null} */
let shown = null;

/** The strip that is on the page, if there is one. */
export const returnBar = () => shown?.element ?? null;

/** Take the strip away: the desk itself is on the page. */
export function hideReturnBar() {
  shown?.stop();
  shown?.element.remove();
  shown = null;
}

/** Show the strip where a call is open. */
export function showReturnBar() {
  hideReturnBar();
  const call = lastKept();
  if (!call) return;
  const clock = h("span", { class: "p-clock" });
  const element = h(
    "aside",
    { class: "p-kembali", "aria-label": "Panggilan berjalan", "data-search-exclude": "" },
    h("p", {}, h("b", {}, "Panggilan berjalan"), ` ${call.title} · ${call.step} `, clock),
    h(
      "a",
      { class: "p-button p-button-main", href: call.address, "data-key": "K", "aria-keyshortcuts": "K" },
      keycap("K"),
      h("span", {}, "Kembali ke panggilan"),
    ),
  );
  document.body.append(element);
  shown = { element, stop: runCallClock(clock, () => call.began) };
}
