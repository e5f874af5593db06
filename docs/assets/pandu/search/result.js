/** One found record as a row: its answer to be read without opening the page. */

import { h } from "../dom.js";

/** @typedef {import("./shown.js").Shown} Shown */
/** @typedef {import("./engine.js").Answer} Answer */

const STAMPS = /** @type {Record<string, string>} */ ({
  historis: "HISTORIS",
  dicabut: "DICABUT",
  diam: "SOP tidak mengatur semuanya",
});
const FORBIDDEN = "JANGAN DISAMPAIKAN";
const WORD = /([\p{L}\p{N}]+)/u;

/**
 * A text with the found words marked; text nodes only, whatever stands in it.
 * @param {string} text
 * @param {string[]} marks
 */
export function marked(text, marks) {
  if (!marks.length) return [text];
  const wanted = new Set(marks);
  /** @type {(Node | string)[]} */
  const found = [];
  let plain = "";
  for (const piece of text.split(WORD)) {
    if (!wanted.has(piece.toLowerCase())) plain += piece;
    else {
      if (plain) found.push(plain);
      found.push(h("mark", {}, piece));
      plain = "";
    }
  }
  return plain ? [...found, plain] : found;
}

/** @param {Answer} answer @param {string[]} marks */
function quoted(answer, marks) {
  const forbidden = answer.label === FORBIDDEN;
  return h(
    "div",
    { class: `p-temu-naskah${forbidden ? " p-dont" : ""}` },
    h("span", { class: "p-temu-label" }, answer.label + (answer.when ? ` · ${answer.when}` : "")),
    h("q", { class: "p-temu-kutipan" }, marked(answer.text, marks)),
    answer.copy && !forbidden
      ? h("button", { type: "button", class: "p-copy", "data-copy": answer.text }, "Salin")
      : null,
  );
}

/** @param {Shown} hit */
function content({ rows, summary, script, words }) {
  if (rows.length) {
    return h(
      "dl",
      { class: "p-temu-isi" },
      rows.map(({ label, text }) => h("div", {}, h("dt", {}, label), h("dd", {}, marked(text, words)))),
    );
  }
  return h(
    "div",
    { class: "p-temu-isi" },
    summary ? h("p", { class: "p-temu-ringkasan" }, marked(summary, words)) : null,
    script ? quoted(script, words) : null,
  );
}

/**
 * @param {Shown} hit
 * @param {(address: string) => string} absolute
 * @param {boolean} pinned
 */
export function resultRow(hit, absolute, pinned) {
  const { id, kind, title, url, clause, source, stamps, start, words } = hit;
  return h(
    "li",
    { class: "p-temu-baris", "data-id": id, "data-kind": kind },
    h(
      "div",
      { class: "p-temu-kepala" },
      h("a", { class: "p-temu-link", href: absolute(url) }, marked(title, words)),
      clause ? h("code", { class: "p-temu-id" }, clause) : null,
      h("span", { class: "p-temu-asal" }, source),
      stamps.map((stamp) => h("span", { class: `p-temu-tanda p-temu-tanda--${stamp}` }, STAMPS[stamp] ?? stamp)),
      h(
        "span",
        { class: "p-temu-aksi" },
        start ? h("a", { class: "p-temu-mulai", href: absolute(start) }, "Mulai alur") : null,
        h(
          "button",
          { type: "button", class: "p-temu-semat", "aria-pressed": String(pinned), "aria-label": `Sematkan ${title}` },
          pinned ? "Disematkan" : "Sematkan",
        ),
      ),
    ),
    content(hit),
  );
}
