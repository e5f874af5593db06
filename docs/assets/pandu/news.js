/** “Apa yang berubah”: a slim line on every page until it is put aside, and the page itself. */

import { announce } from "./copy.js";
import { fill, find, h } from "./dom.js";
import { keep, readingList, readKept, unread } from "./news-read.js";
import { asCsv, asJson } from "./register-find.js";
import { ribbon } from "./ribbons.js";
import { ROOT } from "./root.js";
import { saveFile } from "./save.js";

/** @typedef {import("./news-read.js").News} News */

const NOT_KEPT = "Tidak tersimpan di peramban ini; unduh daftarnya.";
const SHOWN_MS = 8_000;

/** @returns {News[]} */
function allNews() {
  try {
    return JSON.parse(find(document, "[data-p-perubahan]")?.textContent ?? "[]");
  } catch {
    return [];
  }
}

function showBanner() {
  const news = allNews();
  const fresh = unread(news, readKept());
  const [newest] = fresh;
  const here = find(document, "form[data-dibaca]");
  const bar = find(document, ".p-bar-flows");
  // On the desk every line of the screen belongs to the call: there it is a word in the bar.
  ribbon("kabar", newest && !here && !bar ? bannerNode(newest, fresh.length - 1, news) : null);
  if (bar) showInBar(bar, newest, fresh.length);
}

/**
 * @param {HTMLElement} bar
 * @param {News | undefined} newest
 * @param {number} count
 */
function showInBar(bar, newest, count) {
  find(bar, ".p-bar-kabar")?.remove();
  if (newest) bar.prepend(h("a", { class: "p-bar-kabar", href: addressOf(newest) }, `${count} perubahan`));
}

/** @param {News} newest */
const addressOf = (newest) => new URL(`berubah/#perubahan-${newest.id}`, ROOT).href;

/**
 * @param {News} newest
 * @param {number} more
 * @param {News[]} news
 */
function bannerNode(newest, more, news) {
  const close = () => {
    keep({ ...readKept(), closed: news.map(({ id }) => id) });
    showBanner();
  };
  return h(
    "div",
    { class: "p-pita p-pita-kabar", role: "region", "aria-label": "Apa yang berubah" },
    h(
      "p",
      {},
      h("b", {}, `${newest.kind}: `),
      h("a", { href: addressOf(newest) }, newest.title),
      more > 0 && ` dan ${more} lain yang belum dibaca`,
    ),
    h("button", { class: "p-button", type: "button", "data-tombol": "tutup", onclick: close }, "Tutup"),
  );
}

/** @param {HTMLFormElement} form */
function startPage(form) {
  const news = allNews();
  const told = find(form, ".p-jumlah");
  const show = () => {
    const kept = readKept();
    for (const entry of document.querySelectorAll("[data-perubahan]")) {
      const place = find(entry, ".p-perubahan-baca");
      const id = entry.getAttribute("data-perubahan") ?? "";
      if (place) fill(place, readNodes(id, kept.read[id], show));
      if (place) place.hidden = false;
      entry.classList.toggle("is-dibaca", id in kept.read);
    }
    const done = news.filter(({ id }) => id in kept.read).length;
    if (told) told.textContent = `${done} dari ${news.length} sudah Anda baca.`;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-unduh]") : null;
    if (!button) return;
    const name = /** @type {HTMLInputElement} */ (form.elements.namedItem("nama")).value.trim();
    const list = readingList(news, readKept(), name);
    if (button.getAttribute("data-unduh") === "csv") saveFile("sudah-dibaca.csv", asCsv(list), "text/csv");
    else saveFile("sudah-dibaca.json", asJson(list), "application/json");
  });
  form.hidden = false;
  show();
}

/**
 * @param {string} id
 * @param {string | undefined} time When it was read.
 * @param {() => void} show
 */
function readNodes(id, time, show) {
  /** @param {boolean} read */
  const mark = (read) => () => {
    const kept = readKept();
    const { [id]: _, ...others } = kept.read;
    const done = keep({ ...kept, read: read ? { ...others, [id]: new Date().toISOString() } : others });
    show();
    announce(done ? "" : NOT_KEPT, SHOWN_MS);
    /** @type {HTMLElement | null} */ (document.querySelector(`[data-perubahan="${id}"] .p-perubahan-baca button`))?.focus();
  };
  return time
    ? [
        h("span", {}, `✓ Sudah dibaca ${new Date(time).toLocaleDateString("id-ID", { dateStyle: "long" })}. `),
        h("button", { class: "p-copy", type: "button", onclick: mark(false) }, "Batalkan"),
      ]
    : [h("button", { class: "p-button", type: "button", onclick: mark(true) }, "Tandai sudah dibaca")];
}

document$.subscribe(() => {
  const form = find(document, "form[data-dibaca]");
  if (form instanceof HTMLFormElement) startPage(form);
  showBanner();
});
