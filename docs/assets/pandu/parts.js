/** The parts of a clause as nodes: what is said, done, not said, written, and known. */

import { h, keycap } from "./dom.js";
import { isFilled, showOriginal, spokenNodes } from "./spoken.js";
import { tickBox } from "./ticks.js";

/** @typedef {import("./protocol.js").Content} Content */
/** @typedef {import("./protocol.js").SayPart} SayPart */
/** @typedef {import("./protocol.js").DoPart} DoPart */
/** @typedef {import("./protocol.js").WritePart} WritePart */
/** @typedef {import("./protocol.js").KnowPart} KnowPart */
/** @typedef {import("./protocol.js").Note} Note */
/** @typedef {import("./protocol.js").ClauseLink} ClauseLink */
/** @typedef {import("./protocol.js").Report["form"][number]} FormRow */
/** @typedef {{done: Set<string>, name: (part: string) => string}} Ticks What was ticked, and how a part is named there. */

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
    h("blockquote", { class: "p-text" }, part.pieces ? spokenNodes(part.pieces) : withSlots(part.text)),
    h("p", { class: "p-foot" }, reference(part.id, url), copyButton("Salin kalimat", key)),
  );
}

/**
 * The key to the official wording of all that is said in a step.
 * @param {() => ParentNode | null} place
 */
function originalButton(place) {
  const button = h(
    "button",
    {
      class: "p-asli",
      type: "button",
      "data-key": "O",
      "aria-keyshortcuts": "O",
      "aria-pressed": "false",
      onclick: () => {
        const original = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(original));
        const said = place();
        if (said) showOriginal(said, original);
      },
    },
    keycap("O"),
    h("span", {}, "Kalimat asli"),
  );
  return button;
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
 * Something to do, ticked off as one goes; a field of a form with what goes into it.
 * @param {DoPart} part
 * @param {string} url
 * @param {Ticks} ticks
 * @param {FormRow | undefined} row
 */
function doNode(part, url, ticks, row) {
  const box = tickBox(ticks.name(part.id), ticks.done);
  return h(
    "div",
    { class: "p-part p-do", "data-part": part.id },
    kindLine("LAKUKAN", part.when),
    h(
      "label",
      { class: "p-text" },
      box,
      h("span", {}, part.system ? h("span", { class: "p-app" }, part.system) : null, " ", part.text),
    ),
    row?.value
      ? h("p", { class: "p-isian" }, h("span", { class: "p-isi" }, row.value), valueCopy(row))
      : null,
    h("p", { class: "p-foot" }, reference(part.id, url)),
  );
}

/** @param {FormRow} row */
export const valueCopy = (row) =>
  h(
    "button",
    { class: "p-copy", type: "button", "data-copy": row.value, "aria-label": `Salin ${row.field}` },
    h("span", { class: "p-copy-label" }, "Salin"),
  );

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
    h("pre", { class: "p-text" }, part.pieces ? spokenNodes(part.pieces) : withSlots(part.text)),
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
 * Name what is folded; what the SOP leaves open is said even then.
 * @param {Note[]} notes
 * @param {number} rules
 */
function foldedLabel(notes, rules) {
  const silent = notes.filter((note) => note.kind === "diam").length;
  return foldedWords(silent, notes.length - silent + rules);
}

/**
 * @param {number} silent
 * @param {number} others
 */
export function foldedWords(silent, others) {
  const words = [];
  if (silent > 0) words.push(`SOP tidak mengatur ${silent} hal`);
  if (others > 0) words.push(`${others} aturan dan catatan`);
  return words.join(" · ");
}

/**
 * All parts of a step in the order in which the eye needs them. What does not fit is
 * folded afterwards, by measure; see fit.js.
 * @param {Content} content
 * @param {Ticks} ticks
 * @param {FormRow[]} form
 */
export function contentNodes(content, ticks, form) {
  const url = addresses(content);
  const fields = new Map(form.map((row) => [row.clause, row]));
  const says = content.say.map((part, index) => sayNode(part, url(part.clause), index === 0 ? "C" : ""));
  const donts = content.dont.map((part) => dontNode(part, url(part.clause)));
  const short = content.dont.every((part) => part.text.length <= LONG_DONT);
  const margin = donts.length > 0 ? h("div", { class: "p-margin" }, donts) : null;
  const dos = content.do.map((part) => doNode(part, url(part.clause), ticks, fields.get(part.clause)));
  const loud = content.notes.filter((note) => LOUD.includes(note.kind)).slice(0, MOST_OPEN);
  const waiting = content.notes.filter((note) => !loud.includes(note));
  const quiet = [
    ...content.know.map((part) => knowNode(part, url(part.clause))),
    ...waiting.map(noteNode),
  ];
  const said =
    says.length > 0 || margin
      ? h("div", { class: margin && short ? "p-said has-margin" : "p-said" }, h("div", {}, says), margin)
      : null;
  if ([...content.say, ...content.write].some((part) => isFilled(part.pieces))) {
    const foot = says[0]?.querySelector(".p-foot");
    foot?.append(originalButton(() => said));
  }
  return [
    said,
    dos.length > 0 ? h("div", { class: "p-dos" }, dos) : null,
    ...content.write.map((part) => writeNode(part, url(part.clause))),
    content.estimate ? estimateNode(content.estimate) : null,
    loud.length > 0 ? h("div", { class: "p-notes" }, loud.map(noteNode)) : null,
    quiet.length > 0 || loud.length > 0
      ? h(
          "details",
          { class: quiet.length > 0 ? "p-more-notes" : "p-more-notes is-kosong" },
          h("summary", {}, foldedLabel(waiting, content.know.length)),
          quiet,
        )
      : null,
  ];
}

/**
 * The promised time as the caller's clock will show it.
 * @param {NonNullable<Content["estimate"]>} estimate
 */
function estimateNode({ text, since, stated, at }) {
  const from = stated ? `laporan disimpan ${since}` : `sekarang, ${since}; waktu lapor belum tercatat`;
  return h(
    "p",
    { class: "p-taksiran" },
    h("b", {}, `± ${at}`),
    ` ${text} dari ${from}. Jam ini kami hitung; SOP menyebut lamanya saja.`,
  );
}
