/** What may wait goes behind one line that says what it is; nothing is ever taken away. */

import { h } from "./dom.js";
import { foldedWords } from "./parts.js";

/**
 * Put nodes behind a line, in the place of the first.
 * @param {Element[]} nodes
 * @param {string} words
 * @param {string} [kind]
 */
function foldAway(nodes, words, kind = "") {
  const [first] = nodes;
  if (!first) return;
  const folded = h("details", { class: `p-more-notes ${kind}`.trim() }, h("summary", {}, words));
  first.before(folded);
  folded.append(...nodes);
}

/**
 * Move the open remarks among the folded ones.
 * @param {ParentNode} place
 */
export function foldNotes(place) {
  const folded = place.querySelector(".p-more-notes:last-child");
  const open = place.querySelectorAll(".p-notes > .p-note, .p-end > .p-note, .p-report-place > .p-note");
  if (open.length === 0 || !folded) return;
  const summary = folded.querySelector("summary");
  summary?.after(...open);
  folded.classList.remove("is-kosong");
  place.querySelector(".p-notes")?.remove();
  const all = [...folded.querySelectorAll(".p-note")];
  const silent = all.filter((note) => note.classList.contains("p-note-diam")).length;
  const rules = folded.querySelectorAll(":scope > .p-part").length;
  const also = folded.querySelector(".p-end-clauses") ? ` · ${summary?.textContent ?? ""}` : "";
  if (summary) summary.textContent = foldedWords(silent, all.length - silent + rules) + also;
}

/** @param {ParentNode} step */
export function foldDos(step) {
  const list = step.querySelector(".p-step-body > .p-dos");
  if (!list) return;
  const open = list.querySelectorAll(".p-tick:not(:checked)").length;
  const left = open < list.childElementCount ? `, ${open} belum dicentang` : "";
  foldAway([list], `LAKUKAN: ${list.childElementCount} hal${left}`, "p-dos-lipat");
}

/** @param {ParentNode} step */
export function foldForm(step) {
  const form = step.querySelector(".p-end > .p-formulir");
  if (!form) return;
  const filled = form.querySelectorAll(".p-isi").length;
  foldAway([form], `Isian form: ${filled} dari ${form.childElementCount} terisi`);
}

/**
 * Of several tickets only the last stays open.
 * @param {ParentNode} place
 */
export function foldRounds(place) {
  const heads = [...place.querySelectorAll(":scope > .p-round, :scope > .p-end > .p-round")];
  heads.pop();
  const [first] = heads;
  if (!first) return;
  /** @type {Element[]} */
  const rows = [];
  const last = heads.at(-1);
  let within = false;
  for (let next = /** @type {Element | null} */ (first); next?.matches(".p-part, .p-note, .p-round"); next = next.nextElementSibling) {
    if (within && next.matches(".p-round") && !heads.includes(next)) break;
    within ||= next === last;
    rows.push(next);
  }
  const filled = rows.filter((row) => row.matches(".p-part")).length;
  const many = heads.length > 1;
  foldAway(rows, many ? `${heads.length} tiket sebelumnya: ${filled} isian` : `${first.textContent}: ${filled} isian`);
  if (!many) first.remove();
}

/**
 * Of several sentences the first stays open; the next is one tap away.
 * @param {ParentNode} step
 */
export function foldSays(step) {
  const [, ...later] = step.querySelectorAll(".p-said > div > .p-say");
  foldAway(later, later.length > 1 ? `${later.length} ucapan berikutnya` : "Ucapan berikutnya", "p-say-lipat");
}

/**
 * Of many texts the first stay open, and the one that a key copies.
 * @param {ParentNode} place
 * @param {() => boolean} full
 */
export function foldTexts(place, full) {
  if (!full()) return;
  const parts = [...place.querySelectorAll(":scope > .p-part")].filter((part) => !part.querySelector("[data-key]"));
  // Halved each time, so that a long list is laid out a few times only.
  let from = 0;
  for (let to = parts.length; from < to; ) {
    const middle = Math.ceil((from + to) / 2);
    parts.forEach((part, at) => (/** @type {HTMLElement} */ (part).hidden = at >= middle));
    if (full()) to = middle - 1;
    else from = middle;
  }
  for (const part of parts) /** @type {HTMLElement} */ (part).hidden = false;
  for (const run of runsOf(parts.slice(from))) foldAway(run, moreTexts(run.length), "p-tulisan-lipat");
  // The lines that say what is folded take room too.
  const open = parts.slice(0, from);
  while (full()) {
    const last = open.pop();
    if (!last) return;
    foldBehind(last);
  }
}

/** @param {number} count */
const moreTexts = (count) => `${count} tulisan lagi`;

/**
 * Put one more text behind the line that follows it, or behind one of its own.
 * @param {Element} part
 */
function foldBehind(part) {
  const folded = part.nextElementSibling;
  const summary = folded?.matches(".p-tulisan-lipat") ? folded.querySelector("summary") : null;
  if (!folded || !summary) return foldAway([part], moreTexts(1), "p-tulisan-lipat");
  summary.after(part);
  summary.textContent = moreTexts(folded.querySelectorAll(":scope > .p-part").length);
}

/**
 * Part nodes into those that stand side by side, so that their order is kept.
 * @param {Element[]} nodes
 */
function runsOf(nodes) {
  /** @type {Element[][]} */
  const runs = [];
  for (const node of nodes) {
    const last = runs.at(-1);
    if (last && node.previousElementSibling === last.at(-1)) last.push(node);
    else runs.push([node]);
  }
  return runs;
}

/**
 * Trail and data stand open on a desk and fold to one line each on a phone.
 * @param {HTMLElement} desk
 * @param {() => void} changed Told when a window has become the one or the other.
 * @returns {() => void} Lets go of the window.
 */
export function foldOnPhones(desk, changed) {
  const wide = window.matchMedia("(min-width: 960px)");
  const fold = () => {
    for (const part of desk.querySelectorAll("details.p-fold")) {
      /** @type {HTMLDetailsElement} */ (part).open = wide.matches;
    }
  };
  const turn = () => {
    fold();
    changed();
  };
  wide.addEventListener("change", turn);
  fold();
  return () => wide.removeEventListener("change", turn);
}
