/** The way of a call under review: its questions, and what was due at each step, to be ticked. */

import { fill, find, h, keycap } from "./dom.js";
import { stepLabel, withSlots } from "./parts.js";
import { spokenNodes } from "./spoken.js";

/** @typedef {import("./protocol.js").CardRow} CardRow */
/** @typedef {import("./protocol.js").FactReviewed} FactReviewed */
/** @typedef {import("./protocol.js").Mark} Mark */
/** @typedef {import("./protocol.js").StepReviewed} StepReviewed */
/** @typedef {import("./protocol.js").Value} Value */
/** @typedef {import("./score-card.js").Sheet} Sheet */
/**
 * @typedef {object} Acts
 * @property {(at: number, answers: Record<string, Value>, give: boolean) => unknown} answer
 * @property {(marks: Record<string, Mark>) => unknown} tick
 * @property {(id: string, text: string) => void} note
 */

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
const SOURCES = { teks: "dari teks", centang: "dari Anda", kasus: "kalimat lain dari kasus ini" };
/** @type {Record<string, string>} */
const DIFFERENCES = { same: "", missing: "kurang", added: "lebih", gap: "isian" };

/**
 * @param {HTMLElement} place
 * @param {Sheet} sheet
 * @param {Acts} acts
 */
export function drawWay(place, sheet, acts) {
  const { steps, card } = sheet.review;
  /** @type {Map<string, CardRow[]>} */
  const byStep = new Map();
  for (const row of card.rows) byStep.set(row.step, [...(byStep.get(row.step) ?? []), row]);
  const order = card.rows.filter((row) => row.kind === "urutan");
  const open = card.rows.filter((row) => !row.mark);
  const deeds = open.filter((row) => row.kind === "lakukan");
  const donts = open.filter((row) => row.kind === "jangan");
  /**
   * @param {CardRow[]} rows
   * @param {Mark} mark
   */
  const all = (rows, mark) => () => acts.tick(Object.fromEntries(rows.map((row) => [row.id, mark])));
  fill(
    place,
    h("p", { class: "p-nilai-petunjuk" }, "Di sebuah butir: ", ...keys()),
    ...steps.map((step) => stepNode(step, byStep.get(step.key) ?? [], sheet, acts)),
    order.length > 0
      ? h("section", { class: "p-nilai-langkah" }, h("h3", {}, "Seluruh panggilan"), order.map((row) => rowNode(row, sheet, acts)))
      : null,
    h(
      "p",
      { class: "p-nilai-borong" },
      deeds.length > 0
        ? h("button", { class: "p-button", type: "button", "data-tetap": "semua-lakukan", onclick: all(deeds, "tepat") }, `Sisa LAKUKAN dikerjakan (${deeds.length})`)
        : null,
      donts.length > 0
        ? h("button", { class: "p-button", type: "button", "data-tetap": "semua-jangan", onclick: all(donts, "tidak") }, `Tidak ada larangan yang disampaikan (${donts.length})`)
        : null,
    ),
  );
}

const keys = () => [
  keycap("T"), " tepat ", keycap("M"), " mirip ", keycap("X"), " tidak ", keycap("L"), " tidak berlaku ",
  keycap("↓"), " berikutnya. Pertanyaan dijawab dengan angkanya.",
];

/** Give the focus to the question that waits, or to the first row without a mark. */
/** @param {HTMLElement} place */
export function moveOn(place) {
  const next =
    find(place, ".is-menunggu .p-nilai-pilih") ?? find(place, ".is-menunggu input") ??
    find(place, '.p-nilai-butir[data-mark=""] input') ?? find(place, "input, button");
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}

/**
 * @param {StepReviewed} step
 * @param {CardRow[]} rows
 * @param {Sheet} sheet
 * @param {Acts} acts
 */
function stepNode(step, rows, sheet, acts) {
  const name = step.number ? `${stepLabel(step.number)} · ${step.title}` : step.title;
  const section = h(
    "section",
    { class: step.waiting ? "p-nilai-langkah is-menunggu" : "p-nilai-langkah", "data-langkah": step.key },
    h("h3", {}, name),
    rows.map((row) => rowNode(row, sheet, acts)),
    step.question ? step.question.facts.map((fact) => factNode(step, fact, acts)) : null,
    step.question?.optional && step.waiting
      ? h("button", { class: "p-button p-nilai-lewati", type: "button", onclick: () => acts.answer(step.index, {}, false) }, "Lewati, tidak disebut")
      : null,
  );
  if (step.waiting) section.addEventListener("keydown", (event) => chooseByKey(section, event));
  return section;
}

/**
 * @param {HTMLElement} section
 * @param {KeyboardEvent} event
 */
function chooseByKey(section, event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target instanceof HTMLInputElement && !["radio", "checkbox"].includes(event.target.type)) return;
  if (event.target instanceof HTMLTextAreaElement) return;
  const button = find(section, `.p-nilai-pilih[data-tombol="${CSS.escape(event.key.toUpperCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

/**
 * @param {StepReviewed} step
 * @param {FactReviewed} fact
 * @param {Acts} acts
 */
function factNode(step, fact, acts) {
  const single = step.question?.facts.length === 1;
  /** @param {Value} value */
  const send = (value) => acts.answer(step.index, { [fact.fact]: value }, !single);
  /** @type {Node[]} */
  const options = fact.choices.map((choice) =>
    pick(choice.label, step.waiting && single ? choice.key : "", fact.value === choice.value, `${step.key} ${fact.fact} ${choice.value}`, () => send(choice.value)),
  );
  if (fact.unnamed && fact.choices.length === 0) {
    const given = fact.given && !fact.nothing;
    options.push(pick("Diberikan", step.waiting ? "1" : "", given, `${step.key} ${fact.fact} ada`, () => acts.answer(step.index, {}, true)));
  } else if (fact.choices.length === 0) {
    options.push(typed(step, fact, send));
  }
  const none = fact.none;
  if (none) options.push(pick(none.label, step.waiting ? "2" : "", fact.nothing, `${step.key} ${fact.fact} tiada`, () => send(none.value)));
  return h("fieldset", { class: "p-nilai-tanya" }, h("legend", {}, fact.label), h("div", { class: "p-nilai-pilihan" }, options));
}

/**
 * @param {string} label
 * @param {string} key
 * @param {boolean} chosen
 * @param {string} name
 * @param {() => void} choose
 */
const pick = (label, key, chosen, name, choose) =>
  h(
    "button",
    {
      class: "p-nilai-pilih", type: "button", "aria-pressed": String(chosen), "data-tetap": name,
      "data-tombol": key || null, "aria-keyshortcuts": key || null, onclick: choose,
    },
    key ? keycap(key) : null,
    label,
  );

/**
 * A value that decides and has to be typed: a time, a number.
 * @param {StepReviewed} step
 * @param {FactReviewed} fact
 * @param {(value: Value) => void} send
 */
function typed(step, fact, send) {
  const time = fact.type === "datetime";
  const field = h("input", {
    type: time ? "datetime-local" : "text", inputmode: time ? null : "numeric", value: fact.value === null ? "" : String(fact.value),
    "aria-label": fact.label, "data-tetap": `${step.key} ${fact.fact}`,
  });
  const form = h("form", { class: "p-nilai-ketik" }, field, h("button", { class: "p-button", type: "submit" }, "Pakai"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value) send(field.value);
  });
  return form;
}

/**
 * @param {CardRow} row
 * @param {Sheet} sheet
 * @param {Acts} acts
 */
function rowNode(row, sheet, acts) {
  const text = row.pieces.length > 0 ? spokenNodes(row.pieces) : withSlots(row.text);
  const name = row.part || row.clause?.id || row.label;
  const node = h(
    "div",
    { class: `p-nilai-butir ${FORMS[row.kind] ?? ""}${row.fatal ? " is-fatal" : ""}`, "data-mark": row.mark, "data-butir": row.id },
    h(
      "p",
      { class: "p-nilai-jenis" },
      h("span", { class: "p-nilai-label" }, row.label),
      row.system ? h("span", { class: "p-app" }, row.system) : null,
      row.when ? h("span", { class: "p-when" }, `bila ${row.when}`) : null,
      row.clause ? h("a", { class: "p-ref", href: rootOf(row.clause.url) }, name) : null,
      row.maximum > 0 || row.points > 0 ? h("span", { class: "p-nilai-angka" }, `${row.points}/${row.maximum}`) : null,
    ),
    h("p", { class: "p-nilai-naskah" }, text),
    h(
      "div",
      { class: "p-nilai-baris" },
      marksNode(row, name, acts),
      h("span", { class: "p-nilai-sumber" }, sourceWords(row)),
      noteNode(row.id, name, sheet, acts),
    ),
    row.segments.length > 0 && row.mark !== "tepat" ? differenceNode(row) : null,
  );
  node.addEventListener("keydown", (event) => markByKey(node, row, acts, event));
  return node;
}

/** @param {CardRow} row */
function sourceWords(row) {
  const likeness = row.percent !== null && row.mark !== "tepat" && row.source !== "centang" ? `${row.percent}% mirip` : "";
  const place = row.kind === "urutan" && row.mark ? row.mark_text : likeness;
  return [SOURCES[row.source] ?? "", place].filter(Boolean).join(", ");
}

/**
 * What differs, by form: crossed out, underlined, dotted; each said in words too.
 * @param {CardRow} row
 */
export function differenceNode(row) {
  return h(
    "p",
    { class: "p-beda" },
    row.segments.map(({ kind, text }) => {
      const words = DIFFERENCES[kind] ? h("span", { class: "p-hanya-pembaca" }, `[${DIFFERENCES[kind]}: `) : null;
      const end = words ? h("span", { class: "p-hanya-pembaca" }, "]") : null;
      const tag = kind === "missing" ? "del" : kind === "added" ? "ins" : "span";
      return [h(tag, { class: `p-beda-${kind}` }, words, text, end), " "];
    }).flat(),
  );
}

/**
 * @param {CardRow} row
 * @param {string} name
 * @param {Acts} acts
 */
function marksNode(row, name, acts) {
  return h(
    "fieldset",
    { class: "p-nilai-tanda" },
    h("legend", { class: "p-hanya-pembaca" }, `${row.label} ${name}`),
    (MARKS[row.kind] ?? []).map(([mark, label, key]) => {
      const radio = h("input", {
        type: "radio", name: `tanda ${row.id}`, value: mark, checked: row.mark === mark,
        "data-tetap": `tanda ${row.id} ${mark}`, "data-tombol": key, onchange: () => acts.tick({ [row.id]: mark }),
      });
      return h("label", {}, radio, h("span", {}, label));
    }),
  );
}

/**
 * @param {string} id
 * @param {string} name
 * @param {Sheet} sheet
 * @param {Acts} acts
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
 * @param {Acts} acts
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
  event.preventDefault();
  // The next row is reached before the card is drawn anew; the focus is put back by its name.
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

/** @param {string} url An address of ours, from the site's root. */
export function rootOf(url) {
  const root = document.querySelector(".p-nilai")?.getAttribute("data-root") ?? "./";
  return url ? new URL(url, new URL(root, location.href)).href : null;
}
