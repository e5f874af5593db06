/** What a reader is told of an error: our own sentences, never the browser's English ones. */

const UNKNOWN = "Ada yang tidak berjalan di peramban ini. Coba lagi, atau muat ulang halaman.";

/** An error whose message is a sentence for the reader. */
export class Told extends Error {}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function wordsOf(error) {
  if (error instanceof Told) return error.message;
  console.warn("Pandu:", error);
  return UNKNOWN;
}
