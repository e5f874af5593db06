/** A summary of progress becomes the page. Nothing is counted here. */

import { h } from "../dom.js";

/** @typedef {import("./progress-types.js").LessonRow} LessonRow */
/** @typedef {import("./progress-types.js").Summary} Summary */

/** @type {Record<LessonRow["state"], string>} */
const STATES = {
  belum: "belum",
  lulus: "lulus",
  ulang: "perlu diulang",
  berubah: "berubah sejak Anda menyelesaikannya",
};

/**
 * @param {Summary} summary
 * @param {string} root Address of the site's root.
 * @returns {(Node | null)[]}
 */
export function summaryNodes(summary, root) {
  return [
    nextNode(summary, root),
    figuresNode(summary),
    summary.lessons.of > 0 ? h("h2", {}, "Pelajaran") : null,
    summary.lessons.of > 0 ? lessonsNode(summary, root) : null,
    h("h2", {}, "Kartu"),
    cardsNode(summary),
    h("h2", {}, "Panggilan latihan dan cabang alur"),
    flowsNode(summary, root),
    h("h2", {}, "Klausul"),
    documentsNode(summary, root),
  ];
}

/**
 * The headline figures: of what, how much, as a number and as a line.
 * @param {Summary} summary
 * @returns {[string, number, number][]}
 */
export const figuresOf = ({ lessons, cards, flows, clauses, edges }) => [
  ["Pelajaran lulus", lessons.passed, lessons.of],
  ["Kartu dikuasai", cards.known, cards.of],
  ["Panggilan lulus", flows.reduce((sum, row) => sum + row.passed, 0), flows.reduce((sum, row) => sum + row.calls, 0)],
  ["Klausul tersentuh", clauses.met, clauses.of],
  ["Cabang dilalui", edges.met, edges.of],
];

/**
 * Lessons under their paths, in the order in which they are learnt.
 * @param {LessonRow[]} rows
 * @returns {[string, LessonRow[]][]}
 */
export function byPath(rows) {
  /** @type {Map<string, LessonRow[]>} */
  const paths = new Map();
  for (const row of rows) paths.set(row.path, [...(paths.get(row.path) ?? []), row]);
  return [...paths];
}

/**
 * @param {Summary} summary
 * @param {string} root
 */
function nextNode({ empty, next }, root) {
  if (next.length === 0) return h("p", { class: "p-maju-lanjut" }, "Semua sudah dipelajari, dan tidak ada kartu yang menunggu hari ini.");
  return h(
    "div",
    { class: "p-maju-lanjut" },
    h("p", { class: "p-maju-label" }, empty ? "Mulai di sini" : "Berikutnya"),
    h("ol", {}, next.map(({ words, url }) => h("li", {}, h("a", { href: new URL(url, root).href }, words)))),
  );
}

/**
 * @param {number} done
 * @param {number} of
 */
function lineNode(done, of) {
  const line = h("span", { class: "p-maju-garis", "aria-hidden": "true" }, h("i", {}));
  line.style.setProperty("--p-bagian", String(of > 0 ? done / of : 0));
  return line;
}

/** @param {Summary} summary */
const figuresNode = (summary) =>
  h(
    "dl",
    { class: "p-maju-angka" },
    figuresOf(summary).map(([label, done, of]) =>
      h("div", {}, h("dt", {}, label), h("dd", {}, h("b", {}, String(done)), ` dari ${of}`, lineNode(done, of))),
    ),
  );

/**
 * @param {Summary} summary
 * @param {string} root
 */
const lessonsNode = ({ lessons }, root) =>
  h(
    "div",
    { class: "p-maju-jalur" },
    byPath(lessons.rows).map(([path, rows]) => {
      const passed = rows.filter((row) => row.state === "lulus").length;
      const asked = rows.reduce((sum, row) => sum + row.asked, 0);
      const right = rows.reduce((sum, row) => sum + row.right, 0);
      return h(
        "details",
        { class: "p-maju-lipat" },
        h("summary", {}, h("span", {}, path), h("span", { class: "p-redup" }, `${passed} dari ${rows.length} lulus${asked > 0 ? ` · ${right} dari ${asked} soal benar` : ""}`)),
        h(
          "ul",
          {},
          rows.map((row) =>
            h(
              "li",
              { "data-keadaan": row.state },
              h("a", { href: new URL(row.url, root).href }, row.title),
              h("span", { class: "p-redup" }, ` ${STATES[row.state]}${row.asked > 0 ? `, ${row.right} dari ${row.asked} benar` : ""}`),
            ),
          ),
        ),
      );
    }),
  );

/** @param {Summary} summary */
const cardsNode = ({ cards }) =>
  h(
    "dl",
    { class: "p-maju-kartu" },
    /** @type {[string, number][]} */ ([
      ["Belum pernah", cards.new],
      ["Sedang dipelajari", cards.learning],
      ["Jatuh tempo", cards.due],
      ["Dikuasai", cards.known],
    ]).map(([label, count]) => h("div", {}, h("dt", {}, label), h("dd", {}, String(count)))),
  );

/** Levels of practice calls that have been done, in words. @param {number[]} levels */
const levelWords = (levels) =>
  levels.flatMap((count, level) => (count > 0 ? [`${count} di tingkat ${level}`] : [])).join(", ");

/**
 * @param {Summary} summary
 * @param {string} root
 */
const flowsNode = ({ flows }, root) =>
  tableNode(
    "Panggilan latihan dan cabang per alur",
    ["Alur", "Cabang dilalui", "Panggilan lulus", "Dicoba"],
    flows.map((row) => [
      h("a", { href: new URL(`alur/${row.id}/`, root).href }, row.title),
      [`${row.met} dari ${row.of}`, lineNode(row.met, row.of)],
      `${row.passed} dari ${row.calls}`,
      levelWords(row.levels) || "belum",
    ]),
  );

/**
 * @param {Summary} summary
 * @param {string} root
 */
const documentsNode = ({ documents }, root) =>
  tableNode(
    "Klausul per SOP",
    ["SOP", "Tersentuh", "Belum"],
    documents.map((row) => [
      row.title,
      [`${row.met} dari ${row.of}`, lineNode(row.met, row.of)],
      row.left.length === 0
        ? "tidak ada"
        : h(
            "details",
            { class: "p-maju-belum" },
            h("summary", {}, `${row.left.length} klausul`),
            h("p", {}, row.left.flatMap((id) => [h("a", { class: "p-ref", href: new URL(`k/#${id}`, root).href }, id), " "])),
          ),
    ]),
  );

/** @typedef {import("../dom.js").Child} Child */
/**
 * A table whose first column names its row.
 * @param {string} caption
 * @param {string[]} head
 * @param {(Child | Child[])[][]} rows
 */
export const tableNode = (caption, head, rows) =>
  h(
    "div",
    { class: "p-table-wrap", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      { class: "p-table p-maju-tabel" },
      h("caption", { class: "p-hanya-pembaca" }, caption),
      h("thead", {}, h("tr", {}, head.map((label) => h("th", { scope: "col" }, label)))),
      h(
        "tbody",
        {},
        rows.map(([name, ...cells]) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, ...[name ?? ""].flat()),
            cells.map((cell, at) => h("td", { "data-label": head[at + 1] }, ...[cell].flat())),
          ),
        ),
      ),
    ),
  );
