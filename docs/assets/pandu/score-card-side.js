/** Beside the way: the text of the call, what was filed and chosen, the note on the whole card. */

import { arrange, fill, h } from "./dom.js";
import { differenceNode, rootOf } from "./score-card-difference.js";

/** @typedef {import("./protocol.js").CardRow} CardRow */
/** @typedef {import("./score-card-sheet.js").Sheet} Sheet */
/**
 * @typedef {object} SideActs
 * @property {number} most How many characters of a call are compared.
 * @property {(text: string) => void} text
 * @property {(id: string, text: string, chosen: boolean) => void} filed
 * @property {(id: string, text: string) => void} note
 * @property {(message: string) => void} tell
 * @property {(message: string) => void} refuse What stands in the field is not taken.
 */
/** @typedef {{element: HTMLElement, form: string, show: (row: CardRow) => void}} FiledView */

const FILED_MOST = 2000;

/** @param {number} number */
const dotted = (number) => number.toLocaleString("id-ID");

/** @param {SideActs} acts */
export function createSide(acts) {
  const text = h("textarea", { id: "p-nilai-teks", rows: 8, spellcheck: "false", autocomplete: "off", "aria-describedby": "p-nilai-teks-cara p-nilai-teks-ditolak" });
  const refused = h("p", { id: "p-nilai-teks-ditolak", class: "p-nilai-keliru" }, "Teks di kotak ini tidak dinilai; yang dinilai masih teks sebelumnya.");
  refused.hidden = true;
  const note = h("textarea", { id: "p-nilai-catatan-umum", rows: 3, maxlength: 1000 });
  const filedTitle = h("h3", {}, "Yang ditulis dan dipilih CSO");
  const filed = h("section", { class: "p-nilai-kotak" }, filedTitle);
  const filedPlace = h("div", { class: "p-nilai-laporan" });
  /** @type {Map<string, FiledView>} */
  let fields = new Map();
  /** The fields hold what was typed; only another card, or a page come back to, fills them. */
  let blank = true;

  /** @param {number} length */
  const tooLong = (length) => `Teks panggilan terlalu panjang: ${dotted(length)} huruf. Paling banyak ${dotted(acts.most)}. Yang sudah ada tidak berubah.`;

  // A text of many megabytes would hang the field itself, so it is refused before it is in.
  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const length = text.value.length - (text.selectionEnd - text.selectionStart) + pasted.length;
    if (length <= acts.most) return;
    event.preventDefault();
    acts.tell(tooLong(length));
  });
  text.addEventListener("drop", (event) => {
    const length = text.value.length + (event.dataTransfer?.getData("text/plain") ?? "").length;
    if (length <= acts.most) return;
    event.preventDefault();
    acts.tell(tooLong(length));
  });
  text.addEventListener("input", () => {
    if (text.value.length > acts.most) acts.refuse(tooLong(text.value.length));
    else acts.text(text.value);
    refused.hidden = text.value.length <= acts.most;
  });
  note.addEventListener("input", () => acts.note("", note.value));

  const element = h(
    "div",
    { class: "p-nilai-sisi" },
    h(
      "section",
      { class: "p-nilai-kotak" },
      h("h3", {}, h("label", { for: "p-nilai-teks" }, "Teks panggilan")),
      h("p", { class: "p-redup", id: "p-nilai-teks-cara" }, "Awali setiap baris dengan CSO: atau Pelanggan:. Tanpa sebutan, semua kata dianggap ucapan CSO."),
      text,
      refused,
    ),
    filedPlace,
    h("section", { class: "p-nilai-kotak" }, h("h3", {}, h("label", { for: "p-nilai-catatan-umum" }, "Catatan penilai")), note),
  );

  /**
   * @param {CardRow} row
   * @param {Sheet} sheet
   */
  const fieldNode = (row, sheet) => {
    const form = formOf(row);
    const known = fields.get(row.id);
    const view = known?.form === form ? known : createFiled(row, form, sheet.filed[row.id] ?? "", acts);
    fields.set(row.id, view);
    view.show(row);
    return view.element;
  };

  return {
    element,
    /** @param {Sheet} sheet */
    draw(sheet) {
      const rows = sheet.review.card.rows.filter((row) => row.kind === "laporan" || row.options.length > 0);
      const ids = new Set(rows.map((row) => row.id));
      for (const id of fields.keys()) if (!ids.has(id)) fields.delete(id);
      arrange(filed, [filedTitle, ...rows.map((row) => fieldNode(row, sheet))]);
      arrange(filedPlace, [rows.length > 0 ? filed : null]);
      refused.hidden = !sheet.refused;
      if (!blank) return;
      blank = false;
      text.value = sheet.text;
      note.value = sheet.notes[""] ?? "";
    },
    /** Another card begins. */
    clear() {
      blank = true;
      text.value = "";
      note.value = "";
      fields = new Map();
      arrange(filedPlace, []);
    },
  };
}

/** @param {CardRow} row */
const formOf = ({ kind, system, field, when, label, options, clause, part }) => JSON.stringify([kind, system, field, when, label, options, clause, part]);

/**
 * @param {CardRow} row
 * @param {string} form
 * @param {string} given
 * @param {SideActs} acts
 * @returns {FiledView}
 */
function createFiled(row, form, given, acts) {
  const id = `p-isian-${row.id.replace(/\W/g, "-")}`;
  const name = row.kind === "laporan" ? [row.system, row.field, row.when].filter(Boolean).join(" · ") : row.label;
  const chosen = row.options.length > 0;
  const field = chosen
    ? h("select", { id, "data-tetap": id }, h("option", { value: "" }, "belum diisi"), row.options.map((option) => h("option", { value: option }, option)))
    : h("textarea", { id, "data-tetap": id, rows: 2, maxlength: FILED_MOST, spellcheck: "false", autocomplete: "off" });
  field.value = given;
  field.addEventListener(chosen ? "change" : "input", () => acts.filed(row.id, field.value, chosen));
  const told = h("div", { class: "p-nilai-banding" });
  let shown = "";
  return {
    form,
    element: h(
      "div",
      { class: "p-nilai-isian", "data-butir": row.id },
      h("label", { for: id }, name),
      row.clause ? h("a", { class: "p-ref", href: rootOf(row.clause.url) }, row.part || row.clause.id) : null,
      field,
      told,
    ),
    show(next) {
      const now = JSON.stringify(next);
      if (now !== shown) fill(told, comparison(next));
      shown = now;
    },
  };
}

/** @param {CardRow} row */
function comparison(row) {
  if (!row.mark) return [];
  const right = row.mark === "tepat";
  const words = right ? "Sesuai." : row.options.length > 0 ? `Seharusnya: ${row.text}.` : `Tidak sesuai${row.fatal ? ", fatal" : ""}.`;
  return [
    h("p", { class: right ? "p-nilai-benar" : "p-nilai-keliru" }, words, ` ${row.points}/${row.maximum}`),
    !right && row.segments.length > 0 ? differenceNode(row) : null,
    row.note ? h("p", { class: "p-redup" }, h("b", {}, "TIDAK DIATUR SOP"), ` ${row.note}`) : null,
  ];
}
