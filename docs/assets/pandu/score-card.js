/**
 * The score card: a call under review. Python walks the flow and scores; this page holds what
 * the reviewer gives. The text of the call, filed texts and notes live in memory only; the tab's
 * own storage holds the choices of the way and the ticks, so that a reload loses neither.
 */

import { announce } from "./copy.js";
import { localIso } from "./clock.js";
import { fill, find, h } from "./dom.js";
import { EngineFault, sharedEngine } from "./engine-client.js";
import { drawResult } from "./score-card-result.js";
import { createSide } from "./score-card-side.js";
import { openingNodes } from "./score-card-start.js";
import { drawWay, moveOn } from "./score-card-way.js";

/** @typedef {import("./protocol.js").Judged} Judged */
/** @typedef {import("./protocol.js").Mark} Mark */
/** @typedef {import("./protocol.js").Reply} Reply */
/** @typedef {import("./protocol.js").Request} Request */
/** @typedef {import("./protocol.js").Reviewed} Reviewed */
/** @typedef {import("./protocol.js").State} State */
/** @typedef {import("./protocol.js").Value} Value */
/** @typedef {{id: string, title: string, status: string, address: string, hash: string}} FlowOffered */
/**
 * @typedef {object} Sheet The card that is open; kept while the reader looks at other pages.
 * @property {State} state
 * @property {State} kept
 * @property {Reviewed} review
 * @property {string} clock When the call was, local ISO.
 * @property {Record<string, Mark>} ticks
 * @property {Record<string, string>} filed
 * @property {Record<string, string>} notes
 * @property {string} text
 */

const KEY = "pandu.nilai";
/** A long text of a call is compared in seconds, where a step takes milliseconds. */
const PATIENCE_MS = 20_000;
const LARGEST_FILE = 2_000_000;
/** What is chosen rather than typed: this may be kept. */
const CHOSEN = ["menu", "tipe_wo", "eskalasi"];

/** @type {Sheet | null} */
let sheet = null;
/** @type {(() => void) | null} */
let leave = null;
/** @type {HTMLElement | null} */
let shown = null;

/** @param {HTMLElement} place */
function open(place) {
  const root = new URL(place.dataset.root ?? "./", location.href).href;
  const engine = sharedEngine(new URL("runtime/runtime.json", root).href);
  const weights = JSON.parse(place.dataset.weights ?? "{}");
  const most = Number(place.dataset.most ?? 0);
  /** @type {FlowOffered[]} */
  const flows = JSON.parse(place.dataset.flows ?? "[]");
  const places = flows.map(({ id, hash, address }) => ({ id, hash, address: new URL(address, root).href }));
  let gone = false;
  /** Only the last of several questions is answered: what was typed meanwhile counts. */
  let asked = 0;

  const told = h("p", { class: "p-nilai-kabar", role: "alert" });
  const head = h("div", { class: "p-nilai-kepala" });
  const way = h("div", { class: "p-nilai-jalan" });
  const result = h("section", { class: "p-nilai-hasil", "aria-label": "Hasil", "aria-live": "polite" });
  const printed = h("div", { class: "p-nilai-cetak" });
  const side = createSide({
    most,
    text: (text) => change({ text }),
    filed: (id, text) => change({ filed: { ...sheet?.filed, [id]: text } }),
    note: (id, text) => note(id, text),
    tell: (message) => tell(message),
  });
  const body = h("div", { class: "p-nilai-badan" }, way, h("div", { class: "p-nilai-samping" }, result, side.element));
  const opening = h("div", { class: "p-nilai-mulai" });

  /** @param {string} message */
  const tell = (message) => {
    told.textContent = message;
  };

  /** @returns {Judged} */
  const judged = () => ({
    ticks: sheet?.ticks ?? {},
    filed: sheet?.filed ?? {},
    notes: {},
    text: sheet?.text ?? "",
    weights,
    now: sheet?.clock ?? localIso(new Date()),
  });

  /**
   * Ask Python, and take its answer if nothing was asked since.
   * @param {Request} request
   * @param {Partial<Sheet>} [about] What else changes with it.
   * @returns {Promise<boolean>} Whether the sheet has changed.
   */
  const ask = async (request, about = {}) => {
    const mine = (asked += 1);
    place.setAttribute("aria-busy", "true");
    try {
      const { flow, state, transcript } = /** @type {{flow?: string, state?: State, transcript?: string}} */ (request);
      // Which flow a transcript is of, only Python can tell.
      const needed = transcript === undefined ? places.filter((one) => one.id === (flow ?? state?.flow)) : places;
      const reply = await engine.ask(needed, request, PATIENCE_MS);
      if (gone || mine !== asked) return false;
      const problem = reply.failure ?? reply.errors?.[0]?.message;
      if (problem || !reply.review || !reply.state || !reply.kept) {
        tell(problem ?? "Mesin memberi jawaban yang tidak lengkap.");
        return false;
      }
      tell("");
      const before = sheet ?? { clock: localIso(new Date()), ticks: {}, filed: {}, notes: {}, text: "" };
      sheet = { ...before, ...about, state: reply.state, kept: reply.kept, review: reply.review };
      keep();
      return true;
    } catch (error) {
      console.warn("Pandu:", error);
      if (!gone) tell(error instanceof EngineFault ? `Mesin tidak dapat dipakai: ${error.message}` : String(error));
      return false;
    } finally {
      if (mine === asked) place.removeAttribute("aria-busy");
    }
  };

  /**
   * Something of the reviewer's has changed: it is scored anew.
   * @param {Partial<Sheet>} about
   * @param {Partial<Request>} [more]
   */
  const change = async (about, more = {}) => {
    if (!sheet) return false;
    const before = sheet;
    sheet = { ...sheet, ...about };
    keep();
    const request = /** @type {Request} */ ({ call: "review", state: sheet.state, ...judged(), ...more });
    const done = await ask(request);
    if (done) draw();
    else if (sheet && told.textContent) sheet = { ...sheet, text: before.text, filed: before.filed };
    return done;
  };

  /**
   * @param {string} id
   * @param {string} text
   */
  const note = (id, text) => {
    if (!sheet) return;
    sheet.notes = { ...sheet.notes, [id]: text };
    drawPrinted();
  };

  const drawPrinted = () => {
    if (sheet) drawResult(result, printed, sheet, acts);
  };

  const draw = () => {
    const now = sheet;
    if (!now || gone) return;
    const focused = document.activeElement?.getAttribute("data-tetap") ?? "";
    opening.hidden = true;
    body.hidden = false;
    drawHead(now);
    drawWay(way, now, acts);
    drawPrinted();
    side.draw(now);
    if (focused) find(place, `[data-tetap="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };

  /** @param {Sheet} now */
  const drawHead = ({ review, clock }) => {
    const when = h("input", { type: "datetime-local", id: "p-nilai-jam", value: clock, "data-tetap": "jam" });
    when.addEventListener("change", () => {
      if (when.value) void change({ clock: when.value }, { now: when.value });
    });
    const source = [review.flow.document, review.flow.date].filter(Boolean).join(", ");
    fill(
      head,
      h("h2", { class: "p-nilai-judul", tabindex: "-1" }, review.flow.title),
      h("p", { class: "p-nilai-asal" }, review.outcome ? `${source} · ${review.outcome}` : source),
      h("p", { class: "p-nilai-jam" }, h("label", { for: "p-nilai-jam" }, "Waktu panggilan"), when),
      h("button", { class: "p-button", type: "button", onclick: () => void close() }, "Kartu baru"),
    );
    head.hidden = false;
  };

  const acts = {
    /**
     * @param {number} at
     * @param {Record<string, Value>} answers
     * @param {boolean} give
     */
    answer: async (at, answers, give) => {
      if (await change({}, { at, answers, give })) moveOn(way);
    },
    /**
     * @param {Record<string, Mark>} marks An empty one takes the tick back.
     */
    tick: (marks) => {
      const ticks = { ...sheet?.ticks, ...marks };
      for (const [id, mark] of Object.entries(ticks)) if (!mark) delete ticks[id];
      return change({ ticks });
    },
    note,
    csv: () => void files().then((made) => made && download(made.csv ?? "", "kartu-nilai.csv", "text/csv")),
    summary: () => files().then((made) => made?.summary ?? ""),
    print: () => window.print(),
  };

  const files = async () => {
    if (!sheet) return null;
    const request = { ...judged(), call: /** @type {const} */ ("review_files"), state: sheet.state, notes: sheet.notes };
    try {
      const reply = await engine.ask(places.filter((one) => one.id === sheet?.state.flow), request, PATIENCE_MS);
      if (!reply.failure) return reply;
      tell(reply.failure);
    } catch (error) {
      tell(String(error));
    }
    return null;
  };

  const close = async () => {
    sheet = null;
    forget();
    side.clear();
    fill(way);
    begin();
    find(opening, "select")?.focus();
  };

  /**
   * @param {string} flow
   * @param {string} clock
   */
  const startFlow = async (flow, clock) => {
    const first = { ...judged(), now: clock };
    if (await ask({ call: "review", flow, ...first }, { clock })) {
      draw();
      moveOn(way);
    }
  };

  /** @param {File} file */
  const openFile = async (file) => {
    if (file.size > LARGEST_FILE) {
      const size = (file.size / 1_000_000).toFixed(0);
      tell(`Berkas ini ${size} MB; transkrip Pandu paling besar 2 MB. Yang terbuka tidak berubah.`);
      return;
    }
    let text = "";
    try {
      text = await file.text();
    } catch {
      tell("Berkas ini tidak dapat dibaca. Yang terbuka tidak berubah.");
      return;
    }
    /** @type {Partial<Sheet>} */
    const fresh = { ticks: {}, filed: {}, notes: {}, text: "" };
    const request = { ...judged(), ticks: {}, filed: {}, text: "", call: /** @type {const} */ ("review"), transcript: text };
    if (await ask(request, fresh)) {
      side.clear();
      if (sheet) sheet.clock = String(sheet.state.answers.sekarang ?? sheet.clock);
      draw();
      find(head, "h2")?.focus();
      announce("Transkrip terbuka", 2_000);
    } else if (told.textContent) {
      tell(`${told.textContent} Yang terbuka tidak berubah.`);
    }
  };

  const begin = () => {
    head.hidden = true;
    body.hidden = true;
    opening.hidden = false;
    fill(result);
    fill(printed);
    fill(opening, openingNodes(flows, { start: startFlow, file: openFile }));
  };

  const restore = async () => {
    const kept = lastKept();
    if (!kept) return;
    const first = { ...judged(), ticks: kept.ticks, filed: kept.filed, now: kept.clock };
    const about = { ticks: kept.ticks, filed: kept.filed, clock: kept.clock };
    if (await ask({ call: "review", ...first, state: kept.state }, about)) {
      draw();
      tell("Jalan dan tanda dilanjutkan. Teks panggilan, teks laporan, dan catatan tidak disimpan; tempelkan lagi.");
    } else {
      forget();
    }
  };

  place.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  place.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void openFile(file);
  });

  const engineLine = h("p", { class: "p-nilai-mesin", role: "status" });
  const stop = engine.subscribe((status) => {
    if (status.state === "memuat") fill(engineLine, "Menyiapkan mesin …");
    else if (status.state === "tanpa") {
      const again = h("button", { class: "p-button", type: "button", onclick: () => void engine.retry() }, "Coba lagi");
      fill(engineLine, `Kartu nilai memerlukan mesin: ${status.reason}. `, again);
    } else fill(engineLine);
  });
  leave = () => {
    gone = true;
    stop();
  };

  fill(place, told, engineLine, head, opening, body, printed);
  void engine.ready();
  begin();
  if (sheet) draw();
  else void restore();
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string} type
 */
function download(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Keep the way and the ticks for a reload; never what was said, filed or noted. */
function keep() {
  if (!sheet) return;
  const filed = Object.fromEntries(Object.entries(sheet.filed).filter(([id]) => CHOSEN.includes(id)));
  const kept = { state: sheet.kept, ticks: sheet.ticks, filed, clock: sheet.clock };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without storage a reload begins anew; what is open is untouched.
  }
}

function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // It was never written.
  }
}

/** @returns {Pick<Sheet, "state" | "ticks" | "filed" | "clock"> | null} */
function lastKept() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    const whole = typeof kept?.state?.flow === "string" && typeof kept.clock === "string";
    return whole && typeof kept.ticks === "object" && typeof kept.filed === "object" ? kept : null;
  } catch {
    return null;
  }
}

function look() {
  const place = document.querySelector(".p-nilai");
  if (place === shown) return;
  leave?.();
  leave = null;
  shown = place instanceof HTMLElement ? place : null;
  if (shown) open(shown);
}

if (typeof document$ === "undefined") {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", look);
  else look();
} else {
  document$.subscribe(look);
}
