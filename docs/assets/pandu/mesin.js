/** How the state of the engine is said in the desk's top line. */

import { find } from "./dom.js";

/** @typedef {import("./engine-client.js").EngineStatus} EngineStatus */

const MEGABYTE = 1_000_000;

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1).replace(".", ",");

/**
 * @param {EngineStatus} status
 * @returns {string}
 */
export function mesinWords(status) {
  if (status.state === "siap") return "mesin: siap";
  if (status.state === "tanpa") return "tanpa mesin";
  if (status.state === "diam") return "";
  const { progress } = status;
  if (!progress || progress.stage === "periksa") return "mesin: bersiap";
  if (progress.stage === "ambil") {
    if (progress.done === 0) return "mesin: memuat";
    const total = progress.total > 0 ? ` dari ${megabytes(progress.total)}` : "";
    return `mesin: memuat ${megabytes(progress.done)}${total} MB`;
  }
  return progress.stage === "nyala" ? "mesin: disiapkan" : "mesin: membaca alur";
}

/**
 * @param {HTMLElement} desk
 * @param {EngineStatus} status
 */
export function drawMesin(desk, status) {
  const place = find(desk, ".p-mesin");
  if (!place) return;
  place.textContent = mesinWords(status);
  place.dataset.state = status.state;
  place.title = status.about
    ? `Python ${status.about.python}, menyala dalam ${Math.round(status.about.ms)} ms`
    : "";
}
