/** The right side of the desk and its end: facts of the call, the report, what is clicked where. */

import { find, h, keycap } from "./dom.js";
import { noteNode, writeNode } from "./parts.js";
import { whyNodes } from "./why.js";

/** @typedef {import("./protocol.js").ClauseLink} ClauseLink */
/** @typedef {import("./protocol.js").Report} Report */
/** @typedef {import("./protocol.js").ReportText} ReportText */
/** @typedef {import("./protocol.js").View} View */

/**
 * @param {View["facts"]} facts
 */
export function factsNodes(facts) {
  if (facts.length === 0) return [h("p", { class: "p-empty" }, "Belum ada. Terisi sendiri dari jawaban.")];
  return [
    h(
      "dl",
      { class: "p-facts" },
      facts.map((fact) =>
        h(
          "div",
          { class: fact.personal ? "p-fact p-fact-personal" : "p-fact" },
          h("dt", { title: fact.label }, fact.label),
          h("dd", {}, fact.text),
        ),
      ),
    ),
  ];
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
    why?.button,
    why?.place,
    whereNodes(report),
    ...textsNodes(report),
    ...silentNodes(report),
    ...report.remarks.map((text) => noteNode({ kind: "peringatan", text, ask: "", clause: "" })),
  ];
}

/** @param {Report} report */
export function silentNodes(report) {
  if (report.stated_by_sop || !report.note) return [];
  const text = `Anjuran kami, bukan bunyi SOP. ${report.note}`;
  return [noteNode({ kind: "diam", text, ask: "", clause: "" })];
}

/**
 * What still has to be clicked and written, to tick off one by one.
 * @param {Report} report
 * @param {Set<string>} ticked Kept by the caller while the call lasts.
 */
export function checkList(report, ticked) {
  /** @type {string[]} */
  const items = [];
  if (report.apkt) items.push(`APKT: buat “${report.apkt}”`);
  if (report.work_order) items.push(`APKT: pilih Tipe WO “${report.work_order}”`);
  const chosen = report.reports.filter((text) => !typedTexts(report).includes(text));
  /** @type {Map<string, Set<string>>} */
  const forms = new Map();
  for (const text of typedTexts(report).filter((other) => !other.offer)) {
    const place = text.round ? `${text.round}, ${text.system}` : text.system;
    forms.set(place, (forms.get(place) ?? new Set()).add(text.field || "keterangan"));
  }
  for (const [place, fields] of forms) items.push(`${place}: isi ${[...fields].join(", ")} dengan teks laporan`);
  for (const text of chosen) items.push(`${text.system}: pilih ${text.field} “${text.text}”`);
  const once = [...new Set(items)];
  if (once.length === 0) return null;
  return h(
    "ul",
    { class: "p-checks" },
    once.map((item) => {
      const box = h("input", { type: "checkbox", checked: ticked.has(item) });
      box.addEventListener("change", () => {
        if (box.checked) ticked.add(item);
        else ticked.delete(item);
      });
      return h("li", {}, h("label", {}, box, h("span", {}, item)));
    }),
  );
}

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
