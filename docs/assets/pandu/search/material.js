/**
 * The search behind Material's own box: the one place that knows the theme.
 *
 * While the panel stands, Material hears no key and no focus of the field, so that its own search
 * sleeps (see material-worker.js). Should the panel not come up, or the search break down, Material
 * hears them again and takes over with what it has always shown.
 */

import { ADDRESSES } from "../addresses.js";
import { h } from "../dom.js";
import { searchClient } from "./client.js";
import { mountPanel } from "./panel.js";

const HEARD = ["keyup", "focus", "blur"];
const READY = "p-cari-siap";

/** What Material's box is made of; a test compares this with the theme. */
export const SEAM = {
  box: "[data-md-component=search]",
  field: "[data-md-component=search-query]",
  output: ".md-search__scrollwrap",
  toggle: "[data-md-toggle=search]",
  config: "#__config",
};

function mount() {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector(SEAM.field));
  const output = document.querySelector(SEAM.output);
  const toggle = /** @type {HTMLInputElement | null} */ (document.querySelector(SEAM.toggle));
  const box = document.querySelector(SEAM.box);
  const config = JSON.parse(document.querySelector(SEAM.config)?.textContent ?? "{}");
  if (!field || !output || !toggle || !box || !config.base) return;

  const root = new URL(`${String(config.base).replace(/\/$/, "")}/`, location.href).href;
  /** @param {string} address */
  const absolute = (address) => new URL(address, root).href;
  const place = h("div", { class: "p-temu" });

  /** @param {Event} event */
  const hush = (event) => {
    if (event.target === field) event.stopImmediatePropagation();
  };
  const stepAside = () => {
    for (const name of HEARD) window.removeEventListener(name, hush, true);
    document.documentElement.classList.remove(READY);
    place.remove();
    field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  };

  /** @type {HTMLElement | null} */
  let from = null;
  document.addEventListener("focusout", (event) => {
    const { target, relatedTarget } = event;
    if (relatedTarget === field && target instanceof HTMLElement && !box.contains(target)) from = target;
  });
  const close = () => {
    if (toggle.checked) toggle.click();
    field.blur();
    // The hand goes on where it was: on a field of a call, or on the desk.
    if (from?.isConnected) from.focus({ preventScroll: true });
    from = null;
  };
  const panel = mountPanel({
    field,
    place,
    scroller: output,
    absolute,
    close,
    start: (onReady) =>
      searchClient({
        worker: absolute(ADDRESSES.searchWorker),
        data: absolute(ADDRESSES.searchData),
        onReady,
        onFailed: stepAside,
      }),
  });
  output.append(place);
  for (const name of HEARD) window.addEventListener(name, hush, true);
  document.documentElement.classList.add(READY);

  // Material opens its box when the field has the focus; asleep, it does not hear of it.
  field.addEventListener("focusin", () => {
    if (!toggle.checked) toggle.click();
    // Not before it is wanted: Python starts at the same time on the pages of flows.
    panel.warm();
    panel.refresh();
  });
  box.addEventListener("focusout", (event) => {
    const to = /** @type {FocusEvent} */ (event).relatedTarget;
    if (to instanceof Node && !box.contains(to) && toggle.checked) toggle.click();
  });
  if (toggle.checked) panel.refresh();
}

mount();
