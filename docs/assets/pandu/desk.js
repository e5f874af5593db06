/**
 * The desk: joins the walk in the page, the engine and the keys. It starts wherever a
 * `.p-desk` stands, and goes on where it was when the reader comes back to it.
 */

import { createCall } from "./call.js";
import { fill, find, h } from "./dom.js";
import { drawView, withAddresses } from "./draw.js";
import { EngineFault, sharedEngine } from "./engine-client.js";
import { confirmNew, createHelp } from "./help.js";
import { installKeys } from "./keys.js";
import { anchorOf, createMap } from "./map.js";
import { mesinWords } from "./mesin.js";
import { createWalk } from "./walk.js";

/** @typedef {import("./call.js").Call} Call */
/** @typedef {import("./engine-client.js").EngineStatus} EngineStatus */
/** @typedef {import("./protocol.js").AnswerError} AnswerError */
/** @typedef {import("./protocol.js").Value} Value */

/** Calls under way, by flow. Memory only: they end with the tab. */
/** @type {Map<string, {call: Call, ticked: Set<string>}>} */
const calls = new Map();
/** What the next call of a flow already knows, because another flow referred to it. */
/** @type {Map<string, {facts: Record<string, Value>, carry: Record<string, Value>}>} */
const handedOn = new Map();

/** @type {{element: HTMLElement, busy: () => boolean, leave: () => void} | null} */
let open = null;

const help = createHelp();
const keys = installKeys({
  root: () => open?.element ?? null,
  busy: () => open?.busy() ?? false,
  lettersOn: () => help.lettersOn,
});

/**
 * Bring a desk to life.
 * @param {HTMLElement} desk
 */
function openDesk(desk) {
  const flow = desk.dataset.flow ?? "";
  const root = new URL(desk.dataset.root ?? "./", location.href).href;
  const address = new URL(`data/alur/${flow}.json`, root).href;
  const engine = sharedEngine(new URL("runtime/runtime.json", root).href);
  const walk = createWalk(desk);
  let busy = false;
  let beginning = false;
  let left = false;

  const live = /** @type {HTMLElement} */ (find(desk, ".p-live"));
  const notice = /** @type {HTMLElement} */ (find(desk, ".p-notice"));
  /** @param {"jalan" | "mesin"} mode */
  const setMode = (mode) => {
    desk.dataset.mode = mode;
    live.hidden = mode !== "mesin";
  };

  const draw = (focus = true) => {
    const entry = calls.get(flow);
    const view = entry?.call.view;
    if (!entry || !view || left) return;
    walk.rest();
    const focusStep = drawView(desk, withAddresses(view, root), { ...acts, ticked: entry.ticked });
    setMode("mesin");
    notice.hidden = engine.status.state !== "tanpa";
    const elsewhere = document.activeElement?.closest("input, textarea, dialog");
    if (focus && (!elsewhere || desk.contains(elsewhere) || !elsewhere.isConnected)) focusStep();
    const spoken = find(desk, ".p-spoken");
    if (spoken) spoken.textContent = view.step ? "" : `Selesai: ${view.report.title}`;
  };

  /**
   * Do one thing with the engine at a time.
   * @param {(call: Call) => Promise<AnswerError[]>} act
   * @returns {Promise<AnswerError[]>}
   */
  const run = async (act) => {
    const entry = calls.get(flow);
    if (busy || !entry) return [];
    busy = true;
    desk.setAttribute("aria-busy", "true");
    /** @type {AnswerError[]} */
    let errors = [];
    try {
      errors = await act(entry.call);
      if (errors.length === 0) draw();
      else keys.forget();
    } catch (error) {
      keys.forget();
      fall(error);
    } finally {
      busy = false;
      desk.removeAttribute("aria-busy");
    }
    if (errors.length === 0) keys.flush();
    return errors;
  };

  const acts = {
    today: () => new Date(),
    /** @param {Record<string, Value>} answers */
    answer: (answers) =>
      run(async (call) => {
        const before = call.view;
        const errors = await call.answer(answers);
        const after = call.view;
        const waits = after?.step?.key === before?.step?.key && after?.at === before?.at;
        // An optional question with gaps waits until it is passed.
        if (errors.length === 0 && waits && after?.step?.question?.optional) return call.pass();
        return errors;
      }),
    pass: () => void run((call) => call.pass()),
    onward: () => void run((call) => call.goto(Math.min((call.view?.at ?? 0) + 1, call.view?.last ?? 0))),
    /** @param {number} at */
    goto: (at) => void run((call) => call.goto(at)),
    restart: () => void begin({}),
    /** @param {string} name */
    linkTo: (name) =>
      /** @type {HTMLAnchorElement | null} */ (find(desk, `a[data-flow-link="${CSS.escape(name)}"]`)),
    /**
     * Another flow takes over: who is calling it need not ask again.
     * @param {string} name
     */
    handOn: (name) => {
      // The engine keeps what both flows share; facts of the same name may mean another question.
      const call = calls.get(flow)?.call;
      handedOn.set(name, { facts: call?.given ?? {}, carry: call?.view?.report.carry ?? {} });
    },
  };

  /**
   * Start a call with Python, taking over what was clicked before.
   * @param {Record<string, Value>} facts
   * @param {boolean} [continued] Another flow referred to this one.
   * @param {Record<string, Value>} [carry] What it hands to this one.
   */
  const begin = async (facts, continued = false, carry = {}) => {
    if (beginning) return;
    beginning = true;
    const ready = await engine.ready();
    beginning = false;
    if (left) return;
    if (!ready) {
      setMode("jalan");
      return;
    }
    const call = createCall({ flow, ask: (request) => engine.ask({ id: flow, address }, request) });
    calls.set(flow, { call, ticked: new Set() });
    await run(async () => {
      const errors = await call.start(facts, continued, carry);
      if (errors.length === 0) await call.replay(walk.memory);
      return errors;
    });
    walk.memory.length = 0;
  };

  const restartWalk = () => {
    calls.delete(flow);
    walk.reset();
    setMode("jalan");
    showEngine(engine.status);
  };

  /**
   * Python gave out in the middle: the walk goes on at the same step.
   * @param {unknown} error
   */
  const fall = (error) => {
    console.warn("Pandu:", error);
    const view = calls.get(flow)?.call.view;
    if (error instanceof EngineFault && engine.status.state === "tanpa") {
      const anchor = view?.step?.anchor ?? "";
      const way = (view?.trail ?? []).slice(0, view?.at ?? 0);
      walk.resume(anchor, way.map((item) => ({ ...item, anchor: anchorOf(item.key) })));
      setMode("jalan");
    } else {
      tellFailure(error instanceof Error ? error.message : String(error));
    }
  };

  const map = createMap({
    way: () => {
      const view = calls.get(flow)?.call.view;
      if (!view) return { keys: walk.keys, outcome: null };
      const done = view.status === "done";
      const trail = done ? view.trail : view.trail.slice(0, view.at + 1);
      return { keys: trail.map((item) => item.key), outcome: done ? view.report.outcome : null };
    },
    choose: (anchor) => {
      const trail = calls.get(flow)?.call.view?.trail ?? [];
      const at = trail.findIndex((item) => anchorOf(item.key) === anchor);
      if (at >= 0 && engine.status.state !== "tanpa") acts.goto(at);
      else if (walk.peek(anchor)) offerReturn();
    },
  });

  /** A step of the map is being read while the call waits where it stands. */
  const offerReturn = () => {
    setMode("jalan");
    if (!calls.has(flow) && !walk.begun) {
      offerCall();
      return;
    }
    const back = h("button", { class: "p-button", type: "button", onclick: () => endReading() }, "Kembali ke panggilan");
    fill(notice, h("p", {}, "Anda sedang membaca satu langkah dari peta. Panggilan tetap di tempatnya."), back);
    notice.hidden = false;
  };

  const endReading = () => {
    walk.rest(true);
    notice.hidden = true;
    if (engine.status.state === "tanpa") showEngine(engine.status);
    else draw();
  };

  /** The address named a step: it is read, and no call has begun. */
  const offerCall = () => {
    const start = h("button", { class: "p-button", type: "button", onclick: () => void wantNew() }, "Mulai panggilan");
    fill(notice, h("p", {}, "Anda sedang membaca satu langkah dari alur ini."), start);
    notice.hidden = false;
  };

  /** @param {string} message */
  const tellFailure = (message) => {
    fill(notice, h("p", {}, `Langkah ini tidak dapat diproses: ${message}`));
    notice.hidden = false;
  };

  /** @param {EngineStatus} status */
  const showEngine = (status) => {
    const place = find(desk, ".p-mesin");
    if (place) {
      place.textContent = mesinWords(status);
      place.dataset.state = status.state;
      place.title = status.about
        ? `Python ${status.about.python}, menyala dalam ${Math.round(status.about.ms)} ms`
        : "";
    }
    if (status.state === "diam") return;
    desk.dataset.engine = status.state;
    notice.hidden = status.state !== "tanpa";
    if (status.state !== "tanpa") return;
    for (const empty of desk.querySelectorAll(".p-side .p-empty")) {
      empty.textContent = "Tanpa mesin bagian ini dicatat sendiri.";
    }
    fill(
      notice,
      h(
        "p",
        {},
        `Mesin tidak dapat dijalankan di peramban ini: ${status.reason}. `,
        "Panduan tetap dapat dipakai langkah demi langkah.",
      ),
      h("button", { class: "p-button", type: "button", onclick: () => void again() }, "Coba lagi"),
    );
  };

  const again = async () => {
    if (!(await engine.retry())) return;
    if (calls.has(flow)) void run((call) => call.goto(null));
    else void begin({});
  };

  const wantNew = async () => {
    const view = calls.get(flow)?.call.view;
    const atRisk = view ? view.status !== "done" && view.last > 0 : walk.begun;
    if (atRisk && !(await confirmNew())) return;
    if (engine.status.state === "tanpa") restartWalk();
    else {
      walk.reset();
      void begin({});
    }
  };
  /** @type {Record<string, () => void>} */
  const tools = {
    mundur: () => {
      if (walk.peeking) endReading();
      else if (desk.dataset.mode === "mesin") void run((call) => call.back());
      else walk.back();
    },
    baru: () => void wantNew(),
    tombol: () => help.show(),
    peta: () => map.show(),
    cari: () => /** @type {HTMLElement | null} */ (document.querySelector("[data-p-search]"))?.click(),
  };
  for (const button of desk.querySelectorAll("[data-tool]")) {
    const tool = tools[button.getAttribute("data-tool") ?? ""];
    if (tool) button.addEventListener("click", tool);
    button.removeAttribute("hidden");
  }
  foldOnPhones(desk);

  const reading = walk.open();
  const stop = engine.subscribe(showEngine);
  open = {
    element: desk,
    busy: () => busy,
    leave: () => {
      left = true;
      stop();
    },
  };
  const first = handedOn.get(flow);
  handedOn.delete(flow);
  if (first) void begin(first.facts, true, first.carry);
  else if (calls.has(flow)) draw();
  else if (!reading) void begin({});
  else offerCall();
  if (location.hash === "#peta") map.show();
}

/**
 * Trail and data stand open on a desk and fold to one line each on a phone.
 * @param {HTMLElement} desk
 */
function foldOnPhones(desk) {
  const wide = window.matchMedia("(min-width: 960px)");
  const fold = () => {
    for (const part of desk.querySelectorAll("details.p-fold")) {
      /** @type {HTMLDetailsElement} */ (part).open = wide.matches;
    }
  };
  wide.addEventListener("change", fold);
  fold();
}

/** Look for a desk on the page that is now shown. */
function look() {
  const desk = document.querySelector(".p-desk");
  if (desk === open?.element) return;
  open?.leave();
  open = null;
  if (desk instanceof HTMLElement) openDesk(desk);
}

if (typeof document$ === "undefined") {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", look);
  else look();
} else {
  document$.subscribe(look);
}
