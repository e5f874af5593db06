/** The result of a score card on the screen, and the sheet that is printed of it. */

import { writeClipboard, announce } from "./copy.js";
import { fill, h } from "./dom.js";

/** @typedef {import("./protocol.js").CardRow} CardRow */
/** @typedef {import("./score-card.js").Sheet} Sheet */
/**
 * @typedef {object} ResultActs
 * @property {() => void} csv
 * @property {() => void} print
 * @property {() => Promise<string>} summary
 */

/**
 * @param {HTMLElement} place
 * @param {HTMLElement} printed
 * @param {Sheet} sheet
 * @param {ResultActs} acts
 */
export function drawResult(place, printed, sheet, acts) {
  const { card } = sheet.review;
  const rows = new Map(card.rows.map((row) => [row.id, row]));
  /** @param {string[]} ids */
  const named = (ids) => ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
  /** @param {string} text */
  const copy = async (text) => {
    const done = Boolean(text) && (await writeClipboard(text));
    announce(done ? "Ringkasan tersalin" : "Tidak dapat menyalin.", 1_600);
  };
  fill(
    place,
    h("p", { class: `p-nilai-putusan is-${card.verdict}` }, card.verdict_text),
    h(
      "p",
      { class: "p-nilai-jumlah" },
      h("b", { "data-nilai": card.points }, `${card.points}`),
      ` dari ${card.maximum} · ${card.percent}%`,
    ),
    card.unjudged > 0 ? h("p", { class: "p-redup" }, `${card.unjudged} butir belum dinilai; nilainya 0 sampai ditandai.`) : null,
    list("Fatal", "is-fatal", named(card.fatal)),
    list("Gaya", "is-gaya", named(card.style)),
    h("p", { class: "p-redup p-nilai-bobot" }, card.note),
    h(
      "p",
      { class: "p-nilai-berkas" },
      h("button", { class: "p-button", type: "button", "data-tetap": "csv", onclick: acts.csv }, "Unduh CSV"),
      h("button", { class: "p-button", type: "button", "data-tetap": "cetak", onclick: acts.print }, "Cetak"),
      h("button", { class: "p-button", type: "button", "data-tetap": "ringkas", onclick: () => void acts.summary().then(copy) }, "Salin ringkasan"),
    ),
  );
  drawPrinted(printed, sheet, named);
}

/**
 * @param {string} title
 * @param {string} form
 * @param {CardRow[]} rows
 */
function list(title, form, rows) {
  return h(
    "details",
    { class: `p-nilai-daftar ${form}`, open: form === "is-fatal" && rows.length > 0 },
    h("summary", {}, `${title}: ${rows.length === 0 ? "tidak ada" : rows.length}`),
    h("ul", {}, rows.map((row) => h("li", {}, h("b", {}, nameOf(row)), ` ${row.mark_text}`))),
  );
}

/** @param {CardRow} row */
const nameOf = (row) => [row.label, row.part || row.clause?.id].filter(Boolean).join(" ");

/**
 * The printed sheet: not a word of the call is on it.
 * @param {HTMLElement} place
 * @param {Sheet} sheet
 * @param {(ids: string[]) => CardRow[]} named
 */
function drawPrinted(place, sheet, named) {
  const { review, notes, clock } = sheet;
  const { card, flow } = review;
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
    wrong("Gaya", named(card.style)),
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
