/** The question of a step: choices under number keys, fields for all else. */

import { h, keycap } from "./dom.js";
import { typedField } from "./fields.js";
import { keyButton } from "./report.js";
import { meterButton } from "./learn/meter-desk.js";
import { seriesNode } from "./series.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./protocol.js").AnswerError} AnswerError */
/** @typedef {import("./protocol.js").FactAsked} FactAsked */
/** @typedef {import("./protocol.js").Value} Value */
/** @typedef {import("./protocol.js").View} View */
/**
 * @typedef {object} Acts What a question can set off.
 * @property {(answers: Record<string, Value>) => Promise<AnswerError[]>} answer
 * @property {() => void} pass
 * @property {() => void} onward Go on with the answer that already stands.
 * @property {() => Date} today
 * @property {(fact: string, value: string) => Promise<import("./protocol.js").Entry>} check
 * @property {() => string} ownName The CSO's own name, which a field holds until it is changed.
 * @property {() => Map<string, string>} drafts What was typed and not sent yet, by fact.
 * @property {(at: number) => void} goto
 * @property {(() => void) | null} meter Shows the imitated kWh meter, where the flow reads one.
 */
/**
 * @typedef {object} Drawn
 * @property {Node[]} nodes
 * @property {(() => void) | null} focus Where the hand is wanted; null leaves it to the heading.
 */

const MOST_WITH_LEADS = 4;

/**
 * @param {View} view
 * @param {Acts} acts
 * @returns {Drawn}
 */
export function questionNodes(view, acts) {
  const question = view.step?.question;
  if (!question || question.facts.length === 0) return { nodes: [onwardButton(view, acts)], focus: null };
  const [only] = question.facts;
  if (question.facts.length === 1 && only?.type === "choice") return choiceNodes(view, only, question.optional, acts);
  return formNodes(view, question.facts, question.optional, acts);
}

/**
 * @param {View} view
 * @param {Acts} acts
 */
function onwardButton(view, acts) {
  const leads = view.next[0]?.title ?? "";
  return h(
    "button",
    { class: "p-choice p-onward", type: "button", "data-key": "Enter", "aria-keyshortcuts": "Enter", onclick: acts.pass },
    keycap("Enter"),
    h("span", { class: "p-choice-label" }, "Lanjut"),
    leads ? h("span", { class: "p-leads" }, leads) : null,
  );
}

/**
 * @param {View} view
 * @param {FactAsked} asked
 * @param {boolean} optional
 * @param {Acts} acts
 * @returns {Drawn}
 */
function choiceNodes(view, asked, optional, acts) {
  const known = view.answers[asked.fact];
  const answered = known !== undefined;
  const titles = new Set(view.next.map((way) => way.title));
  // In a long list a goal that all share, or that only repeats the answer, takes room and tells nothing.
  const plain = asked.choices.length > MOST_WITH_LEADS && titles.size === 1;
  const buttons = asked.choices.map((choice) => {
    const title = view.next.find((way) => way.key === choice.key)?.title ?? "";
    const leads = plain || title === choice.label ? "" : title;
    const chosen = known === choice.value;
    return h(
      "button",
      {
        class: chosen ? "p-choice is-chosen" : "p-choice",
        type: "button",
        "data-key": choice.key || null,
        "data-value": choice.value,
        "aria-keyshortcuts": choice.key || null,
        "aria-pressed": answered ? String(chosen) : null,
        onclick: () => void acts.answer({ [asked.fact]: choice.value }),
      },
      choice.key ? keycap(choice.key) : null,
      h("span", { class: "p-choice-label" }, choice.label),
      leads ? h("span", { class: "p-leads" }, leads) : null,
    );
  });
  const more = answered
    ? keyButton({ label: "Lanjut dengan jawaban ini", key: "Enter", run: acts.onward })
    : optional
      ? keyButton({ label: "Lewati", key: "Enter", run: acts.pass })
      : null;
  return {
    nodes: [
      h("p", { class: "p-question", id: "tanya" }, asked.label),
      h("div", { class: "p-choices", role: "group", "aria-labelledby": "tanya", "data-fact": asked.fact }, buttons),
      ...(more ? [h("p", { class: "p-more" }, more)] : []),
    ],
    focus: null,
  };
}

/**
 * @param {View} view
 * @param {FactAsked[]} facts
 * @param {boolean} optional
 * @param {Acts} acts
 * @returns {Drawn}
 */
function formNodes(view, facts, optional, acts) {
  /** @type {Field[]} */
  const fields = [];
  let nextKey = 1;
  for (const asked of facts) {
    if (asked.type === "choice") {
      const after = fields.length + 1;
      fields.push(pickField(asked, view.answers[asked.fact], nextKey, () => fields[after]?.focus()));
      nextKey += asked.choices.length;
    } else {
      const { today, check } = acts;
      const known = view.answers[asked.fact];
      const usual = asked.own ? acts.ownName() : "";
      fields.push(typedField({ asked, known, today, check, usual, drafts: acts.drafts() }));
    }
  }

  /** @param {Record<string, Value>} extra */
  const submit = async (extra = {}) => {
    /** @type {Record<string, Value>} */
    const answers = {};
    for (const field of fields) {
      const value = field.read();
      if (value !== undefined) answers[field.fact] = value;
    }
    Object.assign(answers, extra);
    const missing = facts.find((asked) => !(asked.fact in answers) && !asked.optional && !optional);
    if (Object.keys(answers).length === 0 && optional) {
      acts.pass();
      return;
    }
    if (missing) {
      fields.find((field) => field.fact === missing.fact)?.complain("Isi dulu, lalu tekan Enter.");
      return;
    }
    const errors = await acts.answer(answers);
    for (const error of [...errors].reverse()) {
      (fields.find((field) => field.fact === error.fact) ?? fields[0])?.complain(error.message);
    }
  };

  /** Enter in a filled field goes to the next empty one, and sends from the last. */
  const enter = () => {
    const at = fields.findIndex((field) => field.node.contains(document.activeElement));
    const next = fields[at + 1];
    if (next && fields[at]?.read() !== undefined && next.read() === undefined) next.focus();
    else void submit();
  };

  const single = facts.length === 1 ? facts[0] : undefined;
  const none = single?.none ?? null;
  const isReading = single?.type === "reading";
  const series = view.step?.series ?? [];
  const [first] = fields;
  const form = h(
    "div",
    { class: series.length > 0 ? "p-form has-deret" : "p-form", role: "group", "aria-labelledby": "judul-langkah" },
    series.length > 0 && first ? seriesNode(series, first.node, acts.goto) : fields.map((field) => field.node),
    h(
      "p",
      { class: "p-more" },
      keyButton({
        label: optional ? "Lanjut (kosong: lewati)" : "Lanjut",
        key: "Enter",
        kind: "p-button p-button-main",
        run: enter,
      }),
      single && none
        ? keyButton({
            label: none.label,
            key: isReading ? "T" : "Shift+Enter",
            shown: isReading ? "T" : "⇧ Enter",
            run: () => void submit({ [single.fact]: none.value }),
          })
        : null,
      isReading && acts.meter ? meterButton(acts.meter) : null,
    ),
  );
  // A name typed at once must land in its field. A key picks as long as the field is empty:
  // a number, or T and D where only a number can be typed.
  form.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const empty = target instanceof HTMLInputElement && target.value === "";
    const picks = /^[1-9]$/.test(key)
      ? form.querySelector(`.p-pick[data-key="${key}"]`)
      : /^[td]$/i.test(key)
        ? form.querySelector(`.p-button[data-key="${key.toUpperCase()}"]`)
        : null;
    if (!empty || !(picks instanceof HTMLElement) || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    picks.click();
  });
  const typed = facts.findIndex((asked) => asked.type !== "choice");
  return { nodes: [form], focus: typed < 0 ? null : () => fields[typed]?.focus() };
}

/**
 * A choice inside a form: it is picked first and sent with the rest.
 * @param {FactAsked} asked
 * @param {Value | undefined} known
 * @param {number} firstKey
 * @param {() => void} onward Goes to the next field once something is picked.
 * @returns {Field}
 */
function pickField(asked, known, firstKey, onward) {
  /** @type {Value | undefined} */
  let picked = known;
  const error = h("p", { class: "p-error", role: "alert" });
  const buttons = asked.choices.map((choice, index) => {
    const key = firstKey + index <= 9 ? String(firstKey + index) : "";
    return h(
      "button",
      {
        class: "p-pick",
        type: "button",
        "data-key": key || null,
        "aria-keyshortcuts": key || null,
        "aria-pressed": String(choice.value === picked),
        onclick: () => {
          picked = choice.value;
          error.textContent = "";
          buttons.forEach((button, at) => {
            button.setAttribute("aria-pressed", String(asked.choices[at]?.value === picked));
          });
          onward();
        },
      },
      key ? keycap(key) : null,
      h("span", {}, choice.label),
    );
  });
  return {
    fact: asked.fact,
    node: h(
      "div",
      { class: "p-field-row", role: "group", "aria-label": asked.label },
      h("p", { class: "p-label" }, asked.label),
      h("div", { class: "p-picks" }, buttons),
      error,
    ),
    focus: () => buttons[0]?.focus({ preventScroll: true }),
    read: () => picked,
    complain(message) {
      error.textContent = message;
    },
  };
}
