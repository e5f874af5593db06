/** The result of a score card on the screen. */

import { announce, writeClipboard } from "./copy.js";
import { fill, h } from "./dom.js";
import { nameOf, rowsOf } from "./score-card-print.js";

/** @typedef {import("./protocol.js").CardRow} CardRow */
/** @typedef {import("./score-card-sheet.js").Sheet} Sheet */
/**
 * @typedef {object} ResultActs
 * @property {() => unknown} csv
 * @property {() => unknown} print
 * @property {() => Promise<string>} summary
 */

/** @param {ResultActs} acts */
export function createResult(acts) {
  const copySummary = async () => {
    const text = await acts.summary();
    const done = Boolean(text) && (await writeClipboard(text));
    announce(done ? "Ringkasan tersalin" : "Tidak dapat menyalin.", 1_600);
  };
  const warnings = h("ul", { class: "p-nilai-peringatan", "aria-label": "Yang perlu diketahui" });
  // Only this is read out, and only when it has changed: it is what a reviewer waits for.
  const sum = h("p", { class: "p-nilai-skor", role: "status", "aria-atomic": "true" });
  const open = h("p", { class: "p-redup" });
  const fatal = createList("Fatal", "is-fatal");
  const style = createList("Mengurangi nilai", "is-gaya");
  const weighed = h("p", { class: "p-redup p-nilai-bobot" });
  const element = h(
    "section",
    { class: "p-nilai-hasil", "aria-label": "Hasil" },
    warnings,
    sum,
    open,
    fatal.element,
    style.element,
    weighed,
    h(
      "p",
      { class: "p-nilai-berkas" },
      h("button", { class: "p-button", type: "button", "data-tetap": "csv", onclick: () => acts.csv() }, "Unduh CSV"),
      h("button", { class: "p-button", type: "button", "data-tetap": "cetak", onclick: () => acts.print() }, "Cetak"),
      h("button", { class: "p-button", type: "button", "data-tetap": "ringkas", onclick: () => void copySummary() }, "Salin ringkasan"),
    ),
  );
  let told = "";

  return {
    element,
    /** @param {Sheet} sheet */
    draw(sheet) {
      const { card } = sheet.review;
      const known = [...new Set([...sheet.opened, ...sheet.review.warnings])];
      const named = rowsOf(sheet);
      const next = JSON.stringify([card.verdict, card.verdict_text, card.points, card.maximum, card.percent]);
      if (next !== told) {
        told = next;
        fill(
          sum,
          h("span", { class: `p-nilai-putusan is-${card.verdict}` }, card.verdict_text),
          " ",
          h("span", { class: "p-nilai-jumlah" }, h("b", { "data-nilai": card.points }, `${card.points}`), ` dari ${card.maximum} · ${card.percent}%`),
        );
      }
      warnings.hidden = known.length === 0;
      fill(warnings, known.map((words) => h("li", {}, words)));
      open.hidden = card.unjudged === 0;
      open.textContent = `${card.unjudged} butir belum dinilai; nilainya 0 sampai ditandai.`;
      fatal.show(named(card.fatal), true);
      style.show(named(card.style), false);
      weighed.textContent = card.note;
    },
  };
}

/**
 * @param {string} title
 * @param {string} form
 */
function createList(title, form) {
  const summary = h("summary", { "data-tetap": `daftar ${form}` });
  // A list that scrolls is reached by keys too.
  const items = h("ul", { tabindex: "0", "aria-label": title });
  const element = h("details", { class: `p-nilai-daftar ${form}` }, summary, items);
  let shown = "";
  let count = 0;
  return {
    element,
    /**
     * @param {CardRow[]} rows
     * @param {boolean} unfold Whether it opens by itself when the first row comes.
     */
    show(rows, unfold) {
      const next = JSON.stringify(rows.map((row) => [row.id, row.mark_text]));
      if (next === shown) return;
      shown = next;
      summary.textContent = `${title}: ${rows.length === 0 ? "tidak ada" : rows.length}`;
      items.hidden = rows.length === 0;
      fill(items, rows.map((row) => h("li", {}, h("b", {}, nameOf(row)), ` ${row.mark_text}`)));
      if (rows.length === 0) element.open = false;
      else if (unfold && count === 0) element.open = true;
      count = rows.length;
    },
  };
}
