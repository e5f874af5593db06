/** “Latihan”: every path with what is done, how well, and what is next. */

import { fill, find, h } from "../dom.js";
import { onEveryPage } from "../every-page.js";
import { nextLesson, stateOf, stateWords, sumOf, sumWords } from "./lesson-record.js";
import { faultWords, readProgress, subscribe } from "./progress-store.js";

/** @typedef {import("./lesson-record.js").LessonRow} LessonRow */
/** @typedef {import("./lesson-record.js").PassMark} PassMark */
/** @typedef {import("./progress-shape.js").Progress} Progress */

/** @type {Element | null} */
let open = null;
let leave = () => {};

/**
 * Mark each lesson of a list with how it stands.
 * @param {ParentNode} place
 * @param {Progress} progress
 * @param {Pick<LessonRow, "id" | "version">[]} lessons
 * @param {PassMark} mark
 */
export function markLessons(place, progress, lessons, mark) {
  for (const lesson of lessons) {
    for (const row of place.querySelectorAll(`li[data-pelajaran="${CSS.escape(lesson.id)}"]`)) {
      const sign = find(row, ".p-pelajaran-tanda");
      if (!sign) continue;
      sign.textContent = stateWords(progress, lesson, mark);
      sign.hidden = sign.textContent === "";
      row.setAttribute("data-keadaan", stateOf(progress, lesson, mark));
    }
  }
}

/**
 * How many questions have to be right, as Python counts them.
 * @param {HTMLElement} place
 * @returns {PassMark}
 */
export function passMark(place) {
  const [need = 1, of = 1] = /** @type {number[]} */ (JSON.parse(place.dataset.lulus ?? "[]"));
  return [need, of];
}

/**
 * Say what is wrong with the store, where something is.
 * @param {ParentNode} place
 * @param {import("./progress-store.js").StoreFault} fault
 */
export function tellFault(place, fault) {
  const told = find(place, ".p-latihan-pesan");
  if (!told) return;
  told.textContent = faultWords(fault);
  told.hidden = fault === "";
}

/** @param {HTMLElement} place */
function openPage(place) {
  /** @type {LessonRow[]} */
  const lessons = JSON.parse(place.dataset.pelajaran ?? "[]");
  const begin = find(place, ".p-mulai");
  const mark = passMark(place);

  const draw = () => {
    const { progress, fault } = readProgress();
    tellFault(place, fault);
    markLessons(place, progress, lessons, mark);
    for (const row of place.querySelectorAll("[data-jalur]")) {
      const mine = lessons.filter((lesson) => lesson.path === row.getAttribute("data-jalur"));
      const sum = sumOf(progress, mine, mark);
      const told = find(row, ".p-jalur-maju");
      const next = nextLesson(progress, mine, mark);
      const begun = sum.begun > 0;
      if (told) fill(told, sumWords(sum), begun && next ? [" · berikutnya ", h("a", { href: next.url }, next.title)] : null);
      row.setAttribute("data-keadaan", next ? (begun ? "berjalan" : "belum") : "selesai");
    }
    if (begin) drawBegin(begin, progress, lessons, mark);
  };
  draw();
  leave = subscribe(draw);
}

/**
 * @param {HTMLElement} begin
 * @param {Progress} progress
 * @param {LessonRow[]} lessons
 * @param {PassMark} mark
 */
function drawBegin(begin, progress, lessons, mark) {
  const next = nextLesson(progress, lessons, mark);
  const sum = sumOf(progress, lessons, mark);
  const first = lessons[0];
  if (sum.begun === 0 || !first) return;
  const [label, title, about] = ["label", "judul", "tentang"].map((name) => find(begin, `.p-mulai-${name}`));
  if (!label || !title || !about) return;
  label.textContent = next ? "Lanjutkan" : "Semua pelajaran selesai";
  fill(title, next ? h("a", { href: next.url }, next.title) : h("a", { href: first.url }, `Ulangi dari ${first.title}`));
  const changed = next && stateOf(progress, next, mark) === "berubah" ? " Pelajaran ini berubah sejak Anda menyelesaikannya." : "";
  about.textContent = `${sumWords(sum)}.${changed}`;
}

function look() {
  const place = document.querySelector(".p-latihan");
  if (place === open) return;
  leave();
  leave = () => {};
  open = place;
  if (place instanceof HTMLElement) openPage(place);
}

onEveryPage(look);
