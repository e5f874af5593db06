/** The clocks of a call as a picture: each length of time on one axis, its limits as marks. */

import { h } from "./dom.js";

/** @typedef {import("./protocol.js").ClockRow} ClockRow */

const MINUTE = 60_000;
const DAY = 1440;
/** So that what is reached last does not touch the rim. */
const ROOM = 1.06;
/** What share of the line a label takes. */
const LABEL = 0.24;

/** @param {string} iso */
const minutesOf = (iso) => Math.round(Date.parse(`${iso}Z`) / MINUTE);

/**
 * @param {ClockRow[]} clocks
 * @returns {HTMLElement | null}
 */
export function timeLine(clocks) {
  const [first] = clocks;
  if (!first) return null;
  const now = minutesOf(first.now);
  const begins = clocks.map((clock) => minutesOf(clock.began));
  const ends = clocks.flatMap((clock, at) => clock.limits.map((limit) => (begins[at] ?? now) + limit.minutes));
  const from = Math.min(...begins);
  const span = Math.max(1, (Math.max(now, ...ends) - from) * ROOM);
  /** @param {number} minute */
  const share = (minute) => `${(((minute - from) / span) * 100).toFixed(2)}%`;

  const midnight = Math.ceil((from + 1) / DAY) * DAY;
  // Its label stands to its right: near the rim, or where “sekarang” stands, there is no room for it.
  const apart = Math.abs(now - midnight) / span > LABEL && (midnight - from) / span < 1 - LABEL;
  return h(
    "div",
    { class: "p-waktu" },
    clocks.map((clock, at) => laneNode(clock, begins[at] ?? now, now, share)),
    midnight < from + span ? placed(h("span", { class: "p-waktu-malam" }, apart ? "00.00" : ""), share(midnight)) : null,
    placed(h("span", { class: (now - from) / span < LABEL ? "p-waktu-kini is-kiri" : "p-waktu-kini" }, "sekarang"), share(now)),
  );
}

/**
 * @param {ClockRow} clock
 * @param {number} began
 * @param {number} now
 * @param {(minute: number) => string} share
 */
function laneNode(clock, began, now, share) {
  const bar = h("span", { class: "p-waktu-batang" });
  bar.style.setProperty("left", share(began));
  bar.style.setProperty("right", `calc(100% - ${share(now)})`);
  const marks = clock.limits.map((limit) =>
    placed(h("span", { class: `p-waktu-batas is-${limit.state}` }), share(began + limit.minutes)),
  );
  return h(
    "div",
    { class: "p-waktu-lajur" },
    h("p", { class: "p-waktu-kata" }, h("b", {}, clock.text), ` ${clock.label.toLowerCase()} `, h("span", {}, `(${clock.since})`)),
    h("div", { class: "p-waktu-garis", "aria-hidden": "true" }, bar, marks),
    h(
      "p",
      { class: "p-waktu-batas-kata" },
      clock.limits.map((limit) =>
        h("span", { class: `is-${limit.state}` }, `batas ${limit.text}: ${limit.state}${limit.state === "belum" ? `, sampai ${hour(limit.at)}` : ""}`),
      ),
    ),
  );
}

/** @param {string} moment `19 Des 2022 20.00` */
const hour = (moment) => moment.slice(-5);

/**
 * @param {HTMLElement} node
 * @param {string} left
 */
function placed(node, left) {
  node.style.setProperty("left", left);
  return node;
}
