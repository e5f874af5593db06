/** The page “Yang berlaku”: its tables follow the date and the region that are chosen. */

import { choiceWords, choose, dayIn, loadInForce, readChoice, whenChosen, writeDay } from "./asof.js";
import { find } from "./dom.js";
import { reasonWords, standing } from "./inforce.js";

/** @param {HTMLFormElement} form */
function start(form) {
  const date = /** @type {HTMLInputElement} */ (form.elements.namedItem("tanggal"));
  const region = /** @type {HTMLSelectElement} */ (form.elements.namedItem("wilayah"));
  const told = find(form, ".p-jumlah");

  const show = async () => {
    if (!form.isConnected) return;
    writeDay(date, readChoice().date);
    region.value = readChoice().region;
    if (region.selectedIndex < 0) region.selectedIndex = 0;
    const data = await loadInForce();
    // What was chosen meanwhile holds.
    const choice = readChoice();
    if (!told) return;
    if (!data) {
      told.textContent = "Keadaan belum dapat dimuat. Yang tertulis di sumber tetap ada di bawah.";
      return;
    }
    const words = choiceWords(choice);
    for (const row of document.querySelectorAll("table.p-berlaku tbody tr")) {
      const found = row instanceof HTMLElement ? standing(data, row.dataset["id"] ?? "", choice.date, choice.region) : null;
      const state = find(row, ".p-keadaan");
      const why = find(row, ".p-sebab");
      if (!found || !state || !why) continue;
      state.textContent = data.keadaan[found.state] ?? found.state;
      state.dataset["keadaan"] = found.state;
      why.textContent = words ? reasonWords(found) : "";
      why.hidden = !words;
    }
    told.textContent = words ? `Dilihat menurut ${words}.` : "Tanpa tanggal dan wilayah: menurut sumber yang terakhir.";
  };

  form.addEventListener("input", () => choose({ date: dayIn(date), region: region.value }));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => window.setTimeout(() => choose({ date: "", region: "" })));
  const undo = whenChosen(() => void show());
  form.hidden = false;
  void show();
  return undo;
}

let leave = () => {};
document$.subscribe(() => {
  leave();
  const form = find(document, "form[data-berlaku]");
  leave = form instanceof HTMLFormElement ? start(form) : () => {};
});
