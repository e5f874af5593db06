/** What is known of lessons that were done: how well, whether they changed since, what is next. */

/** @typedef {import("./progress-shape.js").Progress} Progress */
/** @typedef {{id: string, title: string, path: string, url: string, version: string}} LessonRow */
/** @typedef {"belum" | "lulus" | "ulang" | "berubah"} LessonState */
/** @typedef {[number, number]} PassMark Of the second so many have to be right. */
/** @typedef {{lessons: number, passed: number, begun: number, changed: number, right: number, asked: number}} PathSum */

/**
 * @param {PassMark} mark
 * @param {number} right
 * @param {number} asked
 */
export const isPassed = ([need, of], right, asked) => asked > 0 && right * of >= asked * need;

/**
 * How a lesson stands; one that was done in another version has changed since.
 * @param {Progress} progress
 * @param {Pick<LessonRow, "id" | "version">} lesson
 * @param {PassMark} mark
 * @returns {LessonState}
 */
export function stateOf(progress, lesson, mark) {
  const kept = Object.hasOwn(progress.lessons, lesson.id) ? progress.lessons[lesson.id] : undefined;
  if (!kept) return "belum";
  if (kept.version !== lesson.version) return "berubah";
  return isPassed(mark, kept.right, kept.asked) ? "lulus" : "ulang";
}

/**
 * How a lesson stands, in words; empty where nothing was done.
 * @param {Progress} progress
 * @param {Pick<LessonRow, "id" | "version">} lesson
 * @param {PassMark} mark
 */
export function stateWords(progress, lesson, mark) {
  const state = stateOf(progress, lesson, mark);
  const kept = progress.lessons[lesson.id];
  if (state === "belum" || !kept) return "";
  if (state === "berubah") return "berubah sejak Anda menyelesaikannya";
  return `${state === "lulus" ? "selesai" : "ulangi"}, ${kept.right} dari ${kept.asked} benar`;
}

/**
 * The first lesson that is not passed, or has changed since; null where none is left.
 * @template {Pick<LessonRow, "id" | "version">} Row
 * @param {Progress} progress
 * @param {Row[]} lessons In the order in which they are learnt.
 * @param {PassMark} mark
 * @returns {Row | null}
 */
export function nextLesson(progress, lessons, mark) {
  return lessons.find((lesson) => stateOf(progress, lesson, mark) !== "lulus") ?? null;
}

/**
 * @param {Progress} progress
 * @param {Pick<LessonRow, "id" | "version">[]} lessons
 * @param {PassMark} mark
 * @returns {PathSum}
 */
export function sumOf(progress, lessons, mark) {
  const sum = { lessons: lessons.length, passed: 0, begun: 0, changed: 0, right: 0, asked: 0 };
  for (const lesson of lessons) {
    const state = stateOf(progress, lesson, mark);
    const kept = progress.lessons[lesson.id];
    if (state === "belum" || !kept) continue;
    sum.begun += 1;
    sum.passed += Number(state === "lulus");
    sum.changed += Number(state === "berubah");
    sum.right += kept.right;
    sum.asked += kept.asked;
  }
  return sum;
}

/**
 * @param {PathSum} sum
 */
export function sumWords({ lessons, passed, begun, changed, right, asked }) {
  if (begun === 0) return `${lessons} pelajaran, belum dimulai`;
  const words = [`${passed} dari ${lessons} selesai`];
  if (changed > 0) words.push(`${changed} berubah sejak Anda menyelesaikannya`);
  words.push(`${right} dari ${asked} soal benar`);
  return words.join(" · ");
}

/**
 * The progress with a lesson done; repeatable, as the store wants it.
 * @param {Progress} progress
 * @param {object} done
 * @param {string} done.id
 * @param {string} done.version
 * @param {string} done.at ISO 8601.
 * @param {number} done.right
 * @param {number} done.asked
 * @param {string[]} done.clauses
 * @returns {Progress}
 */
export function withLesson(progress, { id, version, at, right, asked, clauses }) {
  return {
    ...progress,
    lessons: { ...progress.lessons, [id]: { done: at, right, asked, version } },
    met: { ...progress.met, clauses: [...new Set([...progress.met.clauses, ...clauses])] },
  };
}
