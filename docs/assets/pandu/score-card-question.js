/** A question on the way of a call under review: choices to pick, or a value that has to be typed. */

import { arrange, h, keycap } from "./dom.js";

/** @typedef {import("./protocol.js").FactReviewed} FactReviewed */
/** @typedef {import("./protocol.js").StepReviewed} StepReviewed */
/** @typedef {import("./protocol.js").Value} Value */
/** @typedef {(key: string, answers: Record<string, Value>, give: boolean) => unknown} Answer */
/** @typedef {{element: HTMLElement, update: (step: StepReviewed, fact: FactReviewed) => void}} QuestionView */

/**
 * @param {string} name Of the fact.
 * @param {Answer} answer
 * @returns {QuestionView}
 */
export function createQuestion(name, answer) {
  const legend = h("legend");
  const options = h("div", { class: "p-nilai-pilihan" });
  const element = h("fieldset", { class: "p-nilai-tanya" }, legend, options);
  let shown = "";
  /** @type {((value: Value) => void)} */
  let send = () => {};
  /** @type {ReturnType<typeof createTyped> | null} */
  let typed = null;

  /** @type {QuestionView["update"]} */
  const update = (step, fact) => {
    const told = JSON.stringify([step.key, step.waiting, step.question?.facts.length, fact]);
    if (told === shown) return;
    shown = told;
    const single = step.question?.facts.length === 1;
    send = (value) => answer(step.key, { [name]: value }, !single);
    legend.textContent = fact.label;
    /** @type {Node[]} */
    const nodes = fact.choices.map((choice) =>
      pick(choice.label, step.waiting && single ? choice.key : "", fact.value === choice.value, `${step.key} ${name} ${choice.value}`, () => send(choice.value)),
    );
    if (fact.unnamed && fact.choices.length === 0) {
      const given = fact.given && !fact.nothing;
      nodes.push(pick("Diberikan", step.waiting ? "1" : "", given, `${step.key} ${name} ada`, () => answer(step.key, {}, true)));
    } else if (fact.choices.length === 0) {
      typed ??= createTyped(fact, `${step.key} ${name}`, (value) => send(value));
      typed.show(fact.value);
      nodes.push(typed.element);
    }
    const none = fact.none;
    if (none) nodes.push(pick(none.label, step.waiting ? "2" : "", fact.nothing, `${step.key} ${name} tiada`, () => send(none.value)));
    arrange(options, nodes);
  };
  return { element, update };
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
 * @param {FactReviewed} fact
 * @param {string} name
 * @param {(value: Value) => void} send
 */
function createTyped(fact, name, send) {
  const time = fact.type === "datetime";
  const field = h("input", {
    type: time ? "datetime-local" : "text", inputmode: time ? null : "numeric", "aria-label": fact.label, "data-tetap": name,
  });
  const element = h("form", { class: "p-nilai-ketik" }, field, h("button", { class: "p-button", type: "submit" }, "Pakai"));
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value) send(field.value);
  });
  let given = "";
  return {
    element,
    /** @param {Value} value */
    show(value) {
      const next = value === null ? "" : String(value);
      // What is half typed is newer than what Python knows.
      if (field.value === given) field.value = next;
      given = field.value === next ? next : given;
    },
  };
}
