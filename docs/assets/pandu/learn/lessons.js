/** A path's page: one lesson at a time, read first, then asked. */

import { find } from "../dom.js";
import { sharedEngine } from "../engine-client.js";
import { onEveryPage } from "../every-page.js";
import { createHelp } from "../help.js";
import { installKeys } from "../keys.js";
import { createQuiz } from "./lesson-quiz.js";
import { isPassed, nextLesson, stateOf, stateWords, withLesson } from "./lesson-record.js";
import { markLessons, passMark, tellFault } from "./paths.js";
import { faultWords, readProgress, subscribe, writeProgress } from "./progress-store.js";
import { askRoom } from "./room.js";

/** @typedef {import("./card-draw.js").CardData} CardData */
/** @typedef {{id: string, version: string, section: HTMLElement, heading: HTMLElement, quiz: ReturnType<typeof createQuiz>}} Lesson */

/** The room may have to be opened first; that is waited for apart. */
const PATIENCE_MS = 20_000;

/** @type {Element | null} */
let open = null;
/** @type {Lesson | null} */
let shown = null;
let leave = () => {};

const help = createHelp();
installKeys({
  root: () => (open?.isConnected && shown ? shown.section : null),
  busy: () => shown?.quiz.busy ?? false,
  lettersOn: () => help.lettersOn,
});

/** @param {HTMLElement} place */
function openPage(place) {
  const root = new URL(place.dataset.root ?? "./", location.href).href;
  const engine = sharedEngine(new URL("runtime/runtime.json", root).href);
  const mark = passMark(place);
  const lessons = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("section.p-pelajaran")]).flatMap((section) =>
    lessonOf(section, engine, root, mark),
  );
  place.classList.add("is-hidup");

  const draw = () => {
    const { progress, fault } = readProgress();
    tellFault(place, fault);
    markLessons(place, progress, lessons, mark);
    for (const lesson of lessons) {
      const told = find(lesson.section, ".p-pelajaran-keadaan");
      if (!told) continue;
      const words = stateWords(progress, lesson, mark);
      const changed = stateOf(progress, lesson, mark) === "berubah";
      told.textContent = changed
        ? "Pelajaran ini berubah sejak Anda menyelesaikannya. Baca lagi, lalu jawab soalnya."
        : words && `Yang terakhir: ${words}.`;
      told.hidden = !words;
    }
  };

  /** @param {Lesson} lesson @param {boolean} moved Whether the reader asked for it. */
  const show = (lesson, moved) => {
    shown = lesson;
    for (const one of lessons) {
      one.section.hidden = one !== lesson;
      one.heading.hidden = one !== lesson;
    }
    for (const link of place.querySelectorAll(".p-jalur-isi a")) {
      const here = link.closest("li")?.getAttribute("data-pelajaran") === lesson.id;
      link.toggleAttribute("aria-current", here);
      if (here) link.setAttribute("aria-current", "step");
    }
    lesson.quiz.rest();
    if (!moved) return;
    lesson.heading.tabIndex = -1;
    lesson.heading.focus({ preventScroll: true });
    lesson.heading.scrollIntoView();
  };
  /** @param {boolean} moved */
  const showNamed = (moved) => {
    const name = decodeURIComponent(location.hash.slice(1));
    const named = lessons.find((lesson) => lesson.id === name);
    const lesson = named ?? (moved ? null : nextLesson(readProgress().progress, lessons, mark) ?? lessons[0]);
    if (lesson && (moved || lesson !== shown)) show(lesson, moved || Boolean(named));
  };

  draw();
  showNamed(false);
  const onHash = () => showNamed(true);
  window.addEventListener("hashchange", onHash);
  const unsubscribe = subscribe(draw);
  leave = () => {
    window.removeEventListener("hashchange", onHash);
    unsubscribe();
  };

  void engine.ready().then((up) => {
    if (up || open !== place) return;
    for (const { section } of lessons) {
      const [live, list] = [find(section, ".p-soal-hidup"), find(section, ".p-soal-daftar")];
      if (!live || !list) continue;
      live.textContent = `Mesin tidak dapat dijalankan: ${engine.status.reason}. Soalnya di bawah ini, dengan jawabannya; hasilnya tidak dicatat.`;
      list.hidden = false;
    }
  });
}

/**
 * @param {HTMLElement} section
 * @param {ReturnType<typeof sharedEngine>} engine
 * @param {string} root
 * @param {import("./lesson-record.js").PassMark} mark
 * @returns {Lesson[]} Nothing where the page is not what it should be.
 */
function lessonOf(section, engine, root, mark) {
  const { pelajaran: id = "", versi: version = "", klausul = "", soal = "[]", lanjut = "", lanjutJudul = "" } = section.dataset;
  const heading = document.getElementById(id);
  const live = find(section, ".p-soal-hidup");
  const list = find(section, ".p-soal-daftar");
  if (!heading || !live || !list) return [];
  const cards = /** @type {CardData[]} */ (JSON.parse(soal));
  const quiz = createQuiz({
    place: live,
    cards,
    judge: async (card, answer) =>
      /** @type {import("./lesson-quiz.js").Verdict} */ (
        await askRoom(engine, { call: "cards_judge", card, answer }, [], PATIENCE_MS)
      ),
    done: (right, asked) => {
      const at = new Date().toISOString();
      const clauses = klausul.split(" ");
      return faultWords(writeProgress((progress) => withLesson(progress, { id, version, at, right, asked, clauses })));
    },
    known: () => stateOf(readProgress().progress, { id, version }, mark) !== "belum",
    passed: (right, asked) => isPassed(mark, right, asked),
    need: mark,
    next: { title: `Berikutnya: ${lanjutJudul}`, go: () => follow(section, lanjut) },
    clauseUrl: (clause) => new URL(`k/#${clause}`, root).href,
  });
  live.hidden = false;
  list.hidden = true;
  return [{ id, version, section, heading, quiz }];
}

/**
 * Go where a link would lead, so that the theme can fetch the page as it does for any link.
 * @param {HTMLElement} section
 * @param {string} address
 */
function follow(section, address) {
  if (address.startsWith("#")) {
    location.hash = address;
    return;
  }
  const link = document.createElement("a");
  link.href = address;
  link.hidden = true;
  section.append(link);
  link.click();
  link.remove();
}

function look() {
  const place = document.querySelector(".p-jalur");
  if (place === open) return;
  leave();
  leave = () => {};
  shown = null;
  open = place;
  if (place instanceof HTMLElement) openPage(place);
}

onEveryPage(look);
