/**
 * Copy buttons, on every page: a click on any `.p-copy` copies the `.p-text` of its
 * own `.p-part`, or what stands in `data-copy`. What must not be said is never copied.
 */

import { h } from "./dom.js";

const DONE = "Tersalin";
const FAILED = "Tidak dapat menyalin. Pilih teksnya, lalu tekan Ctrl+C.";
const SHOWN_MS = 1_600;

/**
 * Find what a button copies.
 * @param {Element} button
 * @returns {string | null} Null where nothing may be copied.
 */
export function textFor(button) {
  if (button.closest(".p-dont")) return null;
  const own = button.getAttribute("data-copy");
  if (own !== null) return own;
  const link = button.getAttribute("data-copy-link");
  if (link !== null) return new URL(link, location.href).href;
  const text = button.closest(".p-part")?.querySelector(".p-text")?.textContent;
  return text ? text.trim() : null;
}

let silence = 0;

/**
 * Say something in passing, for eyes and ears. What was said before does not silence it.
 * @param {string} message
 * @param {number} [shownMs] How long it stands; without it until the next.
 */
export function announce(message, shownMs) {
  let place = document.querySelector(".p-status");
  if (!place) {
    place = h("div", { class: "p-status", role: "status" });
    document.body.append(place);
  }
  place.textContent = message;
  window.clearTimeout(silence);
  if (shownMs !== undefined) silence = window.setTimeout(() => announce(""), shownMs);
}

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
export async function writeClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Over plain http there is no clipboard API; the old way still works there.
    const field = h("textarea", { class: "p-offscreen", "aria-hidden": "true", tabindex: "-1" });
    field.value = text;
    const focused = document.activeElement;
    // Behind an open dialog nothing can be selected.
    (document.querySelector("dialog:modal") ?? document.body).append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    return done;
  }
}

/** @type {WeakMap<Element, number>} */
const shown = new WeakMap();

/** @param {Element} button */
async function copyFrom(button) {
  const text = textFor(button);
  if (text === null) return;
  const done = await writeClipboard(text);
  if (!done) return announce(FAILED);
  announce(button.getAttribute("data-told") ?? DONE, SHOWN_MS);
  button.dispatchEvent(new Event("p-tersalin", { bubbles: true }));
  button.classList.add("is-done");
  window.clearTimeout(shown.get(button));
  shown.set(button, window.setTimeout(() => button.classList.remove("is-done"), SHOWN_MS));
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest(".p-copy") : null;
  if (button) void copyFrom(button);
});
