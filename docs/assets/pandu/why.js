/** “Mengapa?”: the reasons Python gave for an outcome, under a button that opens and closes them. */

import { fill, find, h, keycap } from "./dom.js";

/** @typedef {import("./protocol.js").ClauseLink} ClauseLink */
/** @typedef {import("./protocol.js").Reason} Reason */

const PLACE = "alasan";
/** Anything spelt like the id of a clause; only what is known becomes a link. */
const ID = /([A-Z][A-Z0-9]{2}-[A-Za-z0-9]+)/;

/**
 * Tell whether the reasons in a place stand open, so that a redraw keeps them so.
 * @param {ParentNode} place
 */
export const isOpen = (place) => find(place, ".p-why-button[aria-expanded=true]") !== null;

/**
 * The button and what it opens; the two may stand apart.
 * @param {Reason[]} reasons
 * @param {ClauseLink[]} basis Addresses of the clauses named.
 * @param {boolean} [open]
 * @returns {{button: HTMLButtonElement, place: HTMLElement} | null} Null before there is an outcome.
 */
export function whyNodes(reasons, basis, open = false) {
  if (reasons.length === 0) return null;
  // The place is there before its lines, so that they are read out when they come.
  const place = h("div", { class: "p-why", id: PLACE, "aria-live": "polite" });
  const button = h(
    "button",
    {
      class: "p-button p-why-button",
      type: "button",
      "data-key": "M",
      "aria-keyshortcuts": "M",
      "aria-controls": PLACE,
      onclick: () => show(button.getAttribute("aria-expanded") !== "true"),
    },
    keycap("M"),
    h("span", {}, "Mengapa?"),
  );
  /** @param {boolean} wanted */
  const show = (wanted) => {
    button.setAttribute("aria-expanded", String(wanted));
    fill(place, wanted ? linesNode(reasons, basis) : null);
    const body = place.closest(".p-step-body");
    if (wanted && body) body.scrollTop = 0;
    // Whether there is more below than fits is found out anew.
    body?.dispatchEvent(new Event("scroll"));
  };
  show(open);
  return { button, place };
}

/**
 * @param {Reason[]} reasons
 * @param {ClauseLink[]} basis
 */
function linesNode(reasons, basis) {
  return h(
    "dl",
    { class: "p-why-lines" },
    reasons.map((line) =>
      h(
        "div",
        { class: "p-why-line", "data-kind": line.kind },
        h("dt", {}, line.label),
        h("dd", {}, withLinks(line, basis)),
      ),
    ),
  );
}

/**
 * The text of a line with its clauses as links, those it does not name behind it.
 * @param {Reason} line
 * @param {ClauseLink[]} basis
 * @returns {(Node | string)[]}
 */
function withLinks(line, basis) {
  const known = new Map(basis.map((clause) => [clause.id, clause]));
  /** @param {string} id */
  const link = (id) => {
    const { url = "", title = "" } = known.get(id) ?? {};
    return url ? h("a", { class: "p-ref", href: url, title }, id) : h("span", { class: "p-unbroken" }, id);
  };
  const pieces = line.text.split(ID).filter((piece) => piece !== "");
  const unnamed = line.clauses.filter((id) => !pieces.includes(id));
  return [
    ...pieces.map((piece) => (ID.test(piece) ? link(piece) : piece)),
    ...unnamed.flatMap((id) => [" ", link(id)]),
  ];
}
