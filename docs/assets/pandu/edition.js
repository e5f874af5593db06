/**
 * On every page: how old the SOPs here are, a banner when there are newer ones, and a wall before
 * what was recalled.
 */

import { calls, lastKept } from "./calls.js";
import { find, h } from "./dom.js";
import {
  answerTabs,
  callElsewhere,
  forgetKept,
  isKept,
  keptVersion,
  lookForNewer,
  startKeeper,
  takeOver,
} from "./keeper.js";
import {
  agoWords,
  askRelease,
  dateWords,
  lastLearnt,
  learn,
  recalledOn,
  releaseOf,
  rememberLearnt,
} from "./release.js";
import { ROOT } from "./root.js";

/** @typedef {import("./release.js").Learnt} Learnt */

const CHECK_MS = 5 * 60_000;
const OLD_MS = 24 * 60 * 60_000;
/** Long enough for Python to start first on a page that wants it. */
const KEEPER_AFTER_MS = 2_500;

/** @type {Learnt | null} */
let learnt = lastLearnt();
/** What this page was made from, as far as it can know. */
let own = "";
/** The version of the site this page was made from; empty where it is not known. */
export const ownVersion = () => own;
/** Whether a newer version is kept already and only waits. */
let ready = false;

/** Whether a call is under way in this tab. */
const callOpen = () =>
  lastKept() !== null || [...calls.values()].some((under) => under.began !== null && !under.closed);

/** Ask the network what is current. */
async function check() {
  const release = await askRelease(new URL("version.json", ROOT).href);
  if (release) {
    learnt = learn(learnt, release, Date.now());
    rememberLearnt(learnt);
    own = (await keptVersion()) || own || release.version;
    if (!release.serviceWorker) void forgetKept();
    else if (own !== release.version) void lookForNewer();
  } else {
    own = (await keptVersion()) || own;
  }
  show();
}

function show() {
  showAge();
  showNews();
  showWall();
}

function showAge() {
  if (!learnt) return;
  const { checked } = learnt;
  const release = releaseOf(learnt, own);
  const late = Date.now() - checked > OLD_MS || !navigator.onLine;
  const words = `SOP ${dateWords(release.made)}, diperiksa ${agoWords(checked, Date.now())}`;
  for (const place of document.querySelectorAll("[data-p-status]")) {
    place.textContent = navigator.onLine ? words : `${words}, tanpa jaringan`;
    place.classList.toggle("is-lama", late);
    place.setAttribute("title", `Versi ${own || release.version}. Sumber terbaru ${dateWords(release.newest)}.`);
  }
}

function showNews() {
  // Where a service worker keeps the page, the new version is offered once it is kept whole.
  const known = learnt !== null && own !== "" && learnt.release.version !== own;
  const newer = ready || (known && !isKept());
  const old = document.querySelector(".p-versi-baru");
  if (newer === Boolean(old)) return;
  if (old) old.remove();
  else document.body.prepend(newsNode());
  // The desk has less room now, or more, and fits its step anew.
  window.dispatchEvent(new Event("resize"));
}

function newsNode() {
  const status = h("span", { class: "p-versi-tunggu", role: "status" });
  const take = async () => {
    if (callOpen() || (await callElsewhere())) {
      status.textContent = " Masih ada panggilan yang terbuka; selesaikan atau akhiri (H) dahulu.";
      return;
    }
    await takeOver();
  };
  return h(
    "div",
    { class: "p-versi-baru", role: "region", "aria-label": "Versi baru" },
    h(
      "p",
      {},
      h("b", {}, "Ada versi baru SOP."),
      h("span", { class: "p-versi-biasa" }, " Panggilan yang terbuka selesai dengan versi ini."),
      status,
    ),
    h("button", { class: "p-button", type: "button", onclick: () => void take() }, "Pakai sekarang"),
  );
}

/** Cover what must not be used any more: a clause on its page, a flow that runs on it. */
function showWall() {
  const recalled = learnt ? recalledOn(learnt, own) : {};
  for (const wall of document.querySelectorAll(".p-ditarik")) wall.remove();
  for (const hidden of document.querySelectorAll("[data-ditarik]")) hidden.removeAttribute("data-ditarik");
  const desk = find(document, ".p-desk");
  for (const [id, reason] of Object.entries(recalled)) {
    // A document covers all its clauses: PRK is the beginning of PRK-07.
    const clauses = `.p-body[data-clause="${id}"], .p-body[data-clause^="${id}-"]`;
    for (const clause of document.querySelectorAll(clauses)) cover(clause, id, reason);
    const runs = desk && (desk.dataset.document === id || desk.dataset.clauses?.split(" ").includes(id));
    if (desk && runs) cover(desk, id, reason);
  }
}

/**
 * @param {Element} place
 * @param {string} id
 * @param {string} reason
 */
function cover(place, id, reason) {
  place.setAttribute("data-ditarik", "");
  place.prepend(
    h(
      "div",
      { class: "p-ditarik", role: "alert" },
      h("p", {}, h("b", {}, `${id} ditarik. Jangan dipakai.`), ` ${reason}`),
      h("p", {}, "Tanyakan Team Leader apa yang berlaku sekarang."),
    ),
  );
}

function mount() {
  if (!document.querySelector("[data-p-status]")) return;
  answerTabs(callOpen);
  show();
  void check();
  setInterval(() => void check(), CHECK_MS);
  setInterval(showAge, 30_000);
  window.addEventListener("online", () => void check());
  window.addEventListener("offline", showAge);
  const waiting = () => {
    ready = true;
    show();
  };
  setTimeout(() => {
    if (learnt?.release.serviceWorker) void startKeeper(new URL("sw.js", ROOT).href, waiting);
  }, KEEPER_AFTER_MS);
  if ("serviceWorker" in navigator) {
    let controlled = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      // The first one takes a page over that is already of its version.
      if (controlled && !callOpen()) location.reload();
      controlled = true;
    });
  }
  if (typeof document$ !== "undefined") document$.subscribe(show);
}

mount();
