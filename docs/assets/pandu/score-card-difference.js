/** How a wording and what was said differ, by form: crossed out, underlined, dotted; each said in words too. */

import { h } from "./dom.js";

/** @typedef {import("./protocol.js").CardRow} CardRow */

const FORMS = /** @type {const} */ ({
  same: { tag: "span", form: null, words: "" },
  missing: { tag: "del", form: null, words: "kurang" },
  added: { tag: "ins", form: null, words: "lebih" },
  gap: { tag: "span", form: "p-nilai-beda-isian", words: "isian" },
});

/** @param {CardRow} row */
export function differenceNode(row) {
  return h(
    "p",
    { class: "p-nilai-beda" },
    row.segments.flatMap(({ kind, text }) => {
      const { tag, form, words } = FORMS[kind];
      const before = words ? h("span", { class: "p-hanya-pembaca" }, `[${words}: `) : null;
      const after = words ? h("span", { class: "p-hanya-pembaca" }, "]") : null;
      return [h(tag, { class: form }, before, text, after), " "];
    }),
  );
}

/**
 * @param {string} url An address of ours, from the site's root.
 * @returns {string | null}
 */
export function rootOf(url) {
  const root = document.querySelector(".p-nilai")?.getAttribute("data-root") ?? "./";
  return url ? new URL(url, new URL(root, location.href)).href : null;
}
