/** What can be done with progress as a file: download, take, paste, print, wipe. */

import { fill, h } from "../dom.js";
import { askWipe } from "./progress-dialogs.js";

/**
 * @typedef {object} FileActs
 * @property {() => void} download
 * @property {(file: File) => Promise<void>} takeFile
 * @property {(text: string) => Promise<void>} takeText
 * @property {() => void} wipeAll
 */

/**
 * @param {HTMLElement} place
 * @param {FileActs} acts
 * @returns {{redraw: (any: boolean) => void}} Told whether there is anything to download or wipe.
 */
export function createFileBar(place, acts) {
  const button = (/** @type {string} */ label, /** @type {() => void} */ run, kind = "p-button") =>
    h("button", { class: kind, type: "button", onclick: run }, label);
  const save = button("Unduh berkas", acts.download, "p-button p-button-main");
  const wipe = button("Hapus semua …", () => void askWipe(acts.download).then((yes) => yes && acts.wipeAll()), "p-button p-maju-hapus");
  const input = h("input", { class: "p-offscreen", type: "file", accept: ".json" });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void acts.takeFile(file);
    input.value = "";
  });
  const text = h("textarea", { id: "tempel-kemajuan", rows: "4", spellcheck: "false", autocomplete: "off" });
  const paste = h(
    "details",
    { class: "p-maju-lipat p-maju-tempel" },
    h("summary", {}, "Tempel isinya"),
    h("label", { for: "tempel-kemajuan" }, "Isi berkas pandu-latihan-….json"),
    text,
    h("p", {}, button("Periksa", () => void acts.takeText(text.value))),
  );
  fill(
    place,
    h("div", { class: "p-maju-tombol" }, save, h("label", { class: "p-button p-putar-pilih" }, "Ambil dari berkas", input), button("Cetak satu halaman", () => window.print()), wipe),
    paste,
  );
  return {
    redraw(any) {
      wipe.disabled = !any;
    },
  };
}
