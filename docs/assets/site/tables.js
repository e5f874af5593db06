// @ts-check
/**
 * Tables that stand without script become sortable and searchable: a button in each
 * heading with `data-urut`, a filter above, and a count that is read out.
 */

/** @param {string} text */
const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\s+/g, " ").trim();

/**
 * What a row is sorted by.
 * @param {HTMLTableRowElement} row
 * @param {number} column
 * @returns {number | string}
 */
export function sortValue(row, column) {
  const cell = row.cells[column];
  const number = cell?.dataset["nilai"];
  if (number !== undefined) return Number(number);
  return folded(cell?.querySelector(".p-nama")?.textContent ?? cell?.textContent ?? "");
}

/**
 * @param {HTMLTableElement} table
 * @param {number} column
 * @param {boolean} descending
 */
export function sortTable(table, column, descending) {
  const body = table.tBodies[0];
  if (!body) return;
  const rows = [...body.rows];
  rows.sort((a, b) => {
    const left = sortValue(a, column);
    const right = sortValue(b, column);
    const order =
      typeof left === "number" && typeof right === "number"
        ? left - right
        : String(left).localeCompare(String(right), "id");
    return descending ? -order : order;
  });
  body.append(...rows);
}

/** @param {HTMLTableElement} table */
function makeSortable(table) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  heads.forEach((head, column) => {
    if (!head.dataset["urut"] || head.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "p-urut";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sortTable(table, column, descending);
    });
  });
}

/**
 * Every word typed has to occur in the row, in any order.
 * @param {string} words
 * @param {string} typed
 */
export function matches(words, typed) {
  return folded(typed)
    .split(" ")
    .every((word) => words.includes(word));
}

/**
 * A row is of one group, and may be in several states.
 * @param {HTMLTableRowElement} row
 * @param {HTMLSelectElement} select
 */
function isIn(row, select) {
  if (!select.value) return true;
  if (select.dataset["pilah"] !== "keadaan") return row.dataset["kelompok"] === select.value;
  return (row.dataset["keadaan"] ?? "").split(" ").includes(select.value);
}

/** @param {HTMLElement} bar */
function makeFilter(bar) {
  /** @type {HTMLTableElement | null} */
  const table = document.querySelector(`table.${bar.dataset["saring"]}`);
  const field = bar.querySelector("input");
  /** @type {NodeListOf<HTMLSelectElement>} */
  const selects = bar.querySelectorAll("select");
  const count = bar.querySelector(".p-jumlah");
  const body = table?.tBodies[0];
  if (!body || !field || !count) return;
  const rows = [...body.rows];
  const apply = () => {
    let shown = 0;
    for (const row of rows) {
      const inGroups = [...selects].every((select) => isIn(row, select));
      row.hidden = !(inGroups && matches(row.dataset["cari"] ?? "", field.value));
      if (!row.hidden) shown += 1;
    }
    count.textContent = shown
      ? `${shown} dari ${rows.length}`
      : "Tidak ada yang cocok. Coba kata lain atau kosongkan saringan.";
  };
  field.addEventListener("input", apply);
  for (const select of selects) select.addEventListener("change", apply);
  bar.hidden = false;
  apply();
}

/** Fills the slip “Isi di ITSM” from the row that is picked. @param {HTMLElement} slip */
function makePicker(slip) {
  /** @type {NodeListOf<HTMLTableRowElement>} */
  const rows = document.querySelectorAll("table.p-katalog tbody tr");
  const places = {
    group: slip.querySelector("[data-pilih=kelompok]"),
    tipe: slip.querySelector("[data-pilih=tipe]"),
  };
  for (const row of rows) {
    const cell = row.querySelector("th");
    if (!cell || row.querySelector(".p-pilih")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "p-pilih";
    button.textContent = "Pilih";
    button.setAttribute("aria-label", `Pilih ${row.dataset["tipe"]}`);
    button.addEventListener("click", () => {
      for (const other of rows) other.classList.toggle("is-dipilih", other === row);
      for (const [key, place] of Object.entries(places)) {
        if (!place) continue;
        place.textContent = row.dataset[key] ?? "";
        place.setAttribute("data-terpilih", "");
      }
      slip.scrollIntoView({ block: "nearest" });
    });
    cell.append(" ", button);
  }
}

document$.subscribe(() => {
  for (const table of document.querySelectorAll("table.p-table")) {
    if (table instanceof HTMLTableElement) makeSortable(table);
  }
  for (const bar of document.querySelectorAll("[data-saring]")) {
    if (bar instanceof HTMLElement) makeFilter(bar);
  }
  const slip = document.querySelector("[data-isi-itsm]");
  if (slip instanceof HTMLElement) makePicker(slip);
});
