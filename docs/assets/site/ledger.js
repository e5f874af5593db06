// @ts-check
/**
 * The ledger's details on demand: the places of a clause in flows, the scenarios that pass it,
 * the clauses of a scenario. They are fetched once, from the site itself.
 */

import { h } from "../pandu/dom.js";

/** @typedef {{title: string, url: string}} Place */
/**
 * @typedef {object} Coverage
 * @property {{id: string, home: string, flows: {flow: string, places: Place[]}[], scenarios: number[]}[]} clauses
 * @property {{flow: string, title: string, clauses: string[]}[]} scenarios
 */

/** @type {Map<string, Promise<Coverage>>} */
const fetched = new Map();

/** @param {string} address @returns {Promise<Coverage>} */
function load(address) {
  const url = new URL(address, document.baseURI).href;
  const known = fetched.get(url);
  if (known) return known;
  const found = fetch(url).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  });
  // What failed may be asked for again.
  found.catch(() => fetched.delete(url));
  fetched.set(url, found);
  return found;
}

/**
 * A button that opens what it fetches, and closes it again.
 * @param {string} label
 * @param {string} about Read out after the label.
 * @param {string} address
 * @param {(found: Coverage) => HTMLElement} draw
 * @param {(shown: HTMLElement) => void} place
 */
function opener(label, about, address, draw, place) {
  /** @type {HTMLElement | null} */
  let shown = null;
  const button = h(
    "button",
    {
      type: "button",
      class: "p-rinci",
      "aria-expanded": "false",
      onclick: async () => {
        // Not disabled while it waits: a disabled button loses the focus.
        if (button.getAttribute("aria-busy") === "true") return;
        if (shown) {
          shown.remove();
          shown = null;
        } else {
          button.setAttribute("aria-busy", "true");
          shown = await load(address).then(draw, () =>
            h("p", { class: "p-rinci__isi", role: "alert" }, "Rincian tidak dapat diambil. Coba lagi."),
          );
          button.removeAttribute("aria-busy");
          place(shown);
        }
        button.setAttribute("aria-expanded", String(Boolean(shown)));
      },
    },
    label,
    h("span", { class: "p-hanya-pembaca" }, ` ${about}`),
  );
  return button;
}

/** @param {Coverage} found @param {string} id @param {string} root */
function drawClause(found, id, root) {
  const clause = found.clauses.find((row) => row.id === id);
  const flows = (clause?.flows ?? []).map(({ flow, places }) =>
    h(
      "li",
      {},
      `${flow}: `,
      ...places.flatMap((place, index) => [
        index ? ", " : "",
        h("a", { href: root + place.url }, place.title),
      ]),
    ),
  );
  const scenarios = (clause?.scenarios ?? []).map((number) => {
    const scenario = found.scenarios[number];
    return h("li", {}, scenario ? `${scenario.flow}: ${scenario.title}` : "");
  });
  return h(
    "div",
    { class: "p-rinci__isi" },
    flows.length > 0 && h("p", { class: "p-bagian" }, "Langkah"),
    flows.length > 0 && h("ul", {}, flows),
    scenarios.length > 0 && h("p", { class: "p-bagian" }, "Skenario"),
    scenarios.length > 0 &&
      h("ul", { class: "p-rinci__panjang", tabindex: "0", "aria-label": "Skenario" }, scenarios),
  );
}

/** @param {Coverage} found @param {number} number @param {string} root */
function drawScenario(found, number, root) {
  const homes = new Map(found.clauses.map((clause) => [clause.id, clause.home]));
  return h(
    "p",
    { class: "p-rinci__isi" },
    (found.scenarios[number]?.clauses ?? []).flatMap((id) => [
      h("a", { class: "p-ref", href: root + (homes.get(id) ?? "") }, id),
      " ",
    ]),
  );
}

/** @param {HTMLElement} area */
function makeDetails(area) {
  const address = area.dataset["cakupan"] ?? "";
  const root = (area.dataset["akar"] ?? "").replace(/\/?$/, "/");
  for (const row of area.querySelectorAll("tr[data-klausul]")) {
    if (!(row instanceof HTMLTableRowElement) || row.querySelector(".p-rinci")) continue;
    const id = row.dataset["klausul"] ?? "";
    const cell = row.cells[1]?.querySelector(".p-sel");
    const holes = (row.dataset["keadaan"] ?? "").split(" ");
    if (!cell || (holes.includes("tanpa-alur") && holes.includes("tanpa-skenario"))) continue;
    const draw = (/** @type {Coverage} */ found) => drawClause(found, id, root);
    cell.append(opener("Rincian", id, address, draw, (shown) => cell.append(shown)));
  }
  for (const item of area.querySelectorAll("[data-skenario]")) {
    if (!(item instanceof HTMLElement) || item.querySelector(".p-rinci")) continue;
    const number = Number(item.dataset["skenario"]);
    const draw = (/** @type {Coverage} */ found) => drawScenario(found, number, root);
    const about = `skenario ${item.firstChild?.textContent ?? ""}`;
    item.append(" ", opener("Rincian", about, address, draw, (shown) => item.append(shown)));
  }
}

document$.subscribe(() => {
  for (const area of document.querySelectorAll("[data-cakupan]")) {
    if (area instanceof HTMLElement) makeDetails(area);
  }
});
