/**
 * A kWh meter to press: an imitation, of no meter in particular. It shows what it was given for
 * a code and knows nothing else: neither what a code means nor what a caller will read out.
 */

import { h } from "../dom.js";
import { CELLS, drawDisplay } from "./meter-display.js";
import { createMeterState } from "./meter-state.js";

/** @typedef {import("./meter-state.js").Reading} Reading */
/**
 * @typedef {object} Meter
 * @property {HTMLElement} element
 * @property {(key: string) => void} press `0` to `9`, `Backspace` or `Enter`.
 * @property {(text: string) => void} show Shows something else, and stays with it until a key is pressed.
 * @property {() => void} reset Shows what stands there when nothing was pressed.
 * @property {() => void} focus
 */

/** @type {[string, string][]} The keys as they lie, and their words. */
const PAD = [
  ...["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => /** @type {[string, string]} */ ([digit, digit])),
  ["Backspace", "Hapus"],
  ["0", "0"],
  ["Enter", "Enter"],
];
const COLUMNS = 3;
/** @type {Record<string, number>} How far each arrow moves on the keypad. */
const ARROWS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS };

/**
 * @param {object} setup
 * @param {readonly string[]} setup.codes The codes it knows.
 * @param {Record<string, string | null>} setup.readings What it shows for each; null or missing stays blank.
 * @param {string} [setup.idle] What stands there when nothing was pressed.
 * @param {(shown: Reading) => void} [setup.onRead] Told what a code showed.
 * @param {(words: string) => void} [setup.announce] Where the page says things itself; else the meter does.
 * @returns {Meter}
 */
export function drawMeter({ codes, readings, idle = "", onRead = () => {}, announce }) {
  const state = createMeterState({ codes, readings, idle });
  const display = drawDisplay();
  const told = h("span", { class: "p-offscreen", role: announce ? null : "status" });
  const beside = h("p", { class: "p-meter-catatan" });
  const buttons = PAD.map(([key, words], at) =>
    h(
      "button",
      {
        class: /^\d$/.test(key) ? "p-meter-tombol" : "p-meter-tombol p-meter-kata",
        type: "button",
        tabindex: at === 0 ? null : "-1",
        onclick: () => press(key),
        onfocus: () => stand(at),
      },
      words,
    ),
  );
  const element = h(
    "div",
    { class: "p-meter", role: "group", "aria-label": "kWh meter tiruan" },
    h(
      "div",
      { class: "p-meter-muka" },
      h("p", { class: "p-meter-nama" }, h("b", {}, "kWh meter"), " tiruan, bukan meter tertentu"),
      h("div", { class: "p-meter-layar" }, display.element, told),
      h("div", { class: "p-meter-papan" }, buttons),
    ),
    beside,
  );

  /** The keypad is one stop of the tab key; inside it the arrows move. @param {number} at */
  const stand = (at) => buttons.forEach((button, index) => button.setAttribute("tabindex", index === at ? "0" : "-1"));

  const draw = () => {
    const { text, words, note } = state.seen;
    display.show(text);
    element.dataset.layar = text;
    beside.textContent = note;
    const said = [words, note].filter(Boolean).join(" ");
    if (announce) announce(said);
    else told.textContent = said;
  };
  /** @param {string} key */
  const press = (key) => {
    const read = state.press(key);
    draw();
    if (read) onRead(read);
  };

  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const at = buttons.findIndex((button) => button === event.target);
    const move = ARROWS[event.key];
    if (move !== undefined) buttons[at + move]?.focus();
    else if (/^[0-9]$/.test(event.key) || event.key === "Backspace" || event.key === "Enter") press(event.key);
    else return;
    // The desk around it listens for the same keys.
    event.preventDefault();
    event.stopPropagation();
  });

  draw();
  return {
    element,
    press,
    show(text) {
      state.show(text.slice(0, CELLS * 2));
      draw();
    },
    reset() {
      state.reset();
      draw();
    },
    focus: () => (buttons.find((button) => button.getAttribute("tabindex") !== "-1") ?? buttons[0])?.focus(),
  };
}
