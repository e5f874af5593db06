/** The register of official wordings: filters, shared views, exports of exactly what is shown. */

import { choose, dayIn, loadInForce, readChoice, whenChosen, writeDay } from "./asof.js";
import { announce } from "./copy.js";
import { find } from "./dom.js";
import { reasonWords, standing, VALID } from "./inforce.js";
import { asCsv, asJson, fromFragment, holds, isFilter, NO_FILTER, toFragment } from "./register-find.js";
import { ROOT } from "./root.js";
import { saveFile } from "./save.js";

/** @typedef {import("./register-find.js").Filter} Filter */
/** @typedef {import("./inforce.js").InForce} InForce */

const SHOWN_MS = 5_000;
const TYPING_MS = 150;

/** How the register is filtered; the theme fetches the page anew for some fragments. @type {Filter | null} */
let last = null;

/** @param {HTMLFormElement} form @param {HTMLTableElement} table */
function start(form, table) {
  const rows = [...(table.tBodies[0]?.rows ?? [])];
  const lines = rows.map((row) => ({
    row,
    id: row.dataset["id"] ?? "",
    state: find(row, ".p-keadaan")?.dataset["keadaan"] ?? "",
    words: row.dataset["cari"] ?? "",
    text: find(row, ".p-naskah")?.textContent ?? "",
  }));
  const count = find(form, ".p-jumlah");
  const share = find(form, "[data-copy-link]");
  /** @type {InForce | null} */
  let force = null;
  let typing = 0;

  /** @param {string} name */
  const field = (name) => /** @type {HTMLInputElement | HTMLSelectElement | null} */ (form.elements.namedItem(name));
  /** @param {string} name */
  const value = (name) => field(name)?.value ?? "";

  const dateField = /** @type {HTMLInputElement | null} */ (field("tanggal"));

  /** @returns {Filter} */
  const read = () => ({
    words: value("kata"),
    exact: /** @type {HTMLInputElement | null} */ (field("persis"))?.checked ?? false,
    kind: value("jenis"),
    document: value("dokumen"),
    state: value("keadaan"),
    date: dateField ? dayIn(dateField) : "",
    region: value("wilayah"),
  });

  /** @param {Filter} filter */
  const write = (filter) => {
    const given = {
      kata: filter.words, jenis: filter.kind, dokumen: filter.document, keadaan: filter.state, wilayah: filter.region,
    };
    for (const [name, text] of Object.entries(given)) {
      const place = field(name);
      if (!place) continue;
      place.value = text;
      // A list has no such choice: it stands as at first.
      if (place instanceof HTMLSelectElement && place.selectedIndex < 0) place.selectedIndex = 0;
    }
    if (dateField) writeDay(dateField, filter.date);
    const exact = /** @type {HTMLInputElement | null} */ (field("persis"));
    if (exact) exact.checked = filter.exact;
  };

  const apply = () => {
    const filter = read();
    last = filter;
    let shown = 0;
    for (const { row, id, state, words, text } of lines) {
      const found = force && standing(force, id, filter.date, filter.region);
      if (found && force) stamp(row, found, force, Boolean(filter.date || filter.region));
      const kind = filter.kind === "naskah" ? row.dataset["naskah"] : !filter.kind || row.dataset["kelompok"] === filter.kind;
      row.hidden = !(
        kind &&
        (!filter.document || row.dataset["dokumen"] === filter.document) &&
        // Until the spans are there, what the page says holds.
        (!filter.state || (force ? found?.state : state) === filter.state) &&
        holds(filter.words, filter.exact, { id, words, text })
      );
      if (!row.hidden) shown += 1;
    }
    if (count) {
      count.textContent = shown
        ? `${shown} dari ${lines.length} kalimat`
        : "Tidak ada yang cocok. Longgarkan saringan, atau pilih “Semua kalimat resmi”.";
    }
    // What was typed may name a caller: it stays out of the history, unless it came from there.
    const came = fromFragment(location.hash).words === filter.words;
    const shownAddress = addressOf(came ? filter : { ...filter, words: "" });
    const foreign = location.hash !== "" && !isFilter(location.hash);
    if (!(foreign && shownAddress === addressOf(NO_FILTER)) && addressOf() !== shownAddress) {
      history.replaceState(history.state, "", shownAddress);
    }
    share?.setAttribute("data-copy-link", addressOf(filter));
  };

  /** @param {boolean} first Whether the page was just opened. */
  const fromAddress = (first) => {
    const ours = isFilter(location.hash);
    // A heading's name, or the link past the menu: nothing was asked of the register.
    if (location.hash !== "" && !ours && (last || !first)) {
      if (first && last) write(last);
      return apply();
    }
    const filter = fromFragment(location.hash);
    const kept = readChoice();
    const words = first || filter.words ? filter.words : value("kata");
    write(ours ? { ...filter, words } : { ...filter, words, date: kept.date, region: kept.region });
    const { date, region } = read();
    if (date !== kept.date || region !== kept.region) choose({ date, region });
    apply();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    window.setTimeout(() => {
      choose({ date: "", region: "" });
      apply();
    });
  });
  form.addEventListener("input", (event) => {
    const name = event.target instanceof HTMLElement ? event.target.getAttribute("name") : "";
    window.clearTimeout(typing);
    if (name === "tanggal" || name === "wilayah") return choose(read());
    typing = window.setTimeout(apply, name === "kata" ? TYPING_MS : 0);
  });
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-unduh]") : null;
    if (!(button instanceof HTMLElement)) return;
    const shown = new Set(lines.filter(({ row }) => !row.hidden).map(({ id }) => id));
    void download(button.dataset["unduh"] === "csv", button.dataset["semua"] ? null : shown);
  });
  const undo = whenChosen(() => {
    const { date, region } = readChoice();
    write({ ...read(), date, region });
    apply();
  });
  const follow = () => fromAddress(false);
  window.addEventListener("hashchange", follow);
  form.hidden = false;
  fromAddress(true);
  void loadInForce().then((found) => {
    if (!found) return announce("Keadaan menurut tanggal dan wilayah belum dapat dimuat.", SHOWN_MS);
    force = found;
    if (form.isConnected) apply();
  });
  return () => {
    undo();
    window.removeEventListener("hashchange", follow);
  };
}

/**
 * The page's address with a filter, or as it is.
 * @param {Readonly<Filter>} [filter]
 */
function addressOf(filter) {
  const fragment = filter ? toFragment(filter) : location.hash.slice(1);
  return `${location.pathname}${location.search}${fragment ? `#${fragment}` : ""}`;
}

/**
 * @param {HTMLTableRowElement} row
 * @param {import("./inforce.js").Standing} found
 * @param {InForce} force
 * @param {boolean} chosen Whether a date or a region was chosen: then the reason is told too.
 */
function stamp(row, found, force, chosen) {
  const place = find(row, ".p-keadaan");
  if (place) {
    place.textContent = (force.keadaan[found.state] ?? found.state).toUpperCase();
    place.hidden = found.state === VALID && !chosen;
    place.dataset["keadaan"] = found.state;
  }
  const why = find(row, ".p-sebab");
  if (why) {
    why.textContent = chosen ? `Saat itu ${force.keadaan[found.state]}: ${reasonWords(found)}` : "";
    why.hidden = !chosen;
  }
}

/**
 * @param {boolean} csv
 * @param {Set<string> | null} ids Which lines, or all.
 */
async function download(csv, ids) {
  try {
    const response = await fetch(new URL("data/register.json", ROOT));
    /** @type {import("./register-find.js").Line[]} */
    const all = await response.json();
    const lines = ids ? all.filter((line) => ids.has(String(line["id"]))) : all;
    saveFile(csv ? "register.csv" : "register.json", csv ? asCsv(lines) : asJson(lines), csv ? "text/csv" : "application/json");
    announce(`${lines.length} kalimat diunduh.`, SHOWN_MS);
  } catch {
    announce("Data register tidak dapat dimuat. Coba lagi saat ada jaringan.", SHOWN_MS);
  }
}

let leave = () => {};
document$.subscribe(() => {
  leave();
  leave = () => {};
  const form = find(document, "form[data-register]");
  const table = find(document, "table.p-skrip");
  if (form instanceof HTMLFormElement && table instanceof HTMLTableElement) leave = start(form, table);
  else last = null;
});
