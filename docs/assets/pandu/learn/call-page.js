/** The page of the practice calls: choose one, hold it, see how it went. Python decides everything. */

import { systemClock } from "../clock.js";
import { fill, find, h } from "../dom.js";
import { EngineFault, sharedEngine } from "../engine-client.js";
import { onEveryPage } from "../every-page.js";
import { createHelp } from "../help.js";
import { installKeys } from "../keys.js";
import { keyButton } from "../report.js";
import { wordsOf } from "../words.js";
import { fetchCalls, LEVELS, nextCall, withCall } from "./call-file.js";
import { forgetKept, readKept, writeKept } from "./call-keep.js";
import { callNodes, flowNodes } from "./call-list.js";
import { resultNodes } from "./call-result.js";
import { createTimer } from "./call-timer.js";
import { mistakeNodes, stopNodes, talkNodes, taskNodes } from "./call-views.js";
import { zonedIso } from "./card-file.js";
import { meterCodes } from "./meter-codes.js";
import { faultWords, readProgress, writeProgress } from "./progress-store.js";
import { askRoom } from "./room.js";

/** @typedef {import("./call-file.js").FlowCalls} FlowCalls */
/** @typedef {import("./call-file.js").PracticeCall} PracticeCall */
/** @typedef {Record<string, any>} Reply */

/** A long call is walked once from its beginning when it opens. */
const PATIENCE_MS = 20_000;
const NARROW = globalThis.matchMedia("(max-width: 59.984375em)");

/** @type {HTMLElement | null} */
let open = null;
let working = false;

const help = createHelp();
const keys = installKeys({
  root: () => (open?.isConnected ? open : null),
  busy: () => working,
  lettersOn: () => help.lettersOn,
});

/** @param {HTMLElement} place */
async function openPage(place) {
  const root = new URL(place.dataset.root ?? "./", location.href).href;
  const engine = sharedEngine(new URL("runtime/runtime.json", root).href);
  const live = /** @type {HTMLElement} */ (find(place, ".p-latih-hidup"));
  const told = /** @type {HTMLElement} */ (find(place, ".p-latih-kabar"));
  const { codes } = meterCodes(place);
  /** @type {{id: string, status: string, address: string, hash: string}[]} */
  const offered = JSON.parse(place.dataset.flows ?? "[]");
  const places = new Map(offered.map(({ id, address, hash }) => [id, { id, hash, address: new URL(address, root).href }]));
  const status = new Map(offered.map(({ id, status: word }) => [id, word]));
  const timer = createTimer(systemClock);

  /** @param {string} words */
  const tell = (words) => {
    told.textContent = words;
    told.hidden = words === "";
  };
  /**
   * Put something on the page, with the focus at its head.
   * @param {{element: HTMLElement, focus: () => void}} shown
   * @param {...Node} around
   */
  const put = ({ element, focus }, ...around) => {
    fill(live, ...around, element);
    focus();
    // Where all stands in one column, the task is below what was said.
    if (around.length > 0 && NARROW.matches) element.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  /**
   * Do something that asks Python; what goes wrong is told with a way on.
   * @param {() => Promise<void>} act
   */
  const work = async (act) => {
    if (working) return;
    working = true;
    try {
      await act();
    } catch (error) {
      timer.stop();
      const again = keyButton({ label: "Coba lagi", key: "Enter", kind: "p-button p-button-main", run: () => void work(act) });
      const element = h("div", { class: "p-latih-galat", role: "alert" }, h("p", {}, wordsOf(error)), again);
      put({ element, focus: () => again.focus() });
    } finally {
      working = false;
      keys.flush();
    }
  };

  tell("Menyiapkan panggilan …");
  await work(async () => {
    const file = await fetchCalls(new URL(place.dataset.calls ?? "", root).href);
    if (!(await engine.ready())) {
      throw new EngineFault(`Mesin tidak dapat dijalankan: ${engine.status.reason}. Panggilan latihan memerlukan mesin itu.`);
    }
    const flows = offered.flatMap(({ id }) => file.flows.filter((flow) => flow.id === id));
    /** @param {string} flow @param {Record<string, unknown>} request */
    const ask = (flow, request) => {
      const at = places.get(flow);
      return askRoom(engine, /** @type {any} */ (request), at ? [at] : [], PATIENCE_MS);
    };
    const tellStore = () => tell(faultWords(readProgress().fault));

    const showFlows = () => {
      forgetKept();
      timer.stop();
      tellStore();
      put(flowNodes({ flows, status, progress: readProgress().progress, choose: (flow) => showCalls(flow) }));
    };
    /**
     * @param {FlowCalls} flow
     * @param {number | null} [level]
     */
    const showCalls = (flow, level = null) => {
      timer.stop();
      const { progress } = readProgress();
      const begin = (/** @type {PracticeCall} */ call, /** @type {number} */ at) => void work(() => start(flow, call, at));
      put(callNodes({ flow, progress, level, setLevel: (at) => showCalls(flow, at), begin, back: showFlows }));
    };
    /**
     * @param {FlowCalls} flow
     * @param {PracticeCall} call
     * @param {number} level
     */
    const start = async (flow, call, level) => {
      tellStore();
      timer.reset();
      show(flow, call, await ask(flow.id, { call: "practice_begin", practice: call, words: flow.words, level }));
    };
    /**
     * @param {FlowCalls} flow
     * @param {PracticeCall} call
     * @param {Reply} reply
     */
    const show = (flow, call, reply) => {
      const { screen, state } = reply;
      /** @param {string} move */
      const make = (move) =>
        void work(async () => {
          timer.stop();
          try {
            show(flow, call, await ask(flow.id, { call: "practice_choose", state, move, words: flow.words }));
          } catch (error) {
            // What was entered may be mended; the call stays as it is.
            tell(wordsOf(error));
          }
        });
      tell("");
      if (screen.phase === "done") {
        finish(flow, call, screen);
        return;
      }
      writeKept({ state: reply.kept, typed: reply.kept.moves.length < state.moves.length });
      const head = headNodes(flow, call, screen);
      const talk = talkNodes(screen, root);
      const shown = screen.phase === "task" ? taskNodes(screen, { root, codes, move: make }) : mistakeNodes(screen, root, () => make(""));
      if (screen.phase === "task") timer.begin(screen.task.seconds);
      put(shown, head, h("div", { class: "p-latih-dengar" }, stopNodes(screen, root), talk), timer.element);
      talk.scrollTop = talk.scrollHeight;
    };
    /**
     * @param {FlowCalls} flow
     * @param {PracticeCall} call
     * @param {Reply} screen
     */
    const headNodes = (flow, call, screen) =>
      h(
        "div",
        { class: "p-latih-kepala" },
        h("p", { class: "p-latih-nama" }, h("b", {}, flow.title), ` · Panggilan ${flow.calls.findIndex(({ id }) => id === call.id) + 1} · ${LEVELS[screen.level]?.name ?? ""}`),
        h("p", { class: "p-latih-angka-jalan" }, `${screen.at} dari ${screen.of} · ${screen.right} tepat`),
        h("progress", { max: screen.of, value: screen.at, "aria-label": "Kemajuan panggilan" }),
        keyButton({ label: "Tutup panggilan", key: "H", run: () => showCalls(flow) }),
      );
    /**
     * @param {FlowCalls} flow
     * @param {PracticeCall} call
     * @param {Reply} screen
     */
    const finish = (flow, call, screen) => {
      forgetKept();
      const { result, level } = screen;
      const done = { done: zonedIso(new Date()), level, steps: result.steps, wrong: screen.wrong, points: screen.right, of: screen.of };
      const met = { clauses: result.clauses.map((/** @type {{id: string}} */ { id }) => id), edges: result.edges };
      tell(faultWords(writeProgress((progress) => withCall(progress, call.id, done, met))));
      const words = timer.on && level === 2 ? (timer.late ? `${timer.late} kali lewat dari waktu anjuran.` : "Semua dalam waktu anjuran.") : "";
      const following = () => {
        const { progress } = readProgress();
        const next = nextCall(flow, level, progress.calls);
        if (next) void work(() => start(flow, next, level));
      };
      put(
        resultNodes(screen, {
          root,
          flow: flow.id,
          late: words,
          next: following,
          again: () => void work(() => start(flow, call, level)),
          list: () => showCalls(flow),
        }),
      );
    };

    place.classList.add("is-hidup");
    const kept = readKept();
    const flow = kept && flows.find(({ id }) => id === kept.state.practice.flow);
    const call = flow?.calls.find(({ id }) => id === kept?.state.practice.id);
    if (!kept || !flow || !call) {
      showFlows();
      if (kept) tell("Panggilan yang tadi tidak ada lagi pada versi ini. Mulailah yang baru.");
      return;
    }
    try {
      show(flow, call, await ask(flow.id, { call: "practice_view", state: kept.state, words: flow.words }));
      tell(kept.typed ? "Panggilan dilanjutkan. Yang Anda ketik tidak disimpan; tulislah lagi dari sini." : "Panggilan dilanjutkan dari tempat tadi.");
    } catch (error) {
      showFlows();
      tell(`${wordsOf(error)} Panggilan dimulai dari awal.`);
    }
  });
  place.classList.add("is-hidup");
}

function look() {
  const place = document.querySelector(".p-latih");
  if (place === open) return;
  open = place instanceof HTMLElement ? place : null;
  working = false;
  if (open) void openPage(open);
}

onEveryPage(look);
