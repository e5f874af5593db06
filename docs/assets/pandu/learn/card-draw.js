/**
 * One question, drawn: a number key on each choice. What is right is none of its business; Python
 * judges, and `settle` shows what came of it.
 */

import { fill, h, keycap } from "../dom.js";
import { keyButton } from "../report.js";

/**
 * @typedef {object} CardData A card as the site publishes it; see `learning/cards.py`.
 * @property {string} id
 * @property {string} kind
 * @property {string} topic
 * @property {string} prompt
 * @property {string} quote
 * @property {{id: string, text: string, part: string}[]} choices
 * @property {string[]} key
 * @property {string} wording
 * @property {string} note
 * @property {string[]} clauses
 * @property {string[]} parts
 * @property {string} version
 */
/** @typedef {{right: boolean, key: string[], misplaced?: string[]}} Settled */
/** @typedef {{element: HTMLElement, focus: () => void, settle: (judged: Settled) => void}} Drawn */

const ORDER = "urut";
const BLANK = "▁▁▁▁▁";
const SPECIAL = /(\{[^}]*\}|▁▁▁▁▁)/;
let last = 0;

/**
 * A wording with its places to fill marked, and its blank as one.
 * @param {string} text
 */
export const wordingNodes = (text) =>
  text.split(SPECIAL).map((piece) => {
    if (piece === BLANK) return h("span", { class: "p-kuis-celah", role: "img", "aria-label": "tempat kosong" });
    return piece.startsWith("{") ? h("span", { class: "p-slot" }, piece) : piece;
  });

/**
 * @param {CardData} card
 * @param {object} setup
 * @param {(value: string | string[]) => void} setup.answer Called once, with what `cards_judge` takes.
 * @param {number} [setup.turn] By how many places the choices are turned, so that no place is learnt.
 * @returns {Drawn}
 */
export function drawCard(card, { answer, turn = 0 }) {
  last += 1;
  const name = `p-kuis-tanya-${last}`;
  const shift = card.choices.length > 0 ? turn % card.choices.length : 0;
  const choices = card.kind === ORDER ? card.choices : [...card.choices.slice(shift), ...card.choices.slice(0, shift)];
  const prompt = h("p", { class: "p-kuis-tanya", id: name, tabindex: "-1" }, card.prompt);
  const quote = card.quote ? h("blockquote", { class: "p-kuis-kutip" }, wordingNodes(card.quote)) : null;
  const drawn = card.kind === ORDER ? orderOf(choices, answer) : choicesOf(choices, answer);
  const group = h("div", { role: "group", "aria-labelledby": name }, drawn.element);
  return {
    element: h("div", { class: "p-kuis-soal", "data-kind": card.kind }, prompt, quote, group),
    focus: () => prompt.focus({ preventScroll: true }),
    settle: drawn.settle,
  };
}

/**
 * @param {{id: string, text: string}} choice
 * @param {number} index
 * @param {() => void} run
 */
const choiceButton = (choice, index, run) =>
  h(
    "button",
    {
      class: "p-choice p-kuis-pilihan",
      type: "button",
      "data-key": String(index + 1),
      "aria-keyshortcuts": String(index + 1),
      "data-choice": choice.id,
      onclick: run,
    },
    keycap(String(index + 1)),
    h("span", { class: "p-kuis-teks" }, wordingNodes(choice.text)),
  );

/** What a screen reader is told of a choice after the answer; the eye has the border and the word. */
const MARKS = { kunci: "Jawaban yang tepat", dipilih: "Pilihan Anda" };

/**
 * @param {CardData["choices"]} choices
 * @param {(value: string) => void} answer
 */
function choicesOf(choices, answer) {
  let chosen = "";
  const buttons = choices.map((choice, index) =>
    choiceButton(choice, index, () => {
      if (chosen) return;
      chosen = choice.id;
      for (const button of buttons) button.disabled = true;
      answer(choice.id);
    }),
  );
  return {
    element: h("div", { class: "p-kuis-pilihan-semua" }, buttons),
    /** @param {Settled} judged */
    settle({ key }) {
      for (const button of buttons) {
        const id = button.dataset.choice ?? "";
        const mark = key.includes(id) ? "kunci" : id === chosen ? "dipilih" : null;
        button.disabled = true;
        if (!mark) continue;
        button.dataset.mark = mark;
        button.append(h("span", { class: "p-kuis-cap" }, MARKS[mark]));
      }
    },
  };
}

/**
 * Rows to be put in order: each key puts one at the end of those that stand already.
 * @param {CardData["choices"]} choices
 * @param {(value: string[]) => void} answer
 */
function orderOf(choices, answer) {
  /** @type {string[]} */
  let placed = [];
  let done = false;
  const textOf = new Map(choices.map(({ id, text }) => [id, text]));
  const list = h("ol", { class: "p-kuis-urutan", "aria-label": "Urutan Anda" });
  const buttons = choices.map((choice, index) =>
    choiceButton(choice, index, () => {
      if (done || placed.includes(choice.id)) return;
      placed = [...placed, choice.id];
      draw();
    }),
  );
  const check = keyButton({
    label: "Periksa urutan",
    key: "Enter",
    kind: "p-button p-button-main",
    run: () => {
      done = true;
      draw();
      answer(placed);
    },
  });
  const again = keyButton({
    label: "Ulang dari awal",
    key: "U",
    run: () => {
      placed = [];
      draw();
      buttons[0]?.focus();
    },
  });
  const hint = h("p", { class: "p-kuis-petunjuk" }, "Tekan angkanya menurut urutan, yang pertama lebih dahulu.");
  const told = h("p", { class: "p-offscreen", role: "status" });

  const draw = () => {
    const whole = placed.length === choices.length;
    fill(list, placed.map((id) => h("li", { "data-choice": id }, wordingNodes(textOf.get(id) ?? ""))));
    for (const button of buttons) button.disabled = done || placed.includes(button.dataset.choice ?? "");
    check.hidden = done || !whole;
    again.hidden = done || placed.length === 0;
    if (whole && !done) check.focus({ preventScroll: true });
    const newest = placed.at(-1);
    told.textContent = newest && !done ? `${placed.length}: ${textOf.get(newest)}` : "";
  };
  draw();
  return {
    element: h(
      "div",
      {},
      hint,
      h("div", { class: "p-kuis-pilihan-semua" }, buttons),
      list,
      h("p", { class: "p-kuis-tombol" }, check, again),
      told,
    ),
    /** @param {Settled} judged */
    settle({ right, key, misplaced = [] }) {
      done = true;
      draw();
      hint.hidden = true;
      for (const button of buttons) button.hidden = true;
      for (const row of list.children) {
        const wrong = row instanceof HTMLElement && misplaced.includes(row.dataset.choice ?? "");
        if (wrong) row.append(h("span", { class: "p-kuis-cap" }, "bukan di sini"));
      }
      if (right) return;
      const rows = key.map((id) => h("li", {}, wordingNodes(textOf.get(id) ?? "")));
      list.after(h("p", { class: "p-kuis-petunjuk" }, "Urutan yang tepat:"), h("ol", { class: "p-kuis-urutan", "data-mark": "kunci" }, rows));
    },
  };
}
