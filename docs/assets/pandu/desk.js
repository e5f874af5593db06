/**
 * The desk: joins the walk in the page, the engine and the keys. It starts wherever a
 * `.p-desk` stands, and goes on where it was when the reader comes back to it.
 */

import { createCall } from "./call.js";
import { runCallClock } from "./call-clock.js";
import {
  calls,
  forget,
  handedOn,
  handOver,
  keep,
  lastKept,
  markBegun,
  markEnded,
  newUnder,
  wouldLose,
} from "./calls.js";
import { find } from "./dom.js";
import { drawView, fitDesk, withAddresses } from "./draw.js";
import { EngineFault, sharedEngine } from "./engine-client.js";
import { reportError, whereOf } from "./error-report.js";
import { onEveryPage } from "./every-page.js";
import { showFocused } from "./fit.js";
import { foldOnPhones } from "./fold.js";
import { confirmLoss, createHelp, END_EARLY, NEW_CALL } from "./help.js";
import { installKeys } from "./keys.js";
import { meterOpener } from "./learn/meter-desk.js";
import { anchorOf, createMap } from "./map.js";
import { drawMesin, showMesin } from "./mesin.js";
import { createNotices } from "./notices.js";
import { createProfileDialog, readProfile, rememberName, zonesOf } from "./profile.js";
import { hideReturnBar, returnBar, showReturnBar } from "./return-bar.js";
import { drawVoice, voiceOf } from "./voice.js";
import { copyLink, showTranscript } from "./share.js";
import { receiveLinks, whyStanding } from "./shared.js";
import { createTurns } from "./turns.js";
import { createWalk } from "./walk.js";
import { wordsOf } from "./words.js";

/** @typedef {import("./call.js").Begin} Begin */
/** @typedef {import("./call.js").Call} Call */
/** @typedef {import("./calls.js").Kept} Kept */
/** @typedef {import("./engine-client.js").EngineStatus} EngineStatus */
/** @typedef {import("./protocol.js").Value} Value */

/** @type {{element: HTMLElement, busy: () => boolean, leave: () => void} | null} */
let open = null;

const help = createHelp();
const keys = installKeys({
  root: () => open?.element ?? returnBar(),
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
  const here = location.href.replace(/#.*$/, "");
  const engine = sharedEngine(new URL("runtime/runtime.json", root).href);
  const walk = createWalk(desk);
  const notices = createNotices(/** @type {HTMLElement} */ (find(desk, ".p-notice")));
  let [beginning, left] = [false, false];
  /** Why a notice stands, until it is closed or the call ends; empty where none does. */
  let standing = "";

  const live = /** @type {HTMLElement} */ (find(desk, ".p-live"));
  const under = () => calls.get(flow);
  const view = () => under()?.call.view ?? null;
  /** @param {"jalan" | "mesin"} mode */
  const setMode = (mode) => {
    desk.dataset.mode = mode;
    live.hidden = mode !== "mesin";
  };

  const draw = (focus = true) => {
    const entry = under();
    const shown = view();
    if (!entry || !shown || left) return;
    walk.rest();
    setMode("mesin");
    const { ticked, closed } = entry;
    const focusStep = drawView(desk, withAddresses(shown, root), { ...acts, ticked, closed });
    drawVoice(desk, { greeting: shown.greeting, zone: entry.zone, choose: chooseZone, profile: () => profile.show() });
    if (engine.status.state !== "tanpa") {
      if (entry.closed && shown.step) notices.ended(entry.closed, () => void begin({}));
      else if (standing) notices.restored(standing, shown.missing, acts.goto, closeNotice);
      else notices.hide();
    }
    const elsewhere = document.activeElement?.closest("input, textarea, select, dialog");
    if (focus && (!elsewhere || desk.contains(elsewhere) || !elsewhere.isConnected)) {
      focusStep();
      showFocused();
    }
    const spoken = find(desk, ".p-spoken");
    if (spoken) spoken.textContent = shown.step ? "" : `Selesai: ${shown.report.title}`;
    keep(flow, here);
  };

  const turns = createTurns({
    desk,
    keys,
    call: () => under()?.call,
    draw: () => draw(),
    fall: (error) => fall(error),
  });
  const { run } = turns;

  const begun = () => markBegun(under());

  const acts = {
    today: () => new Date(),
    meter: meterOpener(desk),
    /** @param {Record<string, Value>} answers */
    answer: (answers) => {
      begun();
      return run(async (call) => {
        const own = call.view?.step?.question?.facts.find((asked) => asked.own)?.fact;
        const errors = await call.answer(answers);
        if (errors.length > 0) return errors;
        for (const fact of Object.keys(answers)) under()?.drafts.delete(fact);
        if (own && typeof answers[own] === "string") rememberName(answers[own]);
        return errors;
      });
    },
    pass: () => {
      begun();
      void run((call) => call.pass());
    },
    onward: () => void run((call) => call.goto(Math.min((call.view?.at ?? 0) + 1, call.view?.last ?? 0))),
    /** @param {number} at */
    goto: (at) => void run((call) => call.goto(at)),
    restart: () => void wantNew(),
    close: () => {
      const entry = under();
      if (!entry) return;
      markEnded(entry);
      standing = "";
      walk.memory.length = 0;
      void run((call) => call.close());
    },
    /**
     * @param {string} fact
     * @param {string} value
     */
    check: async (fact, value) => /** @type {Call} */ (under()?.call).check(fact, value),
    ownName: () => readProfile().name,
    drafts: () => under()?.drafts ?? new Map(),
    /** @param {string} name */
    linkTo: (name) =>
      /** @type {HTMLAnchorElement | null} */ (find(desk, `a[data-flow-link="${CSS.escape(name)}"]`)),
    /** @param {string} name */
    handOn: (name) => handOver(name, under()),
  };

  /** @param {string} zone */
  const chooseZone = (zone) => {
    const entry = under();
    if (!entry) return;
    entry.zone = zone;
    const shown = view();
    void run((call) => call.goto(shown?.status === "done" ? null : (shown?.at ?? null)));
  };
  const profile = createProfileDialog({
    zones: zonesOf(desk),
    changed: () => {
      const shown = view();
      if (shown) void run((call) => call.goto(shown.status === "done" ? null : shown.at));
    },
  });

  /**
   * @param {Partial<import("./calls.js").Under>} [about]
   */
  const newCall = (about = {}) => {
    const place = { id: flow, address, hash: desk.dataset.flowHash ?? "" };
    /** @type {import("./calls.js").Under} */
    const made = {
      ...newUnder(
        createCall({
          flow,
          ask: (request, patienceMs) => engine.ask(place, request, patienceMs),
          voice: () => voiceOf(desk, made),
        }),
      ),
      ...about,
    };
    return made;
  };

  /**
   * Start a call with Python, taking over what was clicked before.
   * @param {Begin} first
   * @param {Partial<import("./calls.js").Under>} [about]
   */
  const begin = async (first, about = {}) => {
    if (beginning) return;
    beginning = true;
    const ready = await engine.ready();
    beginning = false;
    if (left) return;
    if (!ready) {
      setMode("jalan");
      return;
    }
    standing = "";
    forget(flow);
    const clicked = walk.memory.length > 0 ? { began: Date.now() } : {};
    calls.set(flow, newCall({ ...clicked, ...about }));
    await run(async (call) => {
      const errors = await call.start(first);
      if (errors.length === 0) await call.replay(walk.memory);
      return errors;
    });
    walk.memory.length = 0;
  };

  /**
   * Go on with a call after a reload: the way at once, the rest as soon as Python is there.
   * @param {Kept} kept
   */
  const restore = async (kept) => {
    walk.resumeWay(kept.way.map(anchorOf));
    notices.restoring();
    if (!(await engine.ready()) || left) return;
    calls.set(flow, newCall({ ticked: new Set(kept.ticked), began: kept.began, zone: kept.zone }));
    try {
      await under()?.call.resume(kept.state);
    } catch (error) {
      console.warn("Pandu:", error);
      walk.reset();
      await begin({});
      notices.lost(wordsOf(error));
      return;
    }
    stand();
  };
  const stand = (shared = false) => {
    walk.memory.length = 0;
    standing = whyStanding(under(), shared);
    draw();
  };
  const closeNotice = () => {
    standing = "";
    notices.hide();
  };

  const restartWalk = () => {
    calls.delete(flow);
    forget(flow);
    walk.reset();
    setMode("jalan");
    showEngine(engine.status);
  };

  /**
   * Python gave out in the middle: the walk goes on at the same step.
   * @param {unknown} error
   */
  const fall = (error) => {
    const shown = view();
    if (error instanceof EngineFault && engine.status.state === "tanpa") {
      console.warn("Pandu:", error);
      const anchor = shown?.step?.anchor ?? "";
      const way = (shown?.trail ?? []).slice(0, shown?.at ?? 0);
      walk.resume(anchor, way.map((item) => ({ ...item, anchor: anchorOf(item.key) })));
      setMode("jalan");
    } else {
      notices.failure(wordsOf(error));
    }
  };

  const map = createMap({
    way: () => {
      const shown = view();
      if (!shown) return { keys: walk.keys, outcome: null };
      const done = shown.status === "done";
      const trail = done ? shown.trail : shown.trail.slice(0, shown.at + 1);
      return { keys: trail.map((item) => item.key), outcome: done ? shown.report.outcome : null };
    },
    choose: (anchor) => {
      const trail = view()?.trail ?? [];
      const at = trail.findIndex((item) => anchorOf(item.key) === anchor);
      if (at >= 0 && engine.status.state !== "tanpa") acts.goto(at);
      else if (walk.peek(anchor)) offerReturn();
    },
  });

  const offerReturn = () => {
    setMode("jalan");
    if (calls.has(flow) || walk.begun) notices.reading(endReading);
    else notices.offerCall(() => void wantNew());
  };

  const endReading = () => {
    walk.rest(true);
    notices.hide();
    if (engine.status.state === "tanpa") showEngine(engine.status);
    else draw();
  };

  /** @param {EngineStatus} status */
  const showEngine = (status) => {
    drawMesin(desk, status);
    if (status.state === "diam") return;
    desk.dataset.engine = status.state;
    desk.dataset.engineRung = status.rung;
    if (status.state !== "tanpa") {
      if (!standing && !walk.peeking && !restoring) notices.hide();
      return;
    }
    for (const empty of desk.querySelectorAll(".p-side .p-empty")) {
      empty.textContent = "Tanpa mesin bagian ini dicatat sendiri.";
    }
    notices.withoutPython(status.reason, () => void again(), links.waiting);
  };

  const again = async () => {
    if (!(await engine.retry())) return;
    if (links.waiting && (await links.openWaiting())) return;
    if (calls.has(flow)) void run((call) => call.goto(null));
    else void begin({});
  };

  const wantNew = async () => {
    const entry = under();
    if ((entry?.call.view ? wouldLose(entry) : walk.begun) && !(await confirmLoss(NEW_CALL))) return;
    if (engine.status.state === "tanpa") restartWalk();
    else {
      walk.reset();
      void begin({});
    }
  };

  /** The caller hangs up, or all is said: what was said is dropped. */
  const wantEnd = async () => {
    const shown = view();
    if (!shown || under()?.closed) return;
    if (shown.status !== "done" && !(await confirmLoss(END_EARLY))) return;
    acts.close();
  };

  /** @type {Record<string, () => void>} */
  const tools = {
    mundur: () => {
      if (walk.peeking) endReading();
      else if (desk.dataset.mode === "mesin") void run((call) => call.back());
      else walk.back();
    },
    baru: () => void wantNew(),
    akhiri: () => void wantEnd(),
    tombol: () => help.show(),
    mesin: () => showMesin(engine.status),
    peta: () => map.show(),
    keliru: () => void reportError(whereOf(desk, view(), here)),
    tautan: () => void copyLink(under()?.call, here),
    transkrip: () => showTranscript(under()?.call),
    cari: () => /** @type {HTMLElement | null} */ (document.querySelector("[data-p-search]"))?.click(),
  };
  for (const button of desk.querySelectorAll("[data-tool]")) {
    const tool = tools[button.getAttribute("data-tool") ?? ""];
    if (tool) button.addEventListener("click", tool);
    button.removeAttribute("hidden");
  }
  const unfold = foldOnPhones(desk, () => draw(desk.contains(document.activeElement)));
  const refit = () => fitDesk(desk);
  window.addEventListener("resize", refit);
  desk.addEventListener("p-ukuran", refit);
  desk.addEventListener("p-centang", () => {
    keep(flow, here);
    refit();
  });
  desk.addEventListener("p-tersalin", (event) => {
    const entry = under();
    if (entry && event.target instanceof Element && event.target.closest(".p-salin-semua, .p-write")) entry.copied = true;
  });
  const stopClock = runCallClock(find(desk, ".p-clock"), () => under()?.began ?? null);

  const links = receiveLinks({
    flow,
    here,
    ready: async () => (await engine.ready()) && !left,
    walking: () => walk.begun,
    make: () => newCall(),
    aside: turns.aside,
    begin: () => begin({}),
    refused: notices.refused,
    fall: (error) => {
      if (view()) fall(error);
    },
    opened: () => stand(true),
  });
  const reading = walk.open();
  const first = handedOn.get(flow);
  const kept = lastKept();
  let restoring = !first && !calls.has(flow) && !reading && kept?.state.flow === flow;
  const stop = engine.subscribe(showEngine);
  open = {
    element: desk,
    busy: () => turns.busy,
    leave: () => {
      left = true;
      stop();
      stopClock();
      unfold();
      window.removeEventListener("resize", refit);
      links.stop();
    },
  };
  handedOn.delete(flow);
  if (first) void begin(first, { began: first.began, zone: first.zone });
  else if (restoring && kept) void restore(kept).finally(() => (restoring = false)).then(links.openFirst);
  else if (calls.has(flow)) draw();
  else if (reading) offerReturn();
  else if (!links.came) void begin({});
  if (!restoring) links.openFirst();
  if (location.hash === "#peta") map.show();
}

/** Look for a desk on the page that is now shown; elsewhere, offer the way back to a call. */
function look() {
  const desk = document.querySelector(".p-desk");
  if (desk === open?.element) return;
  open?.leave();
  open = null;
  if (desk instanceof HTMLElement) {
    hideReturnBar();
    openDesk(desk);
  } else {
    showReturnBar();
  }
}

onEveryPage(look);
