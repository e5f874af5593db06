/** Beside the way: the text of the call, what was filed and chosen, the note on the whole card. */

import { fill, h } from "./dom.js";
import { differenceNode, rootOf } from "./score-card-way.js";

/** @typedef {import("./protocol.js").CardRow} CardRow */
/** @typedef {import("./score-card.js").Sheet} Sheet */
/**
 * @typedef {object} Side
 * @property {number} most How many characters of a call are compared.
 * @property {(text: string) => unknown} text
 * @property {(id: string, text: string) => unknown} filed
 * @property {(id: string, text: string) => void} note
 * @property {(message: string) => void} tell
 */

const TYPING_MS = 400;
const FILED_MOST = 2000;

/** @param {number} number */
const dotted = (number) => number.toLocaleString("id-ID");

/** @param {Side} acts */
export function createSide(acts) {
  const text = h("textarea", { id: "p-nilai-teks", rows: 8, spellcheck: "false", autocomplete: "off" });
  const filedPlace = h("div", { class: "p-nilai-laporan" });
  const note = h("textarea", { id: "p-nilai-catatan-umum", rows: 3, maxlength: 1000 });
  /** @type {Map<string, {field: HTMLTextAreaElement | HTMLSelectElement, told: HTMLElement}>} */
  let fields = new Map();
  let timer = 0;

  /** @param {() => void} act */
  const soon = (act) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, TYPING_MS);
  };
  /** @param {number} length */
  const tooLong = (length) =>
    acts.tell(`Teks panggilan terlalu panjang: ${dotted(length)} huruf. Paling banyak ${dotted(acts.most)}. Yang sudah ada tidak berubah.`);

  // A text of many megabytes would hang the field itself, so it is refused before it is in.
  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const selected = text.selectionEnd - text.selectionStart;
    const length = text.value.length - selected + pasted.length;
    if (length <= acts.most) return;
    event.preventDefault();
    tooLong(length);
  });
  text.addEventListener("drop", (event) => {
    const dropped = event.dataTransfer?.getData("text/plain") ?? "";
    if (text.value.length + dropped.length <= acts.most) return;
    event.preventDefault();
    tooLong(text.value.length + dropped.length);
  });
  text.addEventListener("input", () => {
    if (text.value.length > acts.most) tooLong(text.value.length);
    else soon(() => acts.text(text.value));
  });
  note.addEventListener("input", () => acts.note("", note.value));

  const element = h(
    "div",
    { class: "p-nilai-sisi" },
    h(
      "section",
      { class: "p-nilai-kotak" },
      h("h3", {}, h("label", { for: "p-nilai-teks" }, "Teks panggilan")),
      h("p", { class: "p-redup" }, "Tempelkan transkrip percakapan. Awali baris dengan CSO: atau Pelanggan: bila ada; hanya kata CSO yang dinilai."),
      text,
    ),
    filedPlace,
    h("section", { class: "p-nilai-kotak" }, h("h3", {}, h("label", { for: "p-nilai-catatan-umum" }, "Catatan penilai")), note),
  );

  /** @param {CardRow} row */
  const fieldNode = (row) => {
    const id = `p-isian-${row.id.replace(/\W/g, "-")}`;
    const name = row.kind === "laporan" ? [row.system, row.field, row.when].filter(Boolean).join(" · ") : row.label;
    /** @type {HTMLTextAreaElement | HTMLSelectElement} */
    let field;
    if (row.options.length > 0) {
      field = h("select", { id }, h("option", { value: "" }, "belum diisi"), row.options.map((option) => h("option", { value: option }, option)));
      field.addEventListener("change", () => acts.filed(row.id, field.value));
    } else {
      field = h("textarea", { id, rows: 2, maxlength: FILED_MOST, spellcheck: "false", autocomplete: "off" });
      field.addEventListener("input", () => soon(() => acts.filed(row.id, field.value)));
    }
    const told = h("div", { class: "p-nilai-banding" });
    fields.set(row.id, { field, told });
    return h(
      "div",
      { class: "p-nilai-isian", "data-butir": row.id },
      h("label", { for: id }, name),
      row.clause ? h("a", { class: "p-ref", href: rootOf(row.clause.url) }, row.part || row.clause.id) : null,
      field,
      told,
    );
  };

  return {
    element,
    /** @param {Sheet} sheet */
    draw(sheet) {
      const rows = sheet.review.card.rows.filter((row) => row.kind === "laporan" || row.options.length > 0);
      const same = rows.length === fields.size && rows.every((row) => fields.has(row.id));
      if (!same) {
        fields = new Map();
        fill(
          filedPlace,
          rows.length > 0
            ? h("section", { class: "p-nilai-kotak" }, h("h3", {}, "Yang ditulis dan dipilih CSO"), rows.map(fieldNode))
            : null,
        );
      }
      for (const row of rows) {
        const entry = fields.get(row.id);
        if (!entry) continue;
        const given = sheet.filed[row.id] ?? "";
        if (document.activeElement !== entry.field && entry.field.value !== given) entry.field.value = given;
        fill(entry.told, comparison(row));
      }
      if (document.activeElement !== text && text.value !== sheet.text) text.value = sheet.text;
      if (document.activeElement !== note) note.value = sheet.notes[""] ?? "";
    },
    clear() {
      window.clearTimeout(timer);
      text.value = "";
      note.value = "";
      fields = new Map();
      fill(filedPlace);
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
    row.note ? h("p", { class: "p-redup" }, `SOP tidak mengatur: ${row.note}`) : null,
  ];
}
