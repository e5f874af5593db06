/** The way of a call under review: its questions, and what was due at each step, to be ticked. */

import { arrange, fill, find, h, keycap } from "./dom.js";
import { stepLabel } from "./parts.js";
import { createQuestion } from "./score-card-question.js";
import { createRow, formOf } from "./score-card-row.js";

/** @typedef {import("./protocol.js").CardRow} CardRow */
/** @typedef {import("./protocol.js").Mark} Mark */
/** @typedef {import("./protocol.js").StepReviewed} StepReviewed */
/** @typedef {import("./score-card-question.js").QuestionView} QuestionView */
/** @typedef {import("./score-card-row.js").RowView} RowView */
/** @typedef {import("./score-card-sheet.js").Sheet} Sheet */
/** @typedef {import("./score-card-row.js").RowActs & {answer: import("./score-card-question.js").Answer}} WayActs */

/** @param {WayActs} acts */
export function createWay(acts) {
  const keys = [
    keycap("T"), " tepat ", keycap("M"), " mirip ", keycap("X"), " tidak ", keycap("L"), " tidak berlaku ",
    keycap("↓"), " berikutnya. Pertanyaan dijawab dengan angkanya.",
  ];
  const hint = h("p", { class: "p-nilai-petunjuk" }, "Di sebuah butir: ", ...keys);
  const wholeTitle = h("h3", {}, "Seluruh panggilan");
  const whole = h("section", { class: "p-nilai-langkah" }, wholeTitle);
  const bulk = h("p", { class: "p-nilai-borong" });
  const element = h("div", { class: "p-nilai-jalan" }, hint);
  /** @type {Map<string, ReturnType<typeof createStep>>} */
  let steps = new Map();
  /** @type {Map<string, RowView>} */
  let rows = new Map();
  let offered = "";

  /**
   * @param {CardRow} row
   * @param {Sheet} sheet
   */
  const rowNode = (row, sheet) => {
    const known = rows.get(row.id);
    const view = known?.form === formOf(row) ? known : createRow(row, sheet, acts);
    rows.set(row.id, view);
    // A tick that Python has not scored yet stands all the same.
    view.update(row, sheet.ticks[row.id] || row.mark);
    return view.element;
  };

  /** @param {CardRow[]} open Rows without a mark. */
  const drawBulk = (open) => {
    const deeds = open.filter((row) => row.kind === "lakukan").map((row) => row.id);
    const donts = open.filter((row) => row.kind === "jangan").map((row) => row.id);
    const next = JSON.stringify([deeds, donts]);
    if (next === offered) return;
    offered = next;
    /**
     * @param {string} name
     * @param {string} words
     * @param {string[]} ids
     * @param {Mark} mark
     */
    const button = (name, words, ids, mark) => {
      const act = () => acts.tick(Object.fromEntries(ids.map((id) => [id, mark])));
      const label = `${words} (${ids.length})`;
      return ids.length > 0 ? h("button", { class: "p-button", type: "button", "data-tetap": name, onclick: act }, label) : null;
    };
    fill(
      bulk,
      button("semua-lakukan", "Tandai sisa LAKUKAN dikerjakan", deeds, "tepat"),
      button("semua-jangan", "Tandai semua larangan tidak disampaikan", donts, "tidak"),
    );
  };

  return {
    element,
    /** @param {Sheet} sheet */
    draw(sheet) {
      const { steps: asked, card } = sheet.review;
      const ids = new Set(card.rows.map((row) => row.id));
      for (const id of rows.keys()) if (!ids.has(id)) rows.delete(id);
      const onWay = new Set(asked.map((step) => step.key));
      for (const key of steps.keys()) if (!onWay.has(key)) steps.delete(key);
      const nodes = asked.map((step) => {
        const view = steps.get(step.key) ?? createStep(step.key, acts);
        steps.set(step.key, view);
        view.update(step, card.rows.filter((row) => row.step === step.key).map((row) => rowNode(row, sheet)));
        return view.element;
      });
      const order = card.rows.filter((row) => row.kind === "urutan");
      arrange(whole, [wholeTitle, ...order.map((row) => rowNode(row, sheet))]);
      drawBulk(card.rows.filter((row) => !row.mark));
      arrange(element, [hint, ...nodes, order.length > 0 ? whole : null, bulk]);
    },
    /** Another card begins. */
    clear() {
      steps = new Map();
      rows = new Map();
      arrange(element, [hint]);
    },
    /** Give the focus to the question that waits, or to the first row without a mark. */
    moveOn() {
      const next =
        find(element, ".is-menunggu .p-nilai-pilih") ?? find(element, ".is-menunggu input") ??
        find(element, '.p-nilai-butir[data-mark=""] input') ?? find(element, "input, button");
      next?.focus();
      next?.scrollIntoView({ block: "center" });
    },
  };
}

/**
 * @param {string} key
 * @param {WayActs} acts
 */
function createStep(key, acts) {
  const title = h("h3");
  const section = h("section", { "data-langkah": key }, title);
  const skip = h(
    "button",
    { class: "p-button p-nilai-lewati", type: "button", "data-tetap": `${key} lewati`, onclick: () => acts.answer(key, {}, false) },
    "Lewati, tidak disebut",
  );
  /** @type {Map<string, QuestionView>} */
  const questions = new Map();
  section.addEventListener("keydown", (event) => {
    if (section.classList.contains("is-menunggu")) chooseByKey(section, event);
  });
  return {
    element: section,
    /**
     * @param {StepReviewed} step
     * @param {HTMLElement[]} rows
     */
    update(step, rows) {
      section.className = step.waiting ? "p-nilai-langkah is-menunggu" : "p-nilai-langkah";
      title.textContent = step.number ? `${stepLabel(step.number)} · ${step.title}` : step.title;
      const asked = (step.question?.facts ?? []).map((fact) => {
        const view = questions.get(fact.fact) ?? createQuestion(fact.fact, acts.answer);
        questions.set(fact.fact, view);
        view.update(step, fact);
        return view.element;
      });
      arrange(section, [title, ...rows, ...asked, step.question?.optional && step.waiting ? skip : null]);
    },
  };
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
  // The theme has letters of its own: F would open the search as well.
  event.preventDefault();
  event.stopPropagation();
  // A key that is held would answer the next question too.
  if (!event.repeat) button.click();
}
