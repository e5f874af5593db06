/** One field for one fact, by its type. It knows how to read itself and to show an error. */

import { localIso } from "./clock.js";
import { fill, h } from "./dom.js";
import { timeLine } from "./timeline.js";
import { readTime, typedTime } from "./times.js";

/** @typedef {import("./protocol.js").Entry} Entry */
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
 * @param {object} setup
 * @param {FactAsked} setup.asked
 * @param {Value | undefined} setup.known The answer given before.
 * @param {() => Date} setup.today
 * @param {(fact: string, value: string) => Promise<Entry>} setup.check How Python reads what is typed.
 * @param {string} [setup.usual] What stands there until it is changed: the CSO's own name.
 * @param {Map<string, string>} [setup.drafts] What was typed before and not sent, by fact.
 * @returns {Field}
 */
export function typedField({ asked, known, today, check, usual = "", drafts = new Map() }) {
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
  } else if (known === undefined) {
    input.value = usual;
  }
  input.value = drafts.get(asked.fact) ?? input.value;
  const error = h("p", { class: "p-error", id: `${id}-galat`, role: "alert" });
  const below = h("p", { class: "p-hint", id: `${id}-petunjuk` }, hint);
  const aid = h("div", { class: "p-bantu" });

  /** What stands in the field as Python takes it. */
  const given = () => {
    const typed = input.value.trim();
    return isTime ? (readTime(typed, today())?.iso ?? "") : typed;
  };
  let asks = 0;
  const show = async () => {
    const read = isTime ? readTime(input.value, today()) : null;
    if (isTime) tell(read ? `Terbaca: ${read.words}.` : hint, read !== null);
    const mine = ++asks;
    const entry = await check(asked.fact, given()).catch(() => null);
    if (mine !== asks || !entry || !input.isConnected) return;
    if (isTime && entry.state === "wrong" && read) tell(entry.text, false);
    if (!isTime) tell(entry.text && entry.state !== "wrong" ? entry.text : hint, entry.state === "ok" && entry.text !== "");
    fill(aid, timeLine(entry.clocks), spellingNode(entry));
    aid.dispatchEvent(new Event("p-ukuran", { bubbles: true }));
  };
  /**
   * @param {string} words
   * @param {boolean} isRead
   */
  const tell = (words, isRead) => {
    below.textContent = words;
    below.classList.toggle("is-read", isRead);
  };
  input.addEventListener("input", () => {
    drafts.set(asked.fact, input.value);
    error.textContent = "";
    input.removeAttribute("aria-invalid");
    void show();
  });
  if (input.value) queueMicrotask(() => void show());

  return {
    fact: asked.fact,
    node: h(
      "div",
      { class: "p-field-row" },
      h("label", { class: "p-label", for: id }, asked.label, asked.optional ? h("span", { class: "p-optional" }, " (boleh dilewati)") : null),
      isTime ? h("div", { class: "p-jam" }, input, pickerNode(input, today)) : input,
      below,
      error,
      aid,
    ),
    focus() {
      input.focus({ preventScroll: true });
      // What stands there by habit is gone at the first letter.
      if (usual && input.value === usual) input.select();
    },
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

/**
 * The browser's own clock and calendar, for those who would rather pick.
 * @param {HTMLInputElement} input
 * @param {() => Date} today
 */
function pickerNode(input, today) {
  const native = h("input", {
    class: "p-jam-asli",
    type: "datetime-local",
    tabindex: "-1",
    "aria-hidden": "true",
    max: localIso(today()),
  });
  native.addEventListener("input", () => {
    if (!native.value) return;
    input.value = typedTime(native.value);
    input.dispatchEvent(new Event("input"));
    input.focus({ preventScroll: true });
  });
  const pick = () => {
    native.value = readTime(input.value, today())?.iso ?? localIso(today());
    native.showPicker();
  };
  return h("span", { class: "p-jam-pilih" }, h("button", { class: "p-button", type: "button", onclick: pick }, "Pilih jam"), native);
}

/**
 * An address letter by letter, to be read back to the caller.
 * @param {Entry} entry
 */
function spellingNode({ spelling, note }) {
  if (spelling.length === 0) return null;
  return h(
    "p",
    { class: "p-eja", "aria-label": "Ejaan untuk dibacakan kembali" },
    spelling.map(({ sign, word }) => h("span", {}, h("b", {}, sign), word === sign ? "" : ` ${word}`)),
    note ? h("small", {}, note) : null,
  );
}
