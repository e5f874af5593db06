/**
 * “Dilihat menurut”: a date and a region that this tab looks at the SOPs by. A strip says so as
 * long as it holds, on every page; a flow shows which steps were not in force then and there.
 */

import { ribbon } from "./ribbons.js";
import { find, h } from "./dom.js";
import { dayWords, isDay, OTHER_REGION, reasonWords, standing, VALID } from "./inforce.js";
import { ROOT } from "./root.js";

/** @typedef {import("./inforce.js").InForce} InForce */
/** @typedef {{date: string, region: string}} Choice */

const KEY = "pandu.dilihat";
const CHANGED = "p-dilihat";
const MARK = "p-saat-itu";

/** What this tab looks by where nothing can be kept. @type {Choice} */
let chosen = { date: "", region: "" };
/** @type {Promise<InForce | null> | null} */
let asked = null;

/** @returns {Choice} */
export function readChoice() {
  try {
    const raw = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (raw) chosen = cleaned(raw);
  } catch {
    // A blocked or damaged store: what was chosen on this page still holds.
  }
  return chosen;
}

/**
 * @param {any} raw
 * @returns {Choice}
 */
const cleaned = (raw) => ({
  date: typeof raw?.date === "string" && isDay(raw.date) ? raw.date : "",
  region: typeof raw?.region === "string" ? raw.region.slice(0, 60) : "",
});

/** @param {Choice} choice */
export function choose(choice) {
  chosen = cleaned(choice);
  try {
    if (chosen.date || chosen.region) sessionStorage.setItem(KEY, JSON.stringify(chosen));
    else sessionStorage.removeItem(KEY);
  } catch {
    // It holds on this page.
  }
  document.dispatchEvent(new CustomEvent(CHANGED));
}

/**
 * Hear of every choice.
 * @param {() => void} run
 * @returns {() => void} Ends it; a page that is left would be kept by it.
 */
export function whenChosen(run) {
  document.addEventListener(CHANGED, run);
  return () => document.removeEventListener(CHANGED, run);
}

/**
 * The day in a field; empty while it is typed, since a year of one digit is a day too.
 * @param {HTMLInputElement} field
 */
export const dayIn = (field) => (field.validity.valid ? field.value : "");

/**
 * Put a day into its field, unless it is being typed there: that would clear what is half done.
 * @param {HTMLInputElement} field
 * @param {string} day
 */
export function writeDay(field, day) {
  if (field !== document.activeElement) field.value = day;
}

/** The spans that Python made, asked for once. */
export function loadInForce() {
  asked ??= fetch(new URL("data/berlaku.json", ROOT))
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null)
    .then((found) => {
      if (!found) asked = null;
      return found;
    });
  return asked;
}

/** @param {string} region */
export const regionWords = (region) => (region === OTHER_REGION ? "UID lain" : region);

/** @param {Choice} choice */
export const choiceWords = ({ date, region }) =>
  [dayWords(date), regionWords(region)].filter(Boolean).join(", ");

function showStrip() {
  const choice = readChoice();
  const words = choiceWords(choice);
  const page = new URL("qa/berlaku/", ROOT).href;
  ribbon(
    "dilihat",
    words &&
      h(
        "div",
        { class: "p-pita p-pita-dilihat", role: "region", "aria-label": "Dilihat menurut" },
        h("p", {}, "Dilihat menurut ", h("b", {}, words)),
        h("a", { href: page, "data-tombol": "ubah" }, "Ubah"),
        h(
          "button",
          { class: "p-button", type: "button", "data-tombol": "akhiri", onclick: () => choose({ date: "", region: "" }) },
          "Akhiri",
        ),
      ),
  );
}

/** Mark the steps whose clauses were not in force then and there. */
async function markSteps() {
  const wanted = () => Boolean(readChoice().date || readChoice().region);
  const data = wanted() && find(document, ".p-desk") ? await loadInForce() : null;
  // Both may be others by now.
  const choice = readChoice();
  const desk = find(document, ".p-desk");
  for (const old of document.querySelectorAll(`.${MARK}`)) old.remove();
  if (!desk || !wanted()) return;
  const bar = find(desk, ".p-bar");
  if (!data) {
    bar?.append(h("p", { class: MARK }, "Keadaan saat itu belum dapat dimuat."));
    return;
  }
  const whole = standing(data, desk.dataset["document"] ?? "", choice.date, choice.region);
  if (whole && bar) {
    const words = `${desk.dataset["document"]} ${data.keadaan[whole.state]}`;
    const why = reasonWords(whole);
    bar.append(h("p", { class: `${MARK} is-${whole.state}`, title: why }, words));
  }
  for (const head of desk.querySelectorAll(".p-step-head")) markStep(head, data, choice);
  window.dispatchEvent(new Event("resize"));
}

/**
 * @param {Element} head
 * @param {InForce} data
 * @param {Choice} choice
 */
function markStep(head, data, choice) {
  const ids = [...head.querySelectorAll(".p-clauses a")].map((anchor) => anchor.textContent?.trim() ?? "");
  const out = ids.flatMap((id) => {
    const found = standing(data, id, choice.date, choice.region);
    return found && found.state !== VALID ? [{ id, found }] : [];
  });
  if (!out.length) return;
  const states = [...new Set(out.map(({ found }) => data.keadaan[found.state]))].join(", ");
  const why = out.map(({ id, found }) => `${id}: ${reasonWords(found)}`).join("; ");
  const named = out.length < ids.length ? ` (${out.map(({ id }) => id).join(", ")})` : "";
  head.append(h("p", { class: MARK, title: why }, h("b", {}, states), named));
}

let waiting = 0;
function show() {
  showStrip();
  void markSteps();
}

/** The live step is drawn anew with each answer; its mark goes with it. */
function followDesk() {
  const live = find(document, ".p-live");
  if (!live) return;
  new MutationObserver(() => {
    window.cancelAnimationFrame(waiting);
    const choice = readChoice();
    if (choice.date || choice.region) waiting = requestAnimationFrame(() => void markSteps());
  }).observe(live, { childList: true });
}

document.addEventListener(CHANGED, show);
document$.subscribe(() => {
  show();
  followDesk();
});
