/** Readings asked one after another, as one form in the SOP's order. */

import { h } from "./dom.js";

/** @typedef {import("./protocol.js").SeriesRow} SeriesRow */

/**
 * @param {SeriesRow[]} rows
 * @param {HTMLElement} field The field of the current row.
 * @param {(index: number) => void} goto
 */
export function seriesNode(rows, field, goto) {
  const at = rows.findIndex((row) => row.current) + 1;
  return h(
    "ol",
    { class: "p-deret", "data-hitung": `${at} dari ${rows.length}` },
    rows.map((row) => {
      if (row.current) return h("li", { class: "is-kini", "aria-current": "step" }, field);
      const { index } = row;
      const words = [
        h("span", { class: "p-deret-nama" }, row.label),
        h("span", { class: row.value ? "p-deret-nilai" : "p-deret-nanti" }, row.value || "–"),
      ];
      return h(
        "li",
        {},
        index === null
          ? h("span", { class: "p-deret-baris" }, words)
          : h("button", { class: "p-deret-baris", type: "button", onclick: () => goto(index) }, words),
      );
    }),
  );
}
