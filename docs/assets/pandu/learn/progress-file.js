/** Files of progress: put one together, and read one that somebody chose. */

import { Told } from "../words.js";

/** UTF-8 takes no more for a character. */
const MOST_BYTES = 4;

/** @param {string} day */
export const fileName = (day) => `pandu-latihan-${day}.json`;

/**
 * The text of a file; what cannot be read here goes into it letter by letter.
 * @param {{progress: import("./progress-shape.js").Progress, fault: string}} read
 * @param {string | null} stored What is stored, as it is.
 */
export const fileText = ({ progress, fault }, stored) =>
  (fault === "rusak" || fault === "lebih-baru") && stored !== null ? stored : `${JSON.stringify(progress, null, 1)}\n`;

/**
 * @param {Pick<File, "size" | "text">} file
 * @param {number} most How many characters Python takes.
 * @returns {Promise<string>}
 * @throws {Told} It is too large, or no file that can be read.
 */
export async function readFile(file, most) {
  const tooLarge = new Told(
    `Berkas ini terlalu besar: paling banyak ${most.toLocaleString("id-ID")} huruf. Yang diterima: berkas pandu-latihan-….json dari halaman ini.`,
  );
  // Far above it, a file is refused before it fills the memory.
  if (file.size > most * MOST_BYTES) throw tooLarge;
  const text = await file.text().catch(() => {
    throw new Told("Berkas ini tidak dapat dibaca. Folder tidak dapat dibuka; pilih satu berkas JSON.");
  });
  if (text.length > most) throw tooLarge;
  return text;
}
