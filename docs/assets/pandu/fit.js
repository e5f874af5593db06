/**
 * Makes a step fit its screen, by measure: what may wait is folded first, then the air
 * between things is let out. The sentence itself never gets smaller than 20 px.
 */

import { h } from "./dom.js";
import { foldDos, foldForm, foldNotes, foldRounds, foldSays, foldTexts } from "./fold.js";

/** Half a pixel of rounding is no overflow. */
const SLACK = 2;
/** What the line takes that brings hidden rows back. */
const MORE_LINE = 38;
/** More rows than this fit no screen. */
const MOST_ROWS = 60;
/** Of more tickets than this the earlier ones are folded unmeasured. */
const MOST_ROUNDS = 3;
const TIGHTER = ["is-rapat", "is-padat", "is-sempit", "is-sebaris"];

/** Columns overflow to the side. @param {Element | null} element */
const overflows = (element) =>
  element !== null &&
  Math.max(element.scrollHeight - element.clientHeight, element.scrollWidth - element.clientWidth) > SLACK;

/**
 * Fold unmeasured what no screen has room for, so that it is not laid out to find that out.
 * @param {ParentNode} place
 */
export function capRounds(place) {
  if (place.querySelectorAll(".p-round").length > MOST_ROUNDS) foldRounds(place);
}

/**
 * Hide the rows that no screen has room for.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} [order]
 */
export function capRows(list, order) {
  if (list.classList.contains("is-terbuka")) return;
  list.querySelector(":scope > .p-lagi-baris")?.remove();
  const rows = order ?? rowsOf(list);
  const most = Math.max(0, rows.length - MOST_ROWS);
  rows.forEach((row, at) => (row.hidden = at < most));
}

/**
 * The rows of a list, those first that are folded first: who is calling is wanted till the end.
 * @param {HTMLElement} list
 */
const rowsOf = (list) =>
  /** @type {HTMLElement[]} */ ([...list.children]).sort(
    (a, b) => Number(a.classList.contains("p-fact-personal")) - Number(b.classList.contains("p-fact-personal")),
  );

/**
 * Fold and tighten until nothing is cut, as far as that goes.
 * @param {HTMLElement} step
 */
export function fitStep(step) {
  const body = step.querySelector(".p-step-body");
  if (!body) return;
  step.classList.remove(...TIGHTER);
  const cut = () => overflows(body) || overflows(step) || overflows(step.querySelector(".p-answer"));
  const tighten = TIGHTER.map((level) => () => step.classList.add(level));
  const folds = [foldDos, foldForm, foldRounds, foldSays].map((fold) => () => fold(step));
  for (const act of [() => foldNotes(step), ...tighten, ...folds]) {
    if (!cut()) return;
    act();
  }
  foldTexts(body, cut);
}

/**
 * Fold what can wait of a report that has grown beyond its place.
 * @param {HTMLElement} place
 */
export function fitReport(place) {
  place.classList.remove("is-rapat");
  const cut = () => overflows(place);
  const acts = [() => foldNotes(place), () => place.classList.add("is-rapat"), () => foldRounds(place)];
  for (const act of acts) if (cut()) act();
  foldTexts(place, cut);
  fitChecks(place);
}

/**
 * Of many things to tick the next ones are shown; those that are done are folded first.
 * @param {HTMLElement} place
 */
function fitChecks(place) {
  const list = place.querySelector(":scope > div > .p-checks");
  if (!(list instanceof HTMLElement)) return;
  const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(":scope > :not(.p-lagi-baris)")]);
  // Where the hand is, the row stays.
  const done = rows.filter((row) => row.querySelector(":checked") && !row.contains(document.activeElement));
  const order = [...done, ...rows.filter((row) => !done.includes(row)).reverse()];
  /** @param {number} count */
  const words = (count) => {
    const ticked = Math.min(count, done.length);
    return [ticked > 0 ? `${ticked} sudah dicentang` : "", count > ticked ? `${count - ticked} lagi` : ""].filter(Boolean).join(", ");
  };
  fitList(place, list, moreLine(list, words), order);
}

/**
 * Show the end of a list whole; what does not fit waits behind one line at its top.
 * @param {HTMLElement} frame What may not scroll.
 * @param {HTMLElement} list
 * @param {(count: number) => HTMLElement} moreNode
 * @param {HTMLElement[]} [order] The rows, those first that are folded first.
 */
export function fitList(frame, list, moreNode, order) {
  frame.classList.remove("is-rapat");
  // Who has asked for all of it keeps it until the list is drawn anew.
  if (list.classList.contains("is-terbuka")) return;
  capRows(list, order);
  const rows = order ?? rowsOf(list);
  let hidden = rows.filter((row) => row.hidden).length;
  if (hidden === 0 && !overflows(frame)) return;
  frame.classList.add("is-rapat");
  // Measured once: to ask again after each row would lay the page out anew each time. Not
  // in whole pixels: of sixty rows the rounding is half a row.
  const heights = rows.map((row) => row.getBoundingClientRect().height);
  let over = frame.scrollHeight - frame.clientHeight;
  if (hidden === 0 && over <= SLACK) return;
  over += MORE_LINE;
  while (over > 0 && hidden < rows.length - 1) {
    over -= heights[hidden] ?? 0;
    hidden += 1;
  }
  for (const row of rows.slice(0, hidden)) row.hidden = true;
  list.prepend(moreNode(hidden));
}

/**
 * A line that brings hidden rows back.
 * @param {HTMLElement} list
 * @param {(count: number) => string} words
 */
export function moreLine(list, words) {
  return (/** @type {number} */ count) => {
    const button = h("button", { class: "p-lagi", type: "button", onclick: () => open() }, words(count));
    const line =
      list.tagName === "DL"
        ? h("div", { class: "p-lagi-baris" }, h("dt", { class: "p-hanya-pembaca" }, "Selebihnya"), h("dd", {}, button))
        : h("li", { class: "p-lagi-baris" }, button);
    const open = () => {
      list.classList.add("is-terbuka");
      line.remove();
      showRows(list);
    };
    return line;
  };
}

/** @param {HTMLElement} list */
function showRows(list) {
  for (const row of list.children) /** @type {HTMLElement} */ (row).hidden = false;
}

/** Where the page itself scrolls, at twice the size, the step's head and the field are in sight. */
export function showFocused() {
  const page = document.documentElement;
  if (page.scrollHeight <= page.clientHeight) return;
  document.querySelector(".p-live .p-step-title")?.scrollIntoView({ block: "start" });
  document.activeElement?.scrollIntoView({ block: "nearest" });
}
