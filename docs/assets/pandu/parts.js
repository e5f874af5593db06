/** The parts of a clause as nodes: what is said, done, not said, written, and known. */

import { h, keycap } from "./dom.js";

/** @typedef {import("./protocol.js").Content} Content */
/** @typedef {import("./protocol.js").SayPart} SayPart */
/** @typedef {import("./protocol.js").DoPart} DoPart */
/** @typedef {import("./protocol.js").WritePart} WritePart */
/** @typedef {import("./protocol.js").KnowPart} KnowPart */
/** @typedef {import("./protocol.js").Note} Note */
/** @typedef {import("./protocol.js").ClauseLink} ClauseLink */

/** Places to fill in an official text: {Bapak/Ibu}, (nama penelepon), (..... Nama CSO). */
const SLOT = /(\{[^{}]*\}|\((?:\.{2,}\s*)?nama[^()]*\))/i;

/** @type {Record<string, string>} */
export const NOTE_LABELS = {
  diam: "SOP TIDAK MENGATUR",
  peringatan: "PERHATIKAN",
  hilang: "TIDAK ADA DI SUMBER",
  usang: "MENURUT TANGGAL",
  tafsir: "TAFSIR KAMI",
};

/**
 * Cut a text at its places to fill.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function withSlots(text) {
  return text
    .split(SLOT)
    .filter((piece) => piece !== "")
    .map((piece) => (SLOT.test(piece) ? h("span", { class: "p-slot" }, piece) : piece));
}

/**
 * How the place of a step in its document is said: `Langkah 9`, `C.I.1`.
 * @param {string} number
 */
export const stepLabel = (number) =>
  /^\d/.test(number) ? `Langkah ${number}` : number.charAt(0).toUpperCase() + number.slice(1);

/**
 * @param {string} label
 * @param {string} when
 */
const kindLine = (label, when) =>
  h("p", { class: "p-kind" }, label, when ? h("span", { class: "p-when" }, ` bila ${when}`) : null);

/**
 * @param {string} id
 * @param {string} url
 */
const reference = (id, url) => (url ? h("a", { class: "p-ref", href: url }, id) : h("span", { class: "p-ref" }, id));

/**
 * A button that copies the text of its part.
 * @param {string} label
 * @param {string} [key]
 */
export function copyButton(label, key = "") {
  return h(
    "button",
    { class: "p-copy", type: "button", "data-key": key || null, "aria-keyshortcuts": key || null },
    key ? keycap(key) : null,
    h("span", { class: "p-copy-label" }, label),
  );
}

/**
 * @param {Content} content
 * @returns {(clause: string) => string} Address of the clause, empty where there is none.
 */
function addresses(content) {
  const known = new Map(content.clauses.map((clause) => [clause.id, clause.url]));
  return (clause) => known.get(clause) ?? "";
}

/**
 * @param {SayPart} part
 * @param {string} url
 * @param {string} [key]
 */
export function sayNode(part, url, key = "") {
  return h(
    "div",
    { class: part.text.length > LONG_SAY ? "p-part p-say p-long" : "p-part p-say", "data-part": part.id },
    kindLine("UCAPKAN", part.when),
    h("blockquote", { class: "p-text" }, withSlots(part.text)),
    h("p", { class: "p-foot" }, reference(part.id, url), copyButton("Salin kalimat", key)),
  );
}

/**
 * @param {SayPart} part
 * @param {string} url
 */
export function dontNode(part, url) {
  return h(
    "div",
    { class: "p-part p-dont", "data-part": part.id },
    kindLine("JANGAN DISAMPAIKAN", part.when),
    h("p", { class: "p-text" }, part.text),
    h("p", { class: "p-foot" }, reference(part.id, url)),
  );
}

/**
 * @param {DoPart} part
 * @param {string} url
 */
function doNode(part, url) {
  return h(
    "div",
    { class: "p-part p-do", "data-part": part.id },
    kindLine("LAKUKAN", part.when),
    h("p", { class: "p-text" }, part.system ? h("span", { class: "p-app" }, part.system) : null, " ", part.text),
    h("p", { class: "p-foot" }, reference(part.id, url)),
  );
}

/**
 * A text to be filed exactly so.
 * @param {WritePart} part
 * @param {string} url
 * @param {string} [key]
 */
export function writeNode(part, url, key = "") {
  const place = [part.system, part.field].filter(Boolean).join(" · ");
  return h(
    "div",
    { class: "p-part p-write", "data-part": part.id },
    kindLine("TULIS", part.when),
    place ? h("p", { class: "p-field" }, place) : null,
    h("pre", { class: "p-text" }, withSlots(part.text)),
    h("p", { class: "p-foot" }, reference(part.id, url), copyButton("Salin laporan", key)),
  );
}

/**
 * @param {KnowPart} part
 * @param {string} url
 */
function knowNode(part, url) {
  const rule = part.kind === "RULE";
  return h(
    "div",
    { class: rule ? "p-part p-rule" : "p-part p-info", "data-part": part.id },
    kindLine(rule ? "ATURAN" : "INFO", part.when),
    h("p", { class: "p-text" }, part.text),
    h("p", { class: "p-foot" }, reference(part.id, url)),
  );
}

/** @param {Note} note */
export function noteNode(note) {
  return h(
    "aside",
    { class: `p-note p-note-${note.kind}` },
    h("p", { class: "p-note-kind" }, NOTE_LABELS[note.kind] ?? "CATATAN"),
    h("p", {}, note.text),
    note.ask ? h("p", { class: "p-ask" }, `Tanyakan: ${note.ask}.`) : null,
  );
}

/**
 * The clauses a step stands on, as links.
 * @param {ClauseLink[]} clauses
 */
export function clauseLinks(clauses) {
  return h(
    "p",
    { class: "p-clauses" },
    clauses.map((clause) =>
      h("a", { class: "p-ref", href: clause.url || null, title: clause.title }, clause.id),
    ),
  );
}

/** Remarks that can change what the CSO does now; the others wait folded. */
const LOUD = ["diam", "peringatan", "tafsir"];
const MOST_OPEN = 2;
/** From here on a sentence is set a little smaller; as in macros/parts.py. */
const LONG_SAY = 260;
/** A prohibition longer than this stands below the sentence, not beside it. */
const LONG_DONT = 140;

/**
 * Guess in pixels what is left of a desk's screen for remarks, so that the hand never has
 * to scroll for the answer: measured at 1366x768, and no more than a guess elsewhere.
 * @param {Content} content
 */
function roomForNotes(content) {
  const facts = content.question?.facts ?? [];
  const choices = facts.length === 1 ? (facts[0]?.choices.length ?? 0) : 0;
  const rows = choices > 4 ? Math.ceil(choices / 2) : choices;
  const answer = (choices > 0 ? 40 + 52 * rows : 60 + 90 * Math.min(facts.length, 1)) + 50;
  /** @param {{text: string}[]} parts @param {number} each @param {number} letter */
  const height = (parts, each, letter) =>
    parts.reduce((sum, part) => sum + each + letter * part.text.length, 0);
  const said = height(content.say, 105, 0.6);
  return 560 - answer - said - height(content.do, 34, 0.32) - height(content.write, 110, 0.35);
}

/**
 * Part the remarks into those to be seen at once and those that wait until wanted.
 * @param {Content} content
 * @returns {[Note[], Note[]]}
 */
export function splitNotes(content) {
  let room = roomForNotes(content);
  const open = content.notes
    .filter((note) => LOUD.includes(note.kind))
    .slice(0, MOST_OPEN)
    .filter((note) => {
      room -= 46 + 0.24 * note.text.length + (note.ask ? 20 : 0);
      return room >= 0;
    });
  return [open, content.notes.filter((note) => !open.includes(note))];
}

/**
 * Name what is folded; what the SOP leaves open is said even then.
 * @param {Note[]} notes
 * @param {number} rules
 */
function foldedLabel(notes, rules) {
  const silent = notes.filter((note) => note.kind === "diam").length;
  const others = notes.length - silent + rules;
  const words = [];
  if (silent > 0) words.push(`SOP tidak mengatur ${silent} hal`);
  if (others > 0) words.push(`${others} aturan dan catatan`);
  return words.join(" · ");
}

/**
 * All parts of a step in the order in which the eye needs them.
 * @param {Content} content
 */
export function contentNodes(content) {
  const url = addresses(content);
  const says = content.say.map((part, index) => sayNode(part, url(part.clause), index === 0 ? "C" : ""));
  const donts = content.dont.map((part) => dontNode(part, url(part.clause)));
  const short = content.dont.every((part) => part.text.length <= LONG_DONT);
  const margin = donts.length > 0 ? h("div", { class: "p-margin" }, donts) : null;
  const dos = content.do.map((part) => doNode(part, url(part.clause)));
  const [open, waiting] = splitNotes(content);
  const quiet = [
    ...content.know.map((part) => knowNode(part, url(part.clause))),
    ...waiting.map(noteNode),
  ];
  return [
    says.length > 0 || margin
      ? h("div", { class: margin && short ? "p-said has-margin" : "p-said" }, h("div", {}, says), margin)
      : null,
    dos.length > 0 ? h("div", { class: "p-dos" }, dos) : null,
    ...content.write.map((part) => writeNode(part, url(part.clause))),
    open.length > 0 ? h("div", { class: "p-notes" }, open.map(noteNode)) : null,
    quiet.length > 0
      ? h(
          "details",
          { class: "p-more-notes" },
          h("summary", {}, foldedLabel(waiting, content.know.length)),
          quiet,
        )
      : null,
  ];
}
