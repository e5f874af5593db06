/**
 * Opening the file of a transcript, for every page that takes one: how large it may be, what is
 * said where it cannot be read, of which flow it is, and that a file dropped anywhere on the page
 * is taken there rather than opened by the browser in the place of what is open.
 */

import { Told } from "./words.js";

/** @typedef {import("./engine-client.js").Engine} Engine */

/** UTF-8 takes no more for a character. */
const MOST_BYTES = 4;
const NOW = "2000-01-01T00:00";

/** A file that is not opened; the message is for the reader. */
export class FileRefused extends Told {}

/**
 * Read a file as text.
 * @param {File} file
 * @param {number} most How many characters Python takes.
 * @returns {Promise<string>}
 * @throws {FileRefused} It is too large, or no file that can be read.
 */
export async function readTranscript(file, most) {
  const tooLarge = new FileRefused(
    `Berkas ini terlalu besar untuk sebuah transkrip: paling banyak ${most.toLocaleString("id-ID")} huruf.`,
  );
  // Far above it, a file is refused before it fills the memory.
  if (file.size > most * MOST_BYTES) throw tooLarge;
  let text = "";
  try {
    text = await file.text();
  } catch {
    throw new FileRefused("Berkas ini tidak dapat dibaca. Folder tidak dapat dibuka; pilih satu berkas JSON.");
  }
  if (text.length > most) throw tooLarge;
  return text;
}

/**
 * Tell of which flow a transcript is, so that only that one is loaded.
 * @param {Engine} engine
 * @param {string} text
 * @param {(flow: string) => boolean} known
 * @param {number} patienceMs
 * @returns {Promise<string>}
 * @throws {FileRefused} It is no transcript, or of a flow that this site does not have.
 */
export async function flowOf(engine, text, known, patienceMs) {
  const { flow = "", failure } = await engine.ask(null, { call: "peek", text, now: NOW }, patienceMs);
  if (failure) throw new FileRefused(failure);
  if (!known(flow)) throw new FileRefused("Alur transkrip ini tidak ada di situs ini.");
  return flow;
}

/**
 * Take the files that are dropped anywhere on the page.
 * @param {(file: File) => unknown} take
 * @param {AbortSignal} signal Ends it.
 * @param {(over: boolean) => void} [hover] Told while a file is held over the page.
 */
export function takeDropped(take, signal, hover = () => {}) {
  /** @param {DragEvent} event */
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener(
    "dragover",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      hover(true);
    },
    { signal },
  );
  document.addEventListener(
    "dragleave",
    (event) => {
      if (event.relatedTarget === null) hover(false);
    },
    { signal },
  );
  document.addEventListener(
    "drop",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      hover(false);
      const file = event.dataTransfer?.files[0];
      if (file) take(file);
    },
    { signal },
  );
}
