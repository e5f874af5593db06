/** Hands a text to the reader as a file; nothing leaves the page. */

import { h } from "./dom.js";

/** The browser has long begun to read it by then. */
const READ_MS = 10_000;

/**
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
export function saveFile(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const anchor = h("a", { href: address, download: name, hidden: true });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), READ_MS);
}
