/** The time suggested for one task: quiet, to be extended or turned off, and never a punishment. */

import { fill, h } from "../dom.js";
import { keyButton } from "../report.js";

/** @typedef {import("../clock.js").Clock} Clock */

const MORE_SECONDS = 30;
const TICK_MS = 1_000;

/**
 * @param {Clock} clock
 */
export function createTimer(clock) {
  let on = true;
  let late = 0;
  let ends = 0;
  let whole = 1;
  /** @type {unknown} */
  let waiting = null;
  let told = false;
  const words = h("p", { class: "p-latih-sisa" });
  const bar = h("span", { class: "p-latih-pita-isi" });
  // Read when it is looked at; a count that speaks every second would drown the call.
  const element = h(
    "div",
    { class: "p-latih-jam", role: "timer", "aria-live": "off", hidden: true },
    h("span", { class: "p-latih-pita", "aria-hidden": "true" }, bar),
    words,
    h(
      "p",
      { class: "p-latih-tombol" },
      keyButton({ label: `Tambah ${MORE_SECONDS} detik`, key: "T", run: () => more() }),
      keyButton({ label: "Matikan jam", key: "J", run: () => turnOff() }),
    ),
  );

  const stop = () => {
    if (waiting !== null) clock.clearTimeout(waiting);
    waiting = null;
  };
  const draw = () => {
    const left = Math.max(0, Math.ceil((ends - clock.now()) / 1_000));
    bar.style.width = `${Math.round((100 * left) / whole)}%`;
    fill(words, left > 0 ? `Sisa ${left} detik` : "Waktu anjuran habis. Selesaikan saja, nilainya tidak berkurang.");
    if (left > 0) waiting = clock.setTimeout(draw, TICK_MS);
    else if (!told) {
      told = true;
      late += 1;
    }
  };
  const more = () => {
    stop();
    ends = Math.max(ends, clock.now()) + MORE_SECONDS * 1_000;
    whole += MORE_SECONDS;
    told = false;
    draw();
  };
  const turnOff = () => {
    on = false;
    stop();
    element.hidden = true;
  };

  return {
    element,
    /** How many tasks took longer than suggested. */
    get late() {
      return late;
    },
    get on() {
      return on;
    },
    stop,
    /**
     * Begin the time of a task; none with 0 seconds.
     * @param {number} seconds
     */
    begin(seconds) {
      stop();
      element.hidden = !on || seconds === 0;
      if (element.hidden) return;
      whole = seconds;
      told = false;
      ends = clock.now() + seconds * 1_000;
      draw();
    },
    /** For another call: on again, nothing late. */
    reset() {
      stop();
      on = true;
      late = 0;
    },
  };
}
