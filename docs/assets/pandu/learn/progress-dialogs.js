/** What is asked before progress changes: what a file brings, and whether all is to go. */

import { h } from "../dom.js";

/** @typedef {import("./progress-types.js").Preview} Preview */

/**
 * What a file would bring; nothing is taken until the reader says so.
 * @param {Preview} preview
 * @param {string} name
 * @param {() => void} take
 * @param {() => void} leave
 */
export const previewNode = ({ lines, notes }, name, take, leave) =>
  h(
    "section",
    { class: "p-maju-tinjau", tabindex: "-1", "aria-labelledby": "judul-tinjau" },
    h("h2", { id: "judul-tinjau" }, `Isi ${name}`),
    h("ul", {}, lines.map((line) => h("li", {}, line))),
    notes.map((note) => h("p", { class: "p-maju-catatan" }, note)),
    h("p", {}, "Yang ada di sini tidak hilang: dari setiap butir yang terbaru disimpan."),
    h(
      "p",
      { class: "p-more" },
      h("button", { class: "p-button p-button-main", type: "button", onclick: take }, "Ambil"),
      h("button", { class: "p-button", type: "button", onclick: leave }, "Jangan ambil"),
    ),
  );

/**
 * Ask once before all is wiped; the file is offered first.
 * @param {() => void} download
 * @returns {Promise<boolean>}
 */
export function askWipe(download) {
  return new Promise((resolve) => {
    const saved = h("p", { role: "status" });
    const dialog = h(
      "dialog",
      { class: "p-dialog", "aria-labelledby": "judul-hapus" },
      h("h2", { id: "judul-hapus" }, "Hapus semua kemajuan di peramban ini?"),
      h("p", {}, "Hasil pelajaran, jadwal kartu, dan panggilan latihan dihapus. Dapat diurungkan selama halaman ini terbuka."),
      saved,
      h(
        "p",
        { class: "p-more" },
        h("button", { class: "p-button p-button-main", type: "button", autofocus: true, onclick: () => dialog.close("") }, "Batal"),
        h(
          "button",
          {
            class: "p-button",
            type: "button",
            onclick: () => {
              download();
              saved.textContent = "Berkasnya diunduh.";
            },
          },
          "Unduh dulu",
        ),
        h("button", { class: "p-button p-maju-hapus", type: "button", onclick: () => dialog.close("ya") }, "Ya, hapus"),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "ya");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
