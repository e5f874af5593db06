/** Boxes to tick off while the call goes on, and the one key that ticks the next of them. */

import { h, keycap } from "./dom.js";

const KEY = "X";

/**
 * A box to tick off. What is ticked is noted in `done`.
 * @param {string} name
 * @param {Set<string>} done
 */
export function tickBox(name, done) {
  const box = h("input", { class: "p-tick", type: "checkbox", checked: done.has(name) });
  box.addEventListener("change", () => {
    if (box.checked) done.add(name);
    else done.delete(name);
    box.dispatchEvent(new Event("p-centang", { bubbles: true }));
  });
  return box;
}

/**
 * Let the first open box that can be seen carry the key.
 * @param {HTMLElement} desk
 */
export function markNextTick(desk) {
  desk.querySelector(".p-tick-tombol")?.remove();
  desk.querySelector(`.p-tick[data-key]`)?.removeAttribute("data-key");
  for (const box of desk.querySelectorAll(".p-tick:not(:checked)")) {
    if (!box.checkVisibility()) continue;
    box.setAttribute("data-key", KEY);
    const cap = keycap(KEY);
    cap.classList.add("p-tick-tombol");
    box.nextElementSibling?.prepend(cap, " ");
    return;
  }
}
