/** How a score card begins: with a transcript, or by ticking while one listens. */

import { localIso } from "./clock.js";
import { h } from "./dom.js";

/** @typedef {import("./score-card.js").FlowOffered} FlowOffered */
/**
 * @typedef {object} Start
 * @property {(flow: string, clock: string) => unknown} start
 * @property {(file: File) => unknown} file
 */

/**
 * @param {FlowOffered[]} flows
 * @param {Start} acts
 */
export function openingNodes(flows, acts) {
  const choice = h(
    "select",
    { id: "p-nilai-alur" },
    flows.map((flow) => h("option", { value: flow.id }, flow.title)),
  );
  const when = h("input", { type: "datetime-local", id: "p-nilai-mulai-jam", value: localIso(new Date()), required: true });
  const form = h(
    "form",
    { class: "p-nilai-cara" },
    h("h2", {}, "Centang sambil mendengarkan"),
    h("p", {}, "Pilih alurnya, jawab pertanyaannya, lalu tandai kalimat setiap langkah."),
    h("p", { class: "p-nilai-isian" }, h("label", { for: "p-nilai-alur" }, "Alur panggilan"), choice),
    h("p", { class: "p-nilai-isian" }, h("label", { for: "p-nilai-mulai-jam" }, "Waktu panggilan"), when),
    h("button", { class: "p-button p-button-main", type: "submit" }, "Mulai menilai"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    acts.start(choice.value, when.value);
  });
  const file = h("input", { type: "file", id: "p-nilai-berkas", accept: ".json,application/json" });
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen) acts.file(chosen);
    // The same file may be chosen again.
    file.value = "";
  });
  const other = h(
    "div",
    { class: "p-nilai-cara p-nilai-berkas" },
    h("h2", {}, "Dari transkrip"),
    h("p", {}, "Buka berkas transkrip dari meja panggilan, atau jatuhkan di halaman ini. Jalannya diputar ulang oleh mesin yang sama dengan meja panggilan."),
    h("p", { class: "p-nilai-isian" }, h("label", { for: "p-nilai-berkas" }, "Berkas transkrip"), file),
  );
  return [form, other];
}
