/**
 * Who sits at the desk: the CSO's own name and time zone. Given once, kept in this browser
 * alone, and never mixed with what a caller says.
 */

import { h } from "./dom.js";
import { keyButton } from "./report.js";

/** @typedef {{name: string, zone: string}} Profile */

const KEY = "pandu.cso";
const LONGEST = 60;

/** @type {Profile | null} So that a browser without storage keeps it for the tab. */
let inMemory = null;

/** @returns {Profile} */
export function readProfile() {
  if (inMemory) return inMemory;
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return { name: String(kept?.name ?? "").slice(0, LONGEST), zone: String(kept?.zone ?? "") };
  } catch {
    return { name: "", zone: "" };
  }
}

/** @param {Profile} profile */
function saveProfile(profile) {
  inMemory = profile;
  try {
    if (profile.name || profile.zone) localStorage.setItem(KEY, JSON.stringify(profile));
    else localStorage.removeItem(KEY);
  } catch {
    // It then lasts as long as the tab.
  }
}

/**
 * Remember a name given in a call, where none was given before.
 * @param {string} name
 */
export function rememberName(name) {
  const profile = readProfile();
  if (!profile.name) saveProfile({ ...profile, name: name.slice(0, LONGEST) });
}

/**
 * The zones of the site, by their hours ahead of UTC.
 * @param {HTMLElement} desk
 * @returns {Record<string, number>}
 */
export function zonesOf(desk) {
  try {
    return JSON.parse(desk.dataset.zones ?? "{}");
  } catch {
    return {};
  }
}

/**
 * The zone of the CSO: the one chosen, else the one this computer is set to.
 * @param {Record<string, number>} zones
 * @param {Date} [now]
 */
export function ownZone(zones, now = new Date()) {
  const chosen = readProfile().zone;
  if (chosen in zones) return chosen;
  const hours = -now.getTimezoneOffset() / 60;
  const here = Object.keys(zones).find((zone) => zones[zone] === hours);
  return here ?? Object.keys(zones)[0] ?? "";
}

/**
 * By how many minutes a caller's clock is ahead of this computer's.
 * @param {Record<string, number>} zones
 * @param {string} zone
 * @param {Date} [now]
 */
export function minutesAhead(zones, zone, now = new Date()) {
  const own = zones[ownZone(zones, now)];
  const theirs = zones[zone];
  // The computer's clock shows the CSO's own time, whatever zone it believes to be in.
  return own === undefined || theirs === undefined ? 0 : (theirs - own) * 60;
}

/**
 * The dialogue in which a CSO says who they are.
 * @param {object} setup
 * @param {Record<string, number>} setup.zones
 * @param {() => void} setup.changed
 */
export function createProfileDialog({ zones, changed }) {
  return {
    show() {
      const profile = readProfile();
      const name = h("input", {
        id: "profil-nama",
        class: "p-input",
        type: "text",
        maxlength: LONGEST,
        autocomplete: "off",
        value: profile.name,
      });
      const chosen = ownZone(zones);
      const options = Object.keys(zones).map((zone) =>
        h(
          "label",
          { class: "p-radio" },
          h("input", { type: "radio", name: "profil-zona", value: zone, checked: zone === chosen }),
          ` ${zone}`,
        ),
      );
      const save = () => {
        const zone = dialog.querySelector("input[name=profil-zona]:checked");
        saveProfile({
          name: name.value.trim().replace(/\s+/g, " "),
          zone: zone instanceof HTMLInputElement ? zone.value : "",
        });
        dialog.close();
        changed();
      };
      const dialog = h(
        "dialog",
        { class: "p-dialog", "aria-labelledby": "judul-profil" },
        h("h2", { id: "judul-profil" }, "Siapa Anda?"),
        h("p", {}, "Dipakai mengisi kalimat salam. Disimpan di peramban ini saja; kosongkan untuk menghapusnya."),
        h("p", {}, h("label", { class: "p-label", for: "profil-nama" }, "Nama Anda, seperti diucapkan"), name),
        h("fieldset", { class: "p-fieldset" }, h("legend", { class: "p-label" }, "Zona waktu site Anda"), options),
        h(
          "p",
          { class: "p-more" },
          keyButton({ label: "Simpan", key: "Enter", kind: "p-button p-button-main", run: save }),
          h("button", { class: "p-button", type: "button", onclick: () => dialog.close() }, "Batal"),
        ),
      );
      dialog.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
        event.preventDefault();
        event.stopPropagation();
        save();
      });
      dialog.addEventListener("close", () => dialog.remove());
      document.body.append(dialog);
      dialog.showModal();
      name.focus();
    },
  };
}
