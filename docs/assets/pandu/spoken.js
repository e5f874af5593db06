/** A spoken text in its pieces: what is said, or what the official wording has there. */

import { h } from "./dom.js";

/** @typedef {import("./protocol.js").Piece} Piece */

/** @type {Record<string, string>} */
const TELLS = { filled: "terisi", open: "belum terisi", example: "contoh di SOP" };

/**
 * @param {Piece[]} pieces
 * @returns {(Node | string)[]}
 */
export function spokenNodes(pieces) {
  return pieces.map((piece) => {
    if (piece.sign === undefined) return piece.text;
    const tells = TELLS[piece.state ?? "open"] ?? "";
    return h(
      "span",
      {
        class: `p-slot is-${piece.state}`,
        title: [tells, piece.hint].filter(Boolean).join(": "),
        "data-said": piece.text,
        "data-sign": piece.sign,
      },
      piece.text,
    );
  });
}

/**
 * Whether what is said differs from the wording.
 * @param {Piece[] | undefined} pieces
 */
export const isFilled = (pieces) => Boolean(pieces?.some((piece) => piece.state === "filled"));

/**
 * Show the official wording, or what is said.
 * @param {ParentNode} place
 * @param {boolean} original
 */
export function showOriginal(place, original) {
  for (const slot of place.querySelectorAll(".p-slot[data-sign]")) {
    slot.textContent = slot.getAttribute(original ? "data-sign" : "data-said");
    slot.classList.toggle("is-original", original);
  }
}
