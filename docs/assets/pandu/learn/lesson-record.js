/** What is known of lessons that were done: how well, whether they changed since, what is next. */

/** @typedef {import("./progress-shape.js").Progress} Progress */
/** @typedef {{id: string, title: string, path: string, url: string, version: string}} LessonRow */
/** @typedef {"belum" | "selesai" | "berubah"} LessonState */
/** @typedef {{lessons: number, done: number, changed: number, right: number, asked: number}} PathSum */

/**
 * How a lesson stands; one that was done in another version has changed since.
 * @param {Progress} progress
 * @param {Pick<LessonRow, "id" | "version">} lesson
 * @returns {LessonState}
 */
export function stateOf(progress, lesson) {
  const kept = Object.hasOwn(progress.lessons, lesson.id) ? progress.lessons[lesson.id] : undefined;
  if (!kept) return "belum";
  return kept.version === lesson.version ? "selesai" : "berubah";
}

/**
 * How a lesson stands, in words; empty where nothing was done.
 * @param {Progress} progress
 * @param {Pick<LessonRow, "id" | "version">} lesson
 */
export function stateWords(progress, lesson) {
  const state = stateOf(progress, lesson);
  if (state === "belum") return "";
  const kept = progress.lessons[lesson.id];
  const score = kept ? `${kept.right} dari ${kept.asked} benar` : "";
  return state === "selesai" ? `selesai, ${score}` : "berubah sejak Anda menyelesaikannya";
}

/**
 * The first lesson that is not done, or has changed since; null where none is left.
 * @template {Pick<LessonRow, "id" | "version">} Row
 * @param {Progress} progress
 * @param {Row[]} lessons In the order in which they are learnt.
 * @returns {Row | null}
 */
export function nextLesson(progress, lessons) {
  return lessons.find((lesson) => stateOf(progress, lesson) !== "selesai") ?? null;
}

/**
 * @param {Progress} progress
 * @param {Pick<LessonRow, "id" | "version">[]} lessons
 * @returns {PathSum}
 */
export function sumOf(progress, lessons) {
  const sum = { lessons: lessons.length, done: 0, changed: 0, right: 0, asked: 0 };
  for (const lesson of lessons) {
    const state = stateOf(progress, lesson);
    if (state === "belum") continue;
    const kept = progress.lessons[lesson.id];
    if (state === "selesai") sum.done += 1;
    else sum.changed += 1;
    sum.right += kept?.right ?? 0;
    sum.asked += kept?.asked ?? 0;
  }
  return sum;
}

/**
 * @param {PathSum} sum
 */
export function sumWords({ lessons, done, changed, right, asked }) {
  if (done + changed === 0) return `${lessons} pelajaran, belum dimulai`;
  const words = [`${done} dari ${lessons} selesai`];
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
