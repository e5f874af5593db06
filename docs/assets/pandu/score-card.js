/**
 * The page of the score card: a call under review. Python walks the flow and scores; the card
 * itself lives in memory and outlasts a look at other pages, see score-card-sheet.js.
 */

import { announce } from "./copy.js";
import { localIso } from "./clock.js";
import { fill, find, h } from "./dom.js";
import { sharedEngine } from "./engine-client.js";
import { onEveryPage } from "./every-page.js";
import { confirmLoss, NEW_CARD, OPEN_TRANSCRIPT } from "./help.js";
import { saveFile } from "./save.js";
import { createHead } from "./score-card-head.js";
import { drawPrinted } from "./score-card-print.js";
import { createResult } from "./score-card-result.js";
import { createCard } from "./score-card-sheet.js";
import { createSide } from "./score-card-side.js";
import { openingNodes } from "./score-card-start.js";
import { tabStore } from "./score-card-store.js";
import { createWay } from "./score-card-way.js";
import { flowOf, readTranscript, takeDropped } from "./transcript-file.js";
import { wordsOf } from "./words.js";

/** @typedef {import("./protocol.js").Mark} Mark */
/** @typedef {import("./score-card-sheet.js").OpenCard} OpenCard */
/** @typedef {{id: string, title: string, status: string, address: string, hash: string}} FlowOffered */

/** A long text of a call is compared in seconds, where a step takes milliseconds. */
const PATIENCE_MS = 20_000;
const TOLD_MS = 8_000;
const UNCHANGED = "Yang terbuka tidak berubah.";

/** @type {OpenCard | null} Kept while the reader looks at other pages. */
let card = null;
let left = new AbortController();
/** @type {HTMLElement | null} */
let shown = null;

/**
 * @param {HTMLElement} place
 * @param {AbortSignal} signal
 */
function open(place, signal) {
  const root = new URL(place.dataset.root ?? "./", location.href).href;
  const engine = sharedEngine(new URL("runtime/runtime.json", root).href);
  const most = Number(place.dataset.most ?? 0);
  const mostOfFile = Number(place.dataset.mostFile ?? 0);
  /** @type {FlowOffered[]} */
  const flows = JSON.parse(place.dataset.flows ?? "[]");
  const places = new Map(flows.map(({ id, hash, address }) => [id, { id, hash, address: new URL(address, root).href }]));
  const now = () => localIso(new Date());
  card ??= createCard({
    ask: (flow, request) => engine.ask(places.get(flow) ?? null, request, PATIENCE_MS),
    weights: JSON.parse(place.dataset.weights ?? "{}"),
    now,
    store: tabStore,
  });
  const mine = card;
  /** The card that is on the screen. */
  let drawn = -1;

  const told = h("p", { class: "p-nilai-kabar" });
  /** @param {string} message */
  const tell = (message) => {
    told.textContent = message;
    // Far below, the line at the top of the page is not seen.
    if (message) announce(message, TOLD_MS);
  };

  const way = createWay({
    answer: async (key, answers, give) => {
      if ((await mine.answer(key, answers, give)) === "done" && !signal.aborted) way.moveOn();
    },
    /** An empty mark takes the tick back. */
    tick: (marks) => {
      const ticks = { ...mine.sheet?.ticks, ...marks };
      for (const [id, mark] of Object.entries(ticks)) if (!mark) delete ticks[id];
      return mine.change({ ticks });
    },
    note: mine.note,
  });
  const result = createResult({
    csv: async () => {
      const made = await mine.files();
      if (made) saveFile("kartu-nilai.csv", made.csv ?? "", "text/csv");
    },
    summary: async () => (await mine.files())?.summary ?? "",
    print: async () => {
      await mine.settled();
      window.print();
    },
  });
  const side = createSide({
    most,
    text: (text) => mine.type({ text }),
    filed: (id, text, chosen) => {
      const filed = { ...mine.sheet?.filed, [id]: text };
      if (chosen) void mine.change({ filed });
      else mine.type({ filed });
    },
    note: mine.note,
    tell,
    refuse: mine.refuse,
  });
  const head = createHead({
    clock: () => mine.sheet?.clock ?? "",
    set: (clock) => mine.change({ clock }),
    close: async () => {
      if (mine.touched && !(await confirmLoss(NEW_CARD))) return;
      mine.close();
      way.clear();
      side.clear();
      begin();
      find(opening, "select")?.focus();
    },
  });
  const printed = h("div", { class: "p-nilai-cetak" });
  const body = h("div", { class: "p-nilai-badan" }, way.element, h("div", { class: "p-nilai-samping" }, result.element, side.element));
  const opening = h("div", { class: "p-nilai-mulai" });

  const draw = () => {
    const { sheet } = mine;
    if (!sheet) return;
    const focused = document.activeElement;
    const name = focused?.getAttribute("data-tetap") ?? "";
    if (mine.number !== drawn) {
      way.clear();
      side.clear();
      drawn = mine.number;
    }
    opening.hidden = true;
    head.element.hidden = false;
    body.hidden = false;
    head.draw(sheet);
    way.draw(sheet);
    result.draw(sheet);
    side.draw(sheet);
    drawPrinted(printed, sheet);
    // A choice that was made anew is the same for the hand.
    if (name && !focused?.isConnected) find(place, `[data-tetap="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });
  };

  const begin = () => {
    head.element.hidden = true;
    body.hidden = true;
    opening.hidden = false;
    fill(printed);
    fill(opening, openingNodes(flows, { start: startFlow, file: openFile }));
  };

  /**
   * @param {string} flow
   * @param {string} clock
   */
  const startFlow = async (flow, clock) => {
    if ((await mine.begin(flow, clock)) === "done" && !signal.aborted) way.moveOn();
  };

  /** @param {File} file */
  const openFile = async (file) => {
    try {
      const text = await readTranscript(file, mostOfFile);
      const flow = await flowOf(engine, text, (id) => places.has(id), PATIENCE_MS);
      const outcome = await mine.openTranscript(flow, text, () => confirmLoss(OPEN_TRANSCRIPT));
      if (signal.aborted) return;
      if (outcome === "refused" || outcome === "failed") tell(`${told.textContent} ${UNCHANGED}`);
      if (outcome !== "done") return;
      head.focus();
      announce("Transkrip terbuka", 2_000);
    } catch (error) {
      tell(`${wordsOf(error)} ${UNCHANGED}`);
    }
  };

  const restore = async () => {
    if ((await mine.restore()) !== "done" || signal.aborted) return;
    tell("Jalan dan tanda dilanjutkan. Teks panggilan, teks laporan, dan catatan tidak disimpan; tempelkan lagi.");
  };

  const engineLine = h("p", { class: "p-nilai-mesin", role: "status" });
  fill(place, told, engineLine, head.element, opening, body, printed);
  begin();
  const detach = mine.attach({
    draw,
    noted: () => mine.sheet && drawPrinted(printed, mine.sheet),
    tell,
    busy: (on) => (on ? place.setAttribute("aria-busy", "true") : place.removeAttribute("aria-busy")),
  });
  takeDropped((file) => void openFile(file), signal);
  const stop = engine.subscribe((status) => {
    if (status.state === "memuat") fill(engineLine, "Menyiapkan mesin …");
    else if (status.state === "tanpa") {
      const again = h("button", { class: "p-button", type: "button", onclick: () => void engine.retry() }, "Coba lagi");
      fill(engineLine, `Kartu nilai memerlukan mesin: ${status.reason}. `, again);
    } else fill(engineLine);
    if (status.state === "siap" && mine.wake()) void restore();
  });
  signal.addEventListener("abort", () => {
    detach();
    stop();
  });
  void engine.ready();
  draw();
}

function look() {
  const place = document.querySelector(".p-nilai");
  if (place === shown) return;
  left.abort();
  left = new AbortController();
  shown = place instanceof HTMLElement ? place : null;
  if (shown) open(shown, left.signal);
}

onEveryPage(look);
