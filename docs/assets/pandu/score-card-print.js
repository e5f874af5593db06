/** The sheet that is printed of a score card: not a word of the call is on it. */

import { fill, h } from "./dom.js";

/** @typedef {import("./protocol.js").CardRow} CardRow */
/** @typedef {import("./score-card-sheet.js").Sheet} Sheet */

/** @param {CardRow} row */
export const nameOf = (row) => [row.label, row.part || row.clause?.id].filter(Boolean).join(" ");

/**
 * @param {Sheet} sheet
 * @returns {(ids: string[]) => CardRow[]} Finds the rows of the card by their ids.
 */
export function rowsOf({ review }) {
  const rows = new Map(review.card.rows.map((row) => [row.id, row]));
  return (ids) => ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
}

/**
 * @param {HTMLElement} place
 * @param {Sheet} sheet
 */
export function drawPrinted(place, sheet) {
  const { review, notes, clock } = sheet;
  const { card, flow } = review;
  const named = rowsOf(sheet);
  const note = (/** @type {string} */ id) => (notes[id] ? h("span", { class: "p-cetak-catatan" }, ` ${notes[id]}`) : null);
  /**
   * @param {string} title
   * @param {CardRow[]} rows
   */
  const wrong = (title, rows) =>
    h("p", {}, h("b", {}, `${title}: `), rows.length === 0 ? "tidak ada" : rows.map((row) => `${nameOf(row)} (${row.mark_text})`).join("; "));
  fill(
    place,
    h("h2", {}, `Kartu nilai · ${flow.title}`),
    h("p", {}, [flow.document_title, flow.date, review.outcome, `panggilan ${clock.replace("T", " ")}`].filter(Boolean).join(" · ")),
    h("p", { class: "p-cetak-putusan" }, `${card.verdict_text} · ${card.points} dari ${card.maximum} (${card.percent}%)`),
    wrong("Fatal", named(card.fatal)),
    wrong("Mengurangi nilai", named(card.style)),
    notes[""] ? h("p", {}, h("b", {}, "Catatan: "), notes[""]) : null,
    h("p", {}, card.note),
    h(
      "ul",
      { class: "p-cetak-butir" },
      card.rows.map((row) =>
        h("li", {}, h("b", {}, nameOf(row)), ` ${row.mark_text}`, row.maximum > 0 ? ` ${row.points}/${row.maximum}` : null, note(row.id)),
      ),
    ),
  );
}
