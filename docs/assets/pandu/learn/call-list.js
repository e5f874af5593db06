/** The first face of the practice calls: which flow, at which level, which call. */

import { h, keycap } from "../dom.js";
import { keyButton } from "../report.js";
import { callsAt, LEVELS, nextCall, offeredLevel } from "./call-file.js";

/** @typedef {import("./call-file.js").FlowCalls} FlowCalls */
/** @typedef {import("./call-file.js").PracticeCall} PracticeCall */
/** @typedef {import("./progress-shape.js").Progress} Progress */

/** As at the desk, see CHOICE_KEYS in content.py. */
const KEYS = "1234567890BDEFGJPQVZ";

/**
 * @param {object} given
 * @param {FlowCalls[]} given.flows
 * @param {Map<string, string>} given.status Flow to `historis` or nothing.
 * @param {Progress} given.progress
 * @param {(flow: FlowCalls) => void} given.choose
 * @returns {{element: HTMLElement, focus: () => void}}
 */
export function flowNodes({ flows, status, progress, choose }) {
  const title = h("h2", { class: "p-latih-tanya", tabindex: "-1" }, "Alur mana yang dilatih?");
  const rows = flows.map((flow, index) => {
    const done = flow.calls.filter(({ id }) => progress.calls[id]).length;
    const key = KEYS.charAt(index);
    const old = status.get(flow.id) === "historis" ? h("span", { class: "p-stamp" }, "HISTORIS") : null;
    return h(
      "button",
      { class: "p-choice p-latih-alur", type: "button", "data-key": key, "aria-keyshortcuts": key, "data-flow": flow.id, onclick: () => choose(flow) },
      keycap(key),
      h("span", { class: "p-latih-teks" }, flow.title, old ? " " : null, old),
      h("span", { class: "p-latih-jumlah" }, done > 0 ? `${done} dari ${flow.calls.length}` : `${flow.calls.length} panggilan`),
    );
  });
  return {
    element: h("section", { class: "p-latih-mulai" }, title, h("div", { class: "p-latih-pilihan" }, rows)),
    focus: () => title.focus({ preventScroll: true }),
  };
}

/**
 * @param {object} given
 * @param {FlowCalls} given.flow
 * @param {Progress} given.progress
 * @param {number | null} given.level The level chosen; null for the one that is offered.
 * @param {(level: number) => void} given.setLevel
 * @param {(call: PracticeCall, level: number) => void} given.begin
 * @param {() => void} given.back
 * @returns {{element: HTMLElement, focus: () => void}}
 */
export function callNodes({ flow, progress, level, setLevel, begin, back }) {
  const offered = offeredLevel(flow, progress.calls);
  const now = level ?? offered;
  const title = h("h2", { class: "p-latih-tanya", tabindex: "-1" }, flow.title);
  const levels = LEVELS.map(({ name, told }, index) => {
    const none = callsAt(flow, index).length === 0;
    const key = String(index + 1);
    return h(
      "button",
      {
        class: "p-choice p-latih-tingkat",
        type: "button",
        "data-key": key,
        "aria-keyshortcuts": key,
        "aria-pressed": String(index === now),
        disabled: none,
        onclick: () => setLevel(index),
      },
      keycap(key),
      h("span", { class: "p-latih-teks" }, h("b", {}, name), ` ${none ? "Alur ini tidak punya jawaban yang dapat diralat." : told}`),
      index === offered ? h("span", { class: "p-latih-cap" }, "disarankan") : null,
    );
  });
  const next = nextCall(flow, now, progress.calls);
  const calls = callsAt(flow, now).map((call) => {
    const number = flow.calls.indexOf(call) + 1;
    const record = progress.calls[call.id];
    const said = record ? `${record.points} dari ${record.of}, ${LEVELS[record.level]?.name.toLowerCase() ?? ""}` : "belum";
    return h(
      "li",
      {},
      h("button", { class: "p-pick", type: "button", "data-call": call.id, onclick: () => begin(call, now) }, `Panggilan ${number}`),
      ` ${call.stops} langkah, ${said}`,
    );
  });
  const number = next ? flow.calls.indexOf(next) + 1 : 0;
  const element = h(
    "section",
    { class: "p-latih-mulai" },
    title,
    h("div", { class: "p-latih-pilihan", role: "group", "aria-label": "Tingkat" }, levels),
    h(
      "p",
      { class: "p-latih-tombol" },
      next
        ? keyButton({ label: `Angkat panggilan ${number}, ${next.stops} langkah`, key: "Enter", kind: "p-button p-button-main", run: () => begin(next, now) })
        : null,
      keyButton({ label: "Alur lain", key: "D", run: back }),
    ),
    h("details", { class: "p-latih-semua" }, h("summary", {}, `Semua panggilan alur ini (${calls.length})`), h("ol", {}, calls)),
  );
  return { element, focus: () => title.focus({ preventScroll: true }) };
}
