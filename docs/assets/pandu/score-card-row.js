/**
 * One item of the score card: its wording, its marks, the note on it. It is made once and then
 * only told what changed, so that a hand that is in it is not disturbed by an answer of Python.
 */

import { fill, h } from "./dom.js";
import { withSlots } from "./parts.js";
import { differenceNode, rootOf } from "./score-card-difference.js";
import { spokenNodes } from "./spoken.js";

/** @typedef {import("./protocol.js").CardRow} CardRow */
/** @typedef {import("./protocol.js").Mark} Mark */
/** @typedef {import("./score-card-sheet.js").Sheet} Sheet */
/**
 * @typedef {object} RowActs
 * @property {(marks: Record<string, Mark>) => unknown} tick
 * @property {(id: string, text: string) => void} note
 */
/** @typedef {{element: HTMLElement, form: string, update: (row: CardRow, mark: Mark) => void}} RowView */

/** The marks of each kind with the words for them, and the key that sets it on a row. */
/** @type {Record<string, [Mark, string, string][]>} */
const MARKS = {
  ucapkan: [["tepat", "Tepat", "T"], ["mirip", "Mirip", "M"], ["tidak", "Tidak", "X"], ["lewat", "Tidak berlaku", "L"]],
  jangan: [["tidak", "Tidak disampaikan", "X"], ["tepat", "Disampaikan", "T"], ["lewat", "Tidak berlaku", "L"]],
  lakukan: [["tepat", "Dikerjakan", "T"], ["tidak", "Tidak", "X"], ["lewat", "Tidak berlaku", "L"]],
  urutan: [["tepat", "Urut", "T"], ["tidak", "Tidak urut", "X"], ["lewat", "Tidak berlaku", "L"]],
};
/** @type {Record<string, string>} */
const FORMS = { ucapkan: "is-say", jangan: "is-dont", lakukan: "is-do", urutan: "is-order" };
/** @type {Record<string, string>} */
const SOURCES = { teks: "dari teks", centang: "dari Anda" };

/**
 * What of a row never changes while it is on the page; with another form it is made anew.
 * @param {CardRow} row
 */
export const formOf = ({ kind, label, part, clause, system, when }) => JSON.stringify([kind, label, part, clause, system, when]);

/**
 * @param {CardRow} row
 * @param {Sheet} sheet
 * @param {RowActs} acts
 * @returns {RowView}
 */
export function createRow(row, sheet, acts) {
  const name = row.part || row.clause?.id || row.label;
  const points = h("span", { class: "p-nilai-angka" });
  const wording = h("p", { class: "p-nilai-naskah" });
  const source = h("span", { class: "p-nilai-sumber" });
  const difference = h("div");
  const marks = marksNode(row, name, acts);
  const element = h(
    "div",
    { "data-butir": row.id },
    h(
      "p",
      { class: "p-nilai-jenis" },
      h("span", { class: "p-nilai-label" }, row.label),
      row.system ? h("span", { class: "p-app" }, row.system) : null,
      row.when ? h("span", { class: "p-when" }, `bila ${row.when}`) : null,
      row.clause ? h("a", { class: "p-ref", href: rootOf(row.clause.url) }, name) : null,
      points,
    ),
    wording,
    h("div", { class: "p-nilai-baris" }, marks.element, source, noteNode(row.id, name, sheet, acts)),
    difference,
  );
  element.addEventListener("keydown", (event) => markByKey(element, row, acts, event));
  let shown = "";

  /** @type {RowView["update"]} */
  const update = (next, mark) => {
    const told = JSON.stringify([next, mark]);
    if (told === shown) return;
    shown = told;
    element.className = `p-nilai-butir ${FORMS[next.kind] ?? ""}${next.fatal ? " is-fatal" : ""}`;
    element.dataset.mark = next.mark;
    points.textContent = next.maximum > 0 || next.points > 0 ? `${next.points}/${next.maximum}` : "";
    fill(wording, next.pieces.length > 0 ? spokenNodes(next.pieces) : withSlots(next.text));
    source.textContent = sourceWords(next);
    marks.check(mark);
    fill(difference, next.segments.length > 0 && next.mark !== "tepat" ? differenceNode(next) : null);
  };
  return { element, form: formOf(row), update };
}

/** @param {CardRow} row */
function sourceWords(row) {
  const likeness = row.percent !== null && row.mark !== "tepat" && row.source !== "centang" ? `${row.percent}% mirip` : "";
  const place = row.kind === "urutan" && row.mark ? row.mark_text : likeness;
  return [SOURCES[row.source] ?? "", place].filter(Boolean).join(", ");
}

/**
 * @param {CardRow} row
 * @param {string} name
 * @param {RowActs} acts
 */
function marksNode(row, name, acts) {
  const radios = (MARKS[row.kind] ?? []).map(([mark, label, key]) => {
    const radio = h("input", {
      type: "radio", name: `tanda ${row.id}`, value: mark, "data-tetap": `tanda ${row.id} ${mark}`, "data-tombol": key,
      onchange: () => acts.tick({ [row.id]: mark }),
    });
    return { mark, radio, label: h("label", {}, radio, h("span", {}, label)) };
  });
  const legend = h("legend", { class: "p-hanya-pembaca" }, `${row.label} ${name}`);
  return {
    element: h("fieldset", { class: "p-nilai-tanda" }, legend, radios.map(({ label }) => label)),
    /** @param {Mark} mark */
    check(mark) {
      for (const one of radios) one.radio.checked = one.mark === mark;
    },
  };
}

/**
 * @param {string} id
 * @param {string} name
 * @param {Sheet} sheet
 * @param {RowActs} acts
 */
function noteNode(id, name, sheet, acts) {
  const text = sheet.notes[id] ?? "";
  const field = h("textarea", { rows: 2, maxlength: 1000, "aria-label": `Catatan ${name}`, "data-tetap": `catatan ${id}` });
  field.value = text;
  field.addEventListener("input", () => acts.note(id, field.value));
  return h("details", { class: "p-nilai-catatan", open: Boolean(text) }, h("summary", {}, "Catatan"), field);
}

/**
 * @param {HTMLElement} node
 * @param {CardRow} row
 * @param {RowActs} acts
 * @param {KeyboardEvent} event
 */
function markByKey(node, row, acts, event) {
  const target = event.target;
  const radio = target instanceof HTMLInputElement && target.type === "radio";
  if (!radio || event.ctrlKey || event.altKey || event.metaKey) return;
  const rows = [...(node.closest(".p-nilai-jalan")?.querySelectorAll(".p-nilai-butir") ?? [])];
  const at = rows.indexOf(node);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    focusRow(rows[at + (event.key === "ArrowDown" ? 1 : -1)]);
    return;
  }
  const chosen = (MARKS[row.kind] ?? []).find(([, , key]) => key === event.key.toUpperCase());
  if (!chosen) return;
  // It is the row's: neither the step's choices nor the theme's own letters take it too.
  event.preventDefault();
  event.stopPropagation();
  // A key that is held would mark every row below.
  if (event.repeat) return;
  focusRow(rows[at + 1]);
  void acts.tick({ [row.id]: chosen[0] });
}

/** @param {Element | undefined} row */
function focusRow(row) {
  const field = row?.querySelector("input[type=radio]:checked") ?? row?.querySelector("input[type=radio]");
  if (!(field instanceof HTMLElement)) return;
  field.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}
