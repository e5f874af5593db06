/** How the state of the engine is said in the desk's top line. */

import { fill, find, h } from "./dom.js";
import { keyButton } from "./report.js";
import { rungName } from "./rungs.js";

/** @typedef {import("./engine-client.js").EngineStatus} EngineStatus */

const MEGABYTE = 1_000_000;

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1).replace(".", ",");

/**
 * @param {EngineStatus} status
 * @returns {string}
 */
export function mesinWords(status) {
  const lower = status.falls.length > 0 ? `, tingkat ${status.falls.length + 1}` : "";
  if (status.state === "siap") return `mesin: siap${lower}`;
  if (status.state === "tanpa") return "tanpa mesin";
  if (status.state === "diam") return "";
  const { progress } = status;
  if (!progress || progress.stage === "periksa") return "mesin: bersiap";
  if (progress.stage === "ambil") {
    if (progress.done === 0) return "mesin: memuat";
    const total = progress.total > 0 ? ` dari ${megabytes(progress.total)}` : "";
    return `mesin: memuat ${megabytes(progress.done)}${total} MB`;
  }
  return progress.stage === "nyala" ? `mesin: disiapkan${lower}` : `mesin: membaca alur${lower}`;
}

/**
 * @param {HTMLElement} desk
 * @param {EngineStatus} status
 */
export function drawMesin(desk, status) {
  const place = find(desk, ".p-mesin");
  if (place) {
    place.textContent = mesinWords(status);
    place.dataset.state = status.state;
    place.dataset.rung = status.rung;
  }
  const open = document.querySelector("dialog[open] .p-mesin-isi");
  if (open) fill(open, ...mesinRows(status));
}

/**
 * What there is to know of the engine, told to who asks.
 * @param {EngineStatus} status
 * @returns {Node[]}
 */
function mesinRows(status) {
  const { about, falls, progress } = status;
  /** @type {[string, string][]} */
  const rows = [["Keadaan", mesinWords(status).replace("mesin: ", "")]];
  if (progress?.stage === "ambil" && progress.total > 0) {
    rows.push(["Terunduh", `${megabytes(progress.done)} dari ${megabytes(progress.total)} MB`]);
  }
  if (status.rung) rows.push(["Tingkat", rungName(status.rung)]);
  if (about) {
    rows.push(["Menyala dalam", `${Math.round(about.ms)} ms`]);
    rows.push(["Versi", `Python ${about.python}, Pyodide ${about.pyodide}`]);
    if (about.memory) rows.push(["Memori Python", `${megabytes(about.memory)} MB`]);
  }
  if (about) rows.push(["Tanpa jaringan", status.kept ? "tersimpan, bisa dipakai" : "belum tersimpan di peramban ini"]);
  if (status.starts > 1) rows.push(["Dinyalakan", `${status.starts} kali`]);
  for (const fall of falls) rows.push([`Bukan ${rungName(fall.rung)}`, fall.reason]);
  return rows.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value)));
}

/** @param {EngineStatus} status */
export function showMesin(status) {
  const close = keyButton({ label: "Tutup", key: "Enter", kind: "p-button p-button-main", run: () => leave() });
  // Back to the step: Enter goes on there, and does not open this again.
  const leave = () => {
    dialog.remove();
    /** @type {HTMLElement | null} */ (document.querySelector(".p-live .p-step-title"))?.focus({ preventScroll: true });
  };
  const dialog = h(
    "dialog",
    { class: "p-dialog", "aria-labelledby": "judul-mesin" },
    h("h2", { id: "judul-mesin", tabindex: "-1", autofocus: true }, "Mesin"),
    h("p", {}, "Python yang menjalankan alur di peramban ini. Tanpa mesin pun setiap langkah dapat diikuti."),
    h("dl", { class: "p-allkeys p-mesin-isi" }, mesinRows(status)),
    h("p", { class: "p-more" }, close),
  );
  dialog.addEventListener("close", leave);
  document.body.append(dialog);
  dialog.showModal();
}
