/** What Python says of progress; see `learning/progress_summary.py`. */

/** @typedef {{of: number, met: number}} Coverage */
/**
 * @typedef {object} LessonRow
 * @property {string} id
 * @property {string} title
 * @property {string} path
 * @property {string} url From the site's root.
 * @property {"belum" | "lulus" | "ulang" | "berubah"} state
 * @property {number} right
 * @property {number} asked
 */
/** @typedef {Coverage & {id: string, title: string, calls: number, done: number, passed: number, levels: number[]}} FlowRow */
/** @typedef {Coverage & {id: string, title: string, left: string[]}} DocumentRow */
/**
 * @typedef {object} Summary
 * @property {boolean} empty
 * @property {{of: number, passed: number, right: number, asked: number, rows: LessonRow[]}} lessons
 * @property {{of: number, new: number, due: number, learning: number, known: number}} cards
 * @property {FlowRow[]} flows
 * @property {DocumentRow[]} documents
 * @property {Coverage} clauses
 * @property {Coverage} edges
 * @property {string[]} warnings What asks for something to be done.
 * @property {string[]} notes What is kept although it is not counted.
 * @property {{words: string, url: string}[]} next
 */
/** @typedef {{merged: import("./progress-shape.js").Progress, same: boolean, lines: string[], notes: string[]}} Preview */

export {};
