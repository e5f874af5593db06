/** The right side of the desk and its end: facts of the call, the report, what is clicked where. */

import { find, h, keycap } from "./dom.js";
import { noteNode, valueCopy, writeNode } from "./parts.js";
import { tickBox } from "./ticks.js";
import { timeLine } from "./timeline.js";
import { whyNodes } from "./why.js";

/** @typedef {import("./protocol.js").ClauseLink} ClauseLink */
/** @typedef {import("./protocol.js").Report} Report */
/** @typedef {import("./protocol.js").ReportText} ReportText */
/** @typedef {import("./protocol.js").View} View */

/**
 * What is known of the call: clocks as a picture, then facts; what is to be asked again.
 * @param {View} view
 * @param {(at: number) => void} goto
 */
export function factsNodes(view, goto) {
  const facts = view.facts.filter((fact) => fact.type !== "duration");
  if (facts.length === 0) return [h("p", { class: "p-empty" }, "Belum ada. Terisi sendiri dari jawaban.")];
  const again = new Map(view.missing.map((missing) => [missing.fact, missing.index]));
  return [
    timeLine(view.clocks),
    h(
      "dl",
      { class: "p-facts" },
      facts.map((fact) => {
        const index = again.get(fact.fact);
        const value =
          index === undefined
            ? fact.text
            : h("button", { class: "p-lagi", type: "button", onclick: () => goto(index) }, fact.text);
        return h(
          "div",
          { class: fact.personal ? "p-fact p-fact-personal" : "p-fact" },
          h("dt", { title: fact.label }, fact.label),
          h("dd", {}, value),
        );
      }),
    ),
  ];
}

/**
 * The fields of the form in its order, each with what is filled in and its copy button.
 * @param {Report["form"]} form
 */
export function formRows(form) {
  if (form.length === 0) return null;
  return h(
    "dl",
    { class: "p-formulir" },
    form.map((row) =>
      h(
        "div",
        {},
        h("dt", {}, row.field),
        row.value
          ? h("dd", {}, h("span", { class: "p-isi" }, row.same ? "teks laporan" : row.value), row.same ? null : valueCopy(row))
          : h("dd", { class: "p-isi-kosong" }, row.hint || "belum diketahui"),
      ),
    ),
  );
}

/**
 * The key that copies the whole report at once.
 * @param {Report} report
 */
export function wholeButton(report) {
  if (!report.whole) return null;
  const empty = report.form.filter((row) => !row.value).map((row) => row.field);
  const told = empty.length > 0 ? `Tersalin. Belum terisi: ${empty.join(", ")}` : null;
  return h(
    "button",
    {
      class: "p-copy p-salin-semua",
      type: "button",
      "data-copy": report.whole,
      "data-told": told,
      "data-key": "S",
      "aria-keyshortcuts": "S",
    },
    keycap("S"),
    h("span", { class: "p-copy-label" }, "Salin semua"),
  );
}

/**
 * Which text R copies: the keterangan. What is only offered is copied by its own button.
 * @param {Report} report
 */
export function mainText(report) {
  return report.reports.find((text) => !text.offer && text.text === report.report_text) ?? null;
}

/**
 * The texts that are typed somewhere; an escalation is chosen and stands above.
 * @param {Report} report
 */
export function typedTexts(report) {
  return report.reports.filter((text) => text.part || text.text !== report.escalation);
}

/** @param {Report} report */
export function whereNodes(report) {
  const rows = [
    ["APKT", report.apkt],
    ["Tipe WO", report.work_order],
    ["Eskalasi", report.escalation],
  ].filter(([, value]) => value);
  if (rows.length === 0) return null;
  return h(
    "dl",
    { class: "p-where" },
    rows.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value))),
  );
}

const LONGEST_ROW = 80;
/** An official wording this short is a choice of a form, as “Lain-lain” is. */
const WORD_OR_TWO = 16;

/**
 * One text of the report, with what the sources leave open about it.
 * @param {ReportText} text
 * @param {string} key
 * @param {string | null} said What is said elsewhere, and need not be said twice.
 * @returns {Node[]}
 */
export function textNodes(text, key, said) {
  const id = text.part || text.clause;
  const { clause, system, field } = text;
  const when = text.offer ? "tawaran, boleh dipakai" : "";
  const node = writeNode({ id, clause, system, field, text: text.text, when }, "", key);
  // What is chosen or typed in a word or two is one line of the form, not a slip of its own.
  if (text.text.length <= (text.part ? WORD_OR_TWO : LONGEST_ROW)) {
    node.classList.add("p-row");
    const label = find(node, ".p-copy-label");
    if (label) label.textContent = "Salin";
  }
  if (text.stated_by_sop !== false || !text.note || text.note === said) return [node];
  return [node, noteNode({ kind: "diam", text: text.note, ask: "", clause })];
}

/**
 * All texts that are typed; those of one ticket stand under its heading.
 * @param {Report} report
 * @returns {Node[]}
 */
export function textsNodes(report) {
  const main = mainText(report);
  /** @type {string | null | undefined} */
  let round = null;
  return typedTexts(report).flatMap((text) => {
    const begins = text.round && text.round !== round;
    round = text.round;
    const nodes = textNodes(text, text === main ? "R" : "", report.note);
    return begins ? [h("p", { class: "p-round" }, text.round), ...nodes] : nodes;
  });
}

/**
 * The report as far as it is known.
 * @param {Report} report
 * @param {ClauseLink[]} basis
 * @param {boolean} whyOpen
 */
export function reportNodes(report, basis, whyOpen) {
  const why = whyNodes(report.why, basis, whyOpen);
  const nothing = !report.outcome && !report.apkt && report.reports.length === 0;
  if (nothing) {
    return [h("p", { class: "p-empty" }, "Tumbuh selama panggilan berjalan.")];
  }
  return [
    report.title ? h("p", { class: "p-outcome" }, report.title) : null,
    wholeButton(report),
    why?.button,
    why?.place,
    whereNodes(report),
    ...textsNodes(report),
    foldedForm(report),
    h("div", { class: "p-notes" }, silentNodes(report), report.remarks.map(remarkNode)),
    h("details", { class: "p-more-notes is-kosong" }, h("summary", {}, "")),
  ];
}

/** @param {string} text */
export const remarkNode = (text) => noteNode({ kind: "peringatan", text, ask: "", clause: "" });

/** @param {Report} report */
export function silentNodes(report) {
  if (report.stated_by_sop || !report.note) return [];
  const text = `Anjuran kami, bukan bunyi SOP. ${report.note}`;
  return [noteNode({ kind: "diam", text, ask: "", clause: "" })];
}

/** @param {Report} report */
function foldedForm(report) {
  const rows = formRows(report.form);
  if (!rows) return null;
  const filled = report.form.filter((row) => row.value).length;
  return h(
    "details",
    { class: "p-more-notes p-formulir-lipat" },
    h("summary", {}, `Isian form: ${filled} dari ${report.form.length} terisi`),
    rows,
  );
}

/**
 * What still has to be clicked and written, to tick off one by one; what was to be done
 * on the way stays behind a line that counts it.
 * @param {View} view
 * @param {Set<string>} ticked Kept by the caller while the call lasts.
 */
export function checkList(view, ticked) {
  const { checks } = view.report;
  if (checks.length === 0 && view.todo.length === 0) return null;
  const open = view.todo.filter((item) => !ticked.has(item.id)).length;
  return h(
    "div",
    {},
    h("ul", { class: "p-checks" }, checks.map((item) => tickRow(item, item, ticked))),
    view.todo.length > 0
      ? h(
          "details",
          { class: "p-more-notes p-todo" },
          h("summary", {}, `Langkah di aplikasi: ${view.todo.length - open} dari ${view.todo.length} dicentang`),
          h(
            "ul",
            { class: "p-checks" },
            view.todo.map((item) => {
              const words = [item.system, item.text].filter(Boolean).join(": ");
              return tickRow(item.id, item.when ? `${words} (bila ${item.when})` : words, ticked);
            }),
          ),
        )
      : null,
  );
}

/**
 * @param {string} name
 * @param {string} words
 * @param {Set<string>} ticked
 */
const tickRow = (name, words, ticked) => h("li", {}, h("label", {}, tickBox(name, ticked), h("span", {}, words)));

/**
 * A button that carries its key.
 * @param {object} setup
 * @param {string} setup.label
 * @param {string} setup.key As `data-key` spells it.
 * @param {string} [setup.shown] As it stands on the button.
 * @param {string} [setup.kind]
 * @param {() => void} setup.run
 */
export function keyButton({ label, key, shown = key, kind = "p-button", run }) {
  return h(
    "button",
    { class: kind, type: "button", "data-key": key, "aria-keyshortcuts": key, onclick: run },
    keycap(shown),
    h("span", {}, label),
  );
}
