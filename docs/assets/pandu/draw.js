/** A view of Python becomes the three columns of the desk. Nothing is decided here. */

import { fill, find, h, keycap } from "./dom.js";
import { capRounds, capRows, fitList, fitReport, fitStep, moreLine } from "./fit.js";
import { clauseLinks, contentNodes, stepLabel } from "./parts.js";
import { questionNodes } from "./question.js";
import {
  checkList,
  factsNodes,
  formRows,
  keyButton,
  remarkNode,
  reportNodes,
  silentNodes,
  textsNodes,
  wholeButton,
  whereNodes,
} from "./report.js";
import { markNextTick } from "./ticks.js";
import { trailItem } from "./walk.js";
import { isOpen, whyNodes } from "./why.js";

/** @typedef {import("./protocol.js").ClauseLink} ClauseLink */
/** @typedef {import("./protocol.js").Content} Content */
/** @typedef {import("./protocol.js").View} View */
/** @typedef {import("./question.js").Acts} Acts */
/**
 * @typedef {Acts & {goto: (at: number) => void, restart: () => void,
 *   linkTo: (flow: string) => HTMLAnchorElement | null, handOn: (flow: string) => void,
 *   ticked: Set<string>, close: () => void, closed: string}} DeskActs
 */

/** So that a heading scrolled to does not touch the rim. */
const ROOM_ABOVE = 10;
/** Less than half a line below the rim is only padding. */
const CUT_FROM = 20;

/**
 * Addresses of clauses come from the site's root; the page may lie anywhere under it.
 * @param {View} view
 * @param {string} root
 * @returns {View}
 */
export function withAddresses(view, root) {
  /** @param {ClauseLink[]} clauses */
  const absolute = (clauses) =>
    clauses.map((clause) => ({ ...clause, url: clause.url ? new URL(clause.url, root).href : "" }));
  const step = view.step && { ...view.step, clauses: absolute(view.step.clauses) };
  return { ...view, step, basis: absolute(view.basis) };
}

/**
 * @param {HTMLElement} desk
 * @param {View} view
 * @param {DeskActs} acts
 * @returns {() => void} Puts the focus where the hand is wanted.
 */
export function drawView(desk, view, acts) {
  // The step first: to take away what has the focus lays out all that is new on the page.
  const live = /** @type {HTMLElement} */ (find(desk, ".p-live"));
  live.scrollTop = 0;
  const focus = view.step ? drawStep(live, view, view.step, acts) : drawEnd(live, view, acts);
  const trail = find(desk, ".p-trail-list");
  if (trail) drawTrail(trail, view, acts);
  const facts = find(desk, ".p-facts-place");
  if (facts) fill(facts, factsNodes(view, acts.goto));
  const report = find(desk, ".p-report-place");
  if (report) {
    const nodes = view.step
      ? reportNodes(view.report, view.basis, isOpen(report))
      : endNodes(view, acts);
    fill(report, nodes);
  }
  drawFolded(desk, view);
  fitDesk(desk);
  if (report && view.step) showLastRound(report);
  const body = find(live, ".p-step-body");
  if (body) body.addEventListener("scroll", () => markCut(body), { passive: true });
  return focus;
}

/** @param {HTMLElement} report */
function showLastRound(report) {
  const round = [...report.querySelectorAll(".p-round")].at(-1);
  if (round instanceof HTMLElement) report.scrollTop = round.offsetTop - report.offsetTop - ROOM_ABOVE;
}

/**
 * Make everything fit anew: after drawing, and when the window changes.
 * @param {HTMLElement} desk
 */
export function fitDesk(desk) {
  const live = find(desk, ".p-live");
  if (!live || live.hidden) return;
  const trail = find(desk, ".p-trail-list");
  const facts = find(desk, ".p-facts-place");
  const rows = facts && find(facts, ".p-facts");
  const report = find(desk, ".p-report-place");
  for (const list of [trail, rows]) if (list) capRows(list);
  for (const place of [live, report]) if (place) capRounds(place);
  // The key in a line takes room there, and moves on when its line is folded away.
  markNextTick(desk);
  fitStep(live);
  const frame = trail?.parentElement;
  if (trail && frame) fitList(frame, trail, moreLine(trail, (count) => `${count} langkah sebelumnya`));
  if (facts && rows) fitList(facts, rows, moreLine(rows, (count) => `${count} data lain`));
  if (report) fitReport(report);
  const body = find(live, ".p-step-body");
  if (body) markCut(body);
  markNextTick(desk);
}

/**
 * Say when a step has more than fits; a rim alone is easily missed in a call.
 * @param {HTMLElement} body
 */
function markCut(body) {
  const below = body.scrollHeight - body.clientHeight - body.scrollTop;
  body.classList.toggle("is-cut", below > CUT_FROM);
}

/**
 * At the end the texts stand in the middle; here is what is clicked where.
 * @param {View} view
 * @param {DeskActs} acts
 */
const endNodes = (view, acts) => [whereNodes(view.report), checkList(view, acts.ticked)];

/**
 * @param {HTMLElement} list
 * @param {View} view
 * @param {DeskActs} acts
 */
function drawTrail(list, view, acts) {
  const items = view.trail.map((item) =>
    trailItem({ ...item, current: item.index === view.at && view.step !== null }, () => acts.goto(item.index)),
  );
  list.classList.remove("is-terbuka");
  fill(list, items);
}

/**
 * The one-line versions for a narrow screen.
 * @param {HTMLElement} desk
 * @param {View} view
 */
function drawFolded(desk, view) {
  const last = view.trail.filter((item) => item.answer && item.index < view.at).at(-1);
  const trail = find(desk, "[data-folded=trail]");
  if (trail) fill(trail, `${view.at + 1} langkah${last ? ` · ${last.answer}` : ""}`);
  const facts = find(desk, "[data-folded=facts]");
  const known = view.facts.filter((fact) => fact.personal).map((fact) => fact.text).join(" · ");
  if (facts) fill(facts, known);
  const report = find(desk, "[data-folded=report]");
  if (report) fill(report, view.report.apkt ?? "");
}

/**
 * @param {HTMLElement} live
 * @param {View} view
 * @param {Content} step
 * @param {DeskActs} acts
 */
function drawStep(live, view, step, acts) {
  const title = h(
    "h2",
    { class: "p-step-title", id: "judul-langkah", tabindex: "-1" },
    step.number ? h("span", { class: "p-step-number" }, stepLabel(step.number)) : null,
    step.number ? " " : null,
    h("span", { class: "p-step-name" }, step.title),
  );
  const { nodes, focus } = questionNodes(view, acts);
  const ticks = { done: acts.ticked, name: (/** @type {string} */ part) => `${step.key}#${part}` };
  fill(
    live,
    h("div", { class: "p-step-head" }, title, clauseLinks(step.clauses)),
    h("div", { class: "p-step-body" }, contentNodes(step, ticks, view.report.form)),
    h("div", { class: "p-answer" }, nodes, fixButtons(view, acts)),
  );
  return focus ?? (() => title.focus({ preventScroll: true }));
}

/**
 * Where the SOP sends back to set something right.
 * @param {View} view
 * @param {DeskActs} acts
 */
function fixButtons(view, acts) {
  const buttons = view.fixes.flatMap((fix) => {
    const target = view.trail.find((item) => item.key === fix.key);
    if (!target) return [];
    return [h("button", { class: "p-tool", type: "button", onclick: () => acts.goto(target.index) }, fix.label)];
  });
  return buttons.length > 0 ? h("p", { class: "p-fixes" }, buttons) : null;
}

/**
 * @param {HTMLElement} live
 * @param {View} view
 * @param {DeskActs} acts
 */
function drawEnd(live, view, acts) {
  const { report } = view;
  const why = whyNodes(report.why, view.basis);
  const next = report.refer_to ? acts.linkTo(report.refer_to) : null;
  const title = h(
    "h2",
    { class: "p-step-title", id: "judul-langkah", tabindex: "-1" },
    h("span", { class: "p-step-number" }, next ? "Dilanjutkan di alur lain" : "Selesai"),
    " ",
    h("span", { class: "p-step-name" }, report.title),
  );
  fill(
    live,
    h("div", { class: "p-step-head" }, title, why?.button),
    h(
      "div",
      { class: "p-step-body p-end", "data-outcome": report.outcome },
      why?.place,
      report.refer_to ? referNode(report.refer_to, acts) : null,
      silentNodes(report),
      textsNodes(report),
      formRows(report.form),
      report.remarks.length > 0
        ? h("div", { class: "p-notes" }, report.remarks.map(remarkNode))
        : null,
      h(
        "details",
        { class: "p-more-notes" },
        h("summary", {}, `Dasar: ${view.basis.length} klausul`),
        h(
          "p",
          { class: "p-clauses p-end-clauses" },
          view.basis.map((clause) => h("a", { class: "p-ref", href: clause.url || null, title: clause.title }, clause.id)),
        ),
      ),
    ),
    h(
      "div",
      { class: "p-answer" },
      acts.closed ? closedNode(acts.closed) : null,
      h(
        "p",
        { class: "p-more" },
        wholeButton(report),
        acts.closed
          ? null
          : keyButton({ label: "Akhiri: hapus data penelepon", key: "H", kind: next ? "p-button" : "p-button p-button-main", run: acts.close }),
        keyButton({ label: "Panggilan baru", key: "N", kind: acts.closed ? "p-button p-button-main" : "p-button", run: acts.restart }),
      ),
    ),
  );
  return () => title.focus({ preventScroll: true });
}

/**
 * What the end of a call leaves, said plainly.
 * @param {string} at
 */
const closedNode = (at) =>
  h(
    "p",
    { class: "p-tertutup", role: "status" },
    h("b", {}, `Data penelepon sudah dihapus pukul ${at}.`),
    " Jalan dan klausulnya tetap di sini sampai panggilan berikutnya.",
  );

/**
 * @param {string} name
 * @param {DeskActs} acts
 */
function referNode(name, acts) {
  const link = acts.linkTo(name);
  if (!link) return h("p", { class: "p-refer" }, `Lanjutkan menurut: ${name}.`);
  return h(
    "p",
    { class: "p-refer" },
    h(
      "a",
      { class: "p-choice p-onward", href: link.href, "data-key": "Enter", onclick: () => acts.handOn(name) },
      keycap("Enter"),
      h("span", { class: "p-choice-label" }, `Lanjut ke alur: ${link.textContent?.trim() ?? name}`),
    ),
  );
}
