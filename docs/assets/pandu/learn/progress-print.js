/** The sheet that is printed: one page, on which the name is written by hand. */

import { fill, h } from "../dom.js";
import { byPath, figuresOf, tableNode } from "./progress-draw.js";

/** @typedef {import("./progress-types.js").Summary} Summary */

/**
 * @param {HTMLElement} place
 * @param {Summary} summary
 * @param {{day: string, site: string, pass: string}} about
 */
export function drawSheet(place, summary, { day, site, pass }) {
  fill(
    place,
    h("h2", {}, "Kemajuan latihan Pandu"),
    h("p", { class: "p-cetak-nama" }, h("span", {}, "Nama:"), h("span", {}, "Pendamping:"), h("span", {}, `Dicetak: ${day}`)),
    h(
      "p",
      { class: "p-cetak-angka" },
      figuresOf(summary).map(([label, done, of]) => h("span", {}, h("b", {}, `${done}/${of}`), ` ${label.toLowerCase()}`)),
    ),
    h(
      "div",
      { class: "p-cetak-dua" },
      tableNode(
        "Cabang per alur",
        ["Alur", "Cabang", "Panggilan"],
        summary.flows.map((row) => [row.title, `${row.met}/${row.of}`, `${row.passed}/${row.calls}`]),
      ),
      summary.lessons.of > 0
        ? tableNode(
            "Pelajaran per jalur",
            ["Jalur", "Lulus", "Soal benar"],
            byPath(summary.lessons.rows).map(([path, rows]) => [
              path,
              `${rows.filter((row) => row.state === "lulus").length}/${rows.length}`,
              `${sum(rows, "right")}/${sum(rows, "asked")}`,
            ]),
          )
        : null,
    ),
    h("h3", {}, "Klausul per SOP"),
    summary.documents.map((row) =>
      h(
        "p",
        { class: "p-cetak-sop" },
        h("b", {}, `${row.id} ${row.met}/${row.of}`),
        ` ${row.title}. `,
        row.left.length > 0 ? h("span", { class: "p-cetak-belum" }, `Belum: ${row.left.join(", ")}`) : "Semua tersentuh.",
      ),
    ),
    h(
      "p",
      { class: "p-cetak-kaki" },
      `Lulus: paling sedikit ${pass} benar. Tersentuh: klausulnya ada dalam pelajaran, kartu, atau panggilan yang dikerjakan. `,
      `Dihitung di peramban peserta${site ? `, data situs ${site}` : ""}.`,
    ),
  );
}

/**
 * @param {import("./progress-types.js").LessonRow[]} rows
 * @param {"right" | "asked"} name
 */
const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);
