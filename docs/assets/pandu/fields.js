/** One field for one fact, by its type. It knows how to read itself and to show an error. */

import { h } from "./dom.js";
import { readTime, typedTime } from "./times.js";

/** @typedef {import("./protocol.js").FactAsked} FactAsked */
/** @typedef {import("./protocol.js").Value} Value */
/**
 * @typedef {object} Field
 * @property {string} fact
 * @property {HTMLElement} node
 * @property {() => void} focus
 * @property {() => Value | undefined} read Undefined where nothing was given.
 * @property {(message: string) => void} complain
 */

/** @type {Record<string, "numeric" | "decimal" | "email" | "text">} */
const KEYBOARDS = { reading: "decimal", integer: "numeric", rupiah: "numeric", email: "email" };
const TIME_HINT = "Contoh: 14.00 (hari ini), kemarin 21.10, atau 19/12/2022 14.00.";
const TIME_UNREAD = "Waktunya belum terbaca. Tulis jamnya, misalnya 14.00, atau 19/12/2022 14.00.";

/**
 * Tell which keyboard a phone shows; a fact of digits alone gets the digits.
 * @param {FactAsked} asked
 */
function keyboardFor(asked) {
  if (asked.type === "text" && /angka|digit/i.test(asked.hint)) return "numeric";
  return KEYBOARDS[asked.type] ?? "text";
}

/**
 * @param {FactAsked} asked
 * @param {Value | undefined} known The answer given before.
 * @param {() => Date} today
 * @returns {Field}
 */
export function typedField(asked, known, today) {
  const id = `isian-${asked.fact}`;
  const isTime = asked.type === "datetime";
  const hint = asked.hint || (isTime ? TIME_HINT : "");
  const input = h("input", {
    id,
    class: "p-input",
    type: "text",
    inputmode: keyboardFor(asked),
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-petunjuk ${id}-galat`,
  });
  const isNone = asked.none !== null && known === asked.none.value;
  if (known !== undefined && known !== null && !isNone) {
    input.value = isTime ? typedTime(String(known)) : String(known);
  }
  const error = h("p", { class: "p-error", id: `${id}-galat`, role: "alert" });
  const below = h("p", { class: "p-hint", id: `${id}-petunjuk` }, hint);
  const showTime = () => {
    const read = readTime(input.value, today());
    below.textContent = read ? `Terbaca: ${read.words}.` : hint;
    below.classList.toggle("is-read", read !== null);
  };
  if (isTime) {
    input.addEventListener("input", showTime);
    showTime();
  }
  input.addEventListener("input", () => {
    error.textContent = "";
    input.removeAttribute("aria-invalid");
  });

  return {
    fact: asked.fact,
    node: h(
      "div",
      { class: "p-field-row" },
      h("label", { class: "p-label", for: id }, asked.label, asked.optional ? h("span", { class: "p-optional" }, " (boleh dilewati)") : null),
      input,
      below,
      error,
    ),
    focus: () => input.focus({ preventScroll: true }),
    read() {
      const typed = input.value.trim();
      if (typed === "") return undefined;
      return isTime ? (readTime(typed, today())?.iso ?? typed) : typed;
    },
    complain(message) {
      const unread = isTime && input.value.trim() !== "" && !readTime(input.value, today());
      error.textContent = unread ? TIME_UNREAD : message;
      input.setAttribute("aria-invalid", "true");
      input.focus({ preventScroll: true });
    },
  };
}
