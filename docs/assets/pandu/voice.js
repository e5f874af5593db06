/** Who speaks and when it is where the caller is: one quiet line above the facts of the call. */

import { fill, find, h, keycap } from "./dom.js";
import { minutesAhead, ownZone, readProfile, zonesOf } from "./profile.js";

/** @typedef {import("./calls.js").Under} Under */
/** @typedef {import("./protocol.js").Voice} Voice */

/**
 * @param {HTMLElement} desk
 * @param {Under | undefined} under
 * @returns {Voice}
 */
export function voiceOf(desk, under) {
  const zones = zonesOf(desk);
  return { officer: readProfile().name, ahead: minutesAhead(zones, under?.zone || ownZone(zones)) };
}

/**
 * @param {HTMLElement} desk
 * @param {object} about
 * @param {string} about.greeting The greeting of the hour there.
 * @param {string} about.zone
 * @param {(zone: string) => void} about.choose The caller is in another zone.
 * @param {() => void} about.profile
 */
export function drawVoice(desk, { greeting, zone, choose, profile }) {
  const place = find(desk, ".p-voice-place");
  if (!place) return;
  const zones = zonesOf(desk);
  const current = zone || ownZone(zones);
  const select = h(
    "select",
    { class: "p-zona", "aria-label": "Zona waktu penelepon" },
    Object.keys(zones).map((name) => h("option", { value: name, selected: name === current }, name)),
  );
  select.addEventListener("change", () => choose(select.value));
  const { name } = readProfile();
  fill(
    place,
    h("span", {}, greeting ? `Selamat ${greeting} · ` : "", select),
    h(
      "button",
      { class: "p-tool", type: "button", "data-key": "I", "aria-keyshortcuts": "I", onclick: profile },
      keycap("I"),
      h("span", {}, name ? ` ${name}` : " nama Anda"),
    ),
  );
}
