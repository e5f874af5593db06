/**
 * The list of answers under a search field. It knows nothing of the theme: it is given a field,
 * a place to draw in, and what opens and closes the box around them.
 */

import { fill, h } from "../dom.js";
import {
  choices,
  choose,
  forgetMissed,
  forgetRecents,
  missed,
  missedAsCsv,
  noteMissed,
  pins,
  recents,
  remember,
  togglePin,
} from "./habits.js";
import { resultRow } from "./result.js";

/** @typedef {import("./shown.js").Shown} Shown */
/** @typedef {import("./protocol.js").Ready} Ready */
/** @typedef {ReturnType<typeof import("./client.js").searchClient>} Client */

/**
 * @typedef {object} Setup
 * @property {HTMLInputElement} field
 * @property {HTMLElement} place
 * @property {Element} scroller What scrolls the place; it goes back to its top with each answer.
 * @property {(onReady: (ready: Ready) => void) => Client} start Starts the search; called once,
 *   when it is first needed.
 * @property {(address: string) => string} absolute An address of the site, from its root.
 * @property {() => void} close
 */

const GROUPS = /** @type {Record<string, string>} */ ({
  klausul: "Jawaban SOP",
  kode: "Jawaban SOP",
  biaya: "Biaya admin",
  katalog: "Katalog ITSM",
  status: "Status tiket",
  alur: "Alur",
  istilah: "Istilah",
  halaman: "Halaman",
});
const SHOWN = /** @type {Record<string, number>} */ ({ "Jawaban SOP": 6 });
const SHOWN_OTHERS = 3;
const LIMIT = 24;
/** A question that stands this long without an answer counts as missed. */
const SETTLED_MS = 1_500;
const SAFE = /^[\w/#.-]*$/;

/** @param {Shown[]} hits */
function grouped(hits) {
  /** @type {Map<string, Shown[]>} */
  const groups = new Map();
  for (const hit of hits) {
    const name = GROUPS[hit.kind] ?? hit.kind;
    groups.set(name, [...(groups.get(name) ?? []), hit]);
  }
  return groups;
}

/**
 * Draw the search into its place and keep it up to date.
 * @param {Setup} setup
 */
export function mountPanel({ field, place, scroller, start, absolute, close }) {
  /** @type {Client | null} */
  let search = null;
  let chosen = choices();
  /** @type {Ready | null} */
  let known = null;
  let asked = "";
  /** @type {number | undefined} */
  let settling;
  /** @type {Map<string, Shown[]>} */
  const rest = new Map();
  /** @param {Shown} hit */
  let draw = (hit) => resultRow(hit, absolute, false);

  const status = h("p", { class: "p-temu-status", role: "status" });
  const list = h("div", { class: "p-temu-daftar" });
  const filters = h("form", { class: "p-temu-saring", "aria-label": "Saring hasil" });
  const foot = h("div", { class: "p-temu-kaki" });
  fill(place, filters, status, list, foot);

  const running = () => {
    search ??= start((ready) => {
      known = ready;
      if (!ready.documents.some(({ id }) => id === chosen.document)) chosen = { ...chosen, document: "" };
      drawFilters();
    });
    return search;
  };

  const links = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".p-temu-link")]);

  function drawFilters() {
    fill(
      filters,
      h(
        "fieldset",
        { class: "p-temu-peran" },
        h("legend", { class: "p-offscreen" }, "Untuk siapa"),
        [["cso", "CSO"], ["qa", "QA"]].map(([value, label]) =>
          h(
            "label",
            {},
            h("input", { type: "radio", name: "peran", value: value ?? "", checked: chosen.role === value }),
            label ?? "",
          ),
        ),
      ),
      h(
        "label",
        { class: "p-temu-dokumen" },
        h("span", { class: "p-offscreen" }, "Dokumen"),
        h(
          "select",
          { name: "dokumen" },
          h("option", { value: "" }, "Semua dokumen"),
          (known?.documents ?? []).map(({ id, title }) =>
            h("option", { value: id, selected: chosen.document === id }, `${id} · ${title}`),
          ),
        ),
      ),
      h("span", { class: "p-temu-petunjuk" }, "“kutipan” mencari persis"),
    );
  }

  /** @param {Shown[]} hits */
  function drawHits(hits) {
    rest.clear();
    const pinned = new Set(pins().map(({ id }) => id));
    draw = (hit) => resultRow(hit, absolute, pinned.has(hit.id));
    const groups = [...grouped(hits)].map(([name, found]) => {
      const most = SHOWN[name] ?? SHOWN_OTHERS;
      const rows = found.slice(0, most).map(draw);
      const more = found.length - most;
      rest.set(name, found.slice(most));
      return h(
        "section",
        { class: "p-temu-kelompok", "aria-label": name },
        h("h2", { class: "p-temu-judul" }, name),
        h("ul", {}, rows),
        more > 0 ? h("button", { type: "button", class: "p-temu-lagi" }, `${more} lagi`) : null,
      );
    });
    fill(list, groups);
  }

  function drawStart() {
    const questions = recents();
    const favourites = pins().filter(({ url }) => SAFE.test(url));
    fill(
      list,
      favourites.length
        ? h(
            "section",
            { class: "p-temu-kelompok", "aria-label": "Disematkan" },
            h("h2", { class: "p-temu-judul" }, "Disematkan"),
            h(
              "ul",
              {},
              favourites.map((pin) =>
                h(
                  "li",
                  { class: "p-temu-baris p-temu-baris--pendek", "data-id": pin.id },
                  h("a", { class: "p-temu-link", href: absolute(pin.url) }, pin.title),
                  h(
                    "button",
                    { type: "button", class: "p-temu-semat", "aria-pressed": "true", "aria-label": `Sematkan ${pin.title}` },
                    "Disematkan",
                  ),
                ),
              ),
            ),
          )
        : null,
      questions.length
        ? h(
            "section",
            { class: "p-temu-kelompok", "aria-label": "Terakhir dicari" },
            h("h2", { class: "p-temu-judul" }, "Terakhir dicari"),
            h(
              "ul",
              {},
              questions.map((text) =>
                h(
                  "li",
                  { class: "p-temu-baris p-temu-baris--pendek" },
                  h("button", { type: "button", class: "p-temu-link p-temu-ulang", "data-tanya": text }, text),
                ),
              ),
            ),
            h("button", { type: "button", class: "p-temu-lupakan" }, "Hapus riwayat"),
          )
        : null,
    );
    status.textContent = "Ketik kata penelepon, kode, atau id klausul.";
  }

  /** @param {Shown[]} near */
  function drawNothing(near) {
    drawHits(near);
    list.prepend(
      h(
        "p",
        { class: "p-temu-kosong" },
        near.length ? "Yang paling dekat ada di bawah. Atau mulai dari " : "Coba kata lain, atau mulai dari ",
        h("a", { class: "p-temu-link", href: absolute(known?.frontDoor ?? "") }, "Panggilan masuk"),
        ".",
      ),
    );
  }

  function drawFoot() {
    const rows = missed();
    fill(
      foot,
      h(
        "span",
        { class: "p-temu-kunci" },
        "↑ ↓ pilih · Enter buka · Ctrl+Enter mulai alur · Ctrl+C salin · Esc tutup",
      ),
      rows.length
        ? h(
            "details",
            { class: "p-temu-luput" },
            h("summary", {}, `Kata yang tidak ketemu (${rows.length})`),
            h("p", {}, "Hanya tersimpan di peramban ini. Unduh dan berikan kepada penyunting."),
            h(
              "ul",
              {},
              rows.map(({ kata, kali }) => h("li", {}, kata, h("span", { class: "p-temu-kali" }, ` ${kali}×`))),
            ),
            h("button", { type: "button", class: "p-temu-unduh" }, "Unduh CSV"),
            h("button", { type: "button", class: "p-temu-buang" }, "Hapus semua"),
          )
        : null,
    );
  }

  async function ask() {
    const text = field.value;
    asked = text;
    window.clearTimeout(settling);
    if (!text.trim()) {
      drawStart();
      drawFoot();
      return;
    }
    const reply = await running().ask(text, { ...chosen, limit: LIMIT });
    if (!reply || asked !== text) return;
    const { hits, near, unsaid } = reply;
    scroller.scrollTop = 0;
    place.dataset["tanya"] = text;
    if (hits.length) {
      drawHits(hits);
      const others = unsaid.map((word) => `“${word.slice(0, 30)}”`).join(", ");
      status.textContent = `${hits.length} jawaban${others ? `. Tidak ada dalam SOP: ${others}` : ""}`;
      status.classList.toggle("is-luput", others !== "");
    } else {
      drawNothing(near);
      status.textContent = `Tidak ada yang cocok dengan “${text.trim().slice(0, 60)}”.`;
      settling = window.setTimeout(() => {
        noteMissed(text, new Date());
        drawFoot();
      }, SETTLED_MS);
    }
  }

  /** @param {number} by */
  function move(by) {
    const all = links().filter((link) => link.checkVisibility());
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = at + by;
    if (next < 0) field.focus();
    else all[Math.min(next, all.length - 1)]?.focus();
  }

  /** The row that keys act on: where the focus is, else the first. */
  const row = () =>
    /** @type {HTMLElement | null} */ (
      document.activeElement?.closest(".p-temu-baris") ?? list.querySelector(".p-temu-baris")
    );

  /** Open the first answer to what stands in the field, not to what stood there a moment ago. */
  async function openFirst() {
    const text = field.value;
    if (text.trim() && place.dataset["tanya"] !== text) await ask();
    if (!text.trim() || place.dataset["tanya"] === field.value) links()[0]?.click();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    // The theme listens on the window; inside the search every key is ours.
    event.stopPropagation();
    if (event.isComposing) return;
    const chord = event.ctrlKey || event.metaKey;
    const inField = event.target === field;
    if (event.key === "Escape") {
      event.preventDefault();
      if (inField || !place.contains(document.activeElement)) close();
      else field.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement && event.target.type === "radio") return;
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && chord) {
      event.preventDefault();
      /** @type {HTMLElement | null | undefined} */ (row()?.querySelector(".p-temu-mulai"))?.click();
    } else if (event.key === "Enter" && inField) {
      event.preventDefault();
      void openFirst();
    } else if (chord && event.key.toLowerCase() === "c" && !String(window.getSelection())) {
      if (inField && field.selectionStart !== field.selectionEnd) return;
      /** @type {HTMLElement | null | undefined} */ (row()?.querySelector(".p-copy"))?.click();
    } else if (!chord && !event.altKey && event.key.length === 1 && !inField && !(event.key === " " && event.target instanceof HTMLButtonElement)) {
      if (!(event.target instanceof HTMLSelectElement)) field.focus();
    }
  }

  /** @param {Event} event */
  function onClick(event) {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const again = target.closest(".p-temu-ulang");
    if (again) {
      field.value = again.getAttribute("data-tanya") ?? "";
      field.focus();
      void ask();
    } else if (target.closest("a")) {
      if (field.value.trim()) remember(field.value);
    } else if (target.closest(".p-temu-lagi")) {
      const section = target.closest(".p-temu-kelompok");
      const rows = (rest.get(section?.getAttribute("aria-label") ?? "") ?? []).map(draw);
      section?.querySelector("ul")?.append(...rows);
      target.closest(".p-temu-lagi")?.remove();
      /** @type {HTMLElement | null | undefined} */ (rows[0]?.querySelector(".p-temu-link"))?.focus();
    } else if (target.closest(".p-temu-semat")) {
      const item = target.closest(".p-temu-baris");
      const link = /** @type {HTMLAnchorElement | null | undefined} */ (item?.querySelector(".p-temu-link"));
      const button = /** @type {HTMLElement} */ (target.closest(".p-temu-semat"));
      if (!item || !link) return;
      const url = link.href.startsWith(absolute("")) ? link.href.slice(absolute("").length) : "";
      const added = togglePin({ id: item.getAttribute("data-id") ?? "", title: link.textContent ?? "", url });
      button.setAttribute("aria-pressed", String(added));
      button.textContent = added ? "Disematkan" : "Sematkan";
    } else if (target.closest(".p-temu-lupakan")) {
      forgetRecents();
      field.focus();
      drawStart();
    } else if (target.closest(".p-temu-buang")) {
      forgetMissed();
      field.focus();
      drawFoot();
    } else if (target.closest(".p-temu-unduh")) {
      const address = URL.createObjectURL(new Blob([`\uFEFF${missedAsCsv()}`], { type: "text/csv" }));
      h("a", { href: address, download: "kata-yang-tidak-ketemu.csv" }).click();
      window.setTimeout(() => URL.revokeObjectURL(address), 1_000);
    }
  }

  filters.addEventListener("change", () => {
    const data = new FormData(filters);
    chosen = { role: String(data.get("peran") ?? "cso"), document: String(data.get("dokumen") ?? "") };
    choose(chosen);
    void ask();
  });
  filters.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => void ask());
  field.addEventListener("keydown", onKey);
  place.addEventListener("keydown", onKey);
  place.addEventListener("click", onClick);
  field.form?.addEventListener("reset", () => window.setTimeout(() => void ask()));
  field.form?.addEventListener("submit", (event) => event.preventDefault());

  drawFilters();
  drawStart();
  drawFoot();
  return {
    /** Show the field's question again, or the start; the box was opened. */
    refresh: () => void ask(),
    /** Start the worker before the first key. */
    warm: () => void running(),
  };
}
