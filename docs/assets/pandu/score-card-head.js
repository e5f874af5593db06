/** What a score card is about: its flow, its source, when the call was. */

import { h } from "./dom.js";

/** @typedef {import("./score-card-sheet.js").Sheet} Sheet */
/**
 * @typedef {object} HeadActs
 * @property {() => string} clock When the call was, as the card has it.
 * @property {(clock: string) => unknown} set
 * @property {() => unknown} close
 */

/** @param {HeadActs} acts */
export function createHead(acts) {
  const title = h("h2", { class: "p-nilai-judul", tabindex: "-1" });
  const source = h("p", { class: "p-nilai-asal" });
  const when = h("input", { type: "datetime-local", id: "p-nilai-jam", "data-tetap": "jam" });
  const commit = () => {
    if (when.value && when.value !== acts.clock()) acts.set(when.value);
    else if (!when.value) when.value = acts.clock();
  };
  // The browser tells of a change at each digit: a time is meant when the hand leaves it.
  when.addEventListener("blur", commit);
  when.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit();
  });
  const element = h(
    "div",
    { class: "p-nilai-kepala" },
    title,
    source,
    h("p", { class: "p-nilai-jam" }, h("label", { for: "p-nilai-jam" }, "Waktu panggilan"), when),
    h("button", { class: "p-button", type: "button", onclick: () => acts.close() }, "Kartu baru"),
  );
  return {
    element,
    /** @param {Sheet} sheet */
    draw({ review, clock }) {
      const origin = [review.flow.document, review.flow.date].filter(Boolean).join(", ");
      title.textContent = review.flow.title;
      source.textContent = review.outcome ? `${origin} · ${review.outcome}` : origin;
      if (document.activeElement !== when) when.value = clock;
    },
    focus: () => title.focus(),
  };
}
