/**
 * The imitated meter at the desk: what the caller sees and presses, beside the question. It never
 * answers for the caller.
 */

import { h, keycap } from "../dom.js";
import { keyButton } from "../report.js";
import { drawMeter } from "./meter.js";
import { IDLE, meterCodes } from "./meter-codes.js";

/**
 * @param {HTMLElement} desk
 * @returns {(() => void) | null} Opens the meter; null where the flow reads none.
 */
export const meterOpener = (desk) => (desk.dataset.meter ? () => showMeter(desk) : null);

/** @param {() => void} open */
export const meterButton = (open) => keyButton({ label: "Meter tiruan", key: "D", kind: "p-button p-meter-buka", run: open });

/** @param {HTMLElement} desk */
function showMeter(desk) {
  const before = document.activeElement;
  const meter = drawMeter({ ...meterCodes(desk), idle: IDLE });
  const dialog = h(
    "dialog",
    { class: "p-dialog p-meter-dialog", "aria-labelledby": "judul-meter", "aria-describedby": "ket-meter" },
    h("h2", { id: "judul-meter" }, "Yang dilihat penelepon"),
    meter.element,
    h(
      "p",
      { class: "p-meter-ket", id: "ket-meter" },
      "Angkanya karangan kami, dan tidak mengisi apa pun. Jawaban penelepon tetap Anda ketik sendiri.",
    ),
    h(
      "p",
      { class: "p-more" },
      h("button", { class: "p-button", type: "button", onclick: () => dialog.close() }, keycap("Esc"), h("span", {}, "Tutup")),
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  meter.focus();
}
