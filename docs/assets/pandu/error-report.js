/** “Laporkan kekeliruan”: id, version and place of a clause, ready for the editor. */

import { announce, writeClipboard } from "./copy.js";

const SHOWN_MS = 5_000;
const COPIED = "Tersalin: id, versi dan tempat. Tempelkan ke pesan untuk editor SOP, lalu tulis yang keliru.";

/**
 * @param {{clause: string, version: string, place: string, target: string}} about
 */
export async function reportError({ clause, version, place, target }) {
  const text = [
    "Laporan kekeliruan Pandu",
    `Klausul: ${clause}`,
    `Versi: ${version}`,
    `Tempat: ${place}`,
    "Yang keliru: ",
  ].join("\n");
  const done = await writeClipboard(text);
  announce(done ? COPIED : "Tidak dapat menyalin.", SHOWN_MS);
  if (!target) return;
  const address = target.startsWith("mailto:")
    ? `${target}?subject=${encodeURIComponent(`Kekeliruan ${clause}`)}&body=${encodeURIComponent(text)}`
    : target;
  window.open(address, "_blank", "noopener");
}

/**
 * Where a desk stands, as an editor finds it again.
 * @param {HTMLElement} desk
 * @param {import("./protocol.js").View | null} view
 * @param {string} here The page's address.
 */
export function whereOf(desk, view, here) {
  const { flow = "", document = "", versi = "", tujuan = "" } = desk.dataset;
  const step = view?.step;
  const clauses = (step?.clauses ?? view?.basis ?? []).map((clause) => clause.id);
  return {
    clause: clauses.join(", ") || document,
    version: view ? `jalan ${view.flow.route}, bunyi ${view.flow.wording}` : versi,
    place: `alur ${flow}${step ? `, langkah ${step.key}` : ""} · ${here}${step ? `#${step.anchor}` : ""}`,
    target: tujuan,
  };
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-keliru]") : null;
  if (!(button instanceof HTMLElement)) return;
  const clause = button.dataset.keliru ?? "";
  void reportError({
    clause,
    version: button.dataset.versi ?? "",
    place: `${location.origin}${location.pathname}#${clause}`,
    target: button.dataset.tujuan ?? "",
  });
});
