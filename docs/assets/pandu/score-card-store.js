/** What of a score card outlives a reload, in the tab's own storage: never what was said, filed or noted. */

/** @typedef {import("./score-card-sheet.js").Kept} Kept */
/** @typedef {import("./score-card-sheet.js").Sheet} Sheet */

const KEY = "pandu.nilai";
/** What is chosen rather than typed: this may be kept. */
const CHOSEN = ["menu", "tipe_wo", "eskalasi"];

export const tabStore = {
  /** @returns {Kept | null} Null where nothing whole is there. */
  read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
      const whole = typeof kept?.state?.flow === "string" && typeof kept.clock === "string";
      const maps = [kept?.ticks, kept?.filed].every((map) => typeof map === "object" && map !== null);
      const told = kept?.opened === undefined || Array.isArray(kept.opened);
      return whole && maps && told ? kept : null;
    } catch {
      return null;
    }
  },
  /** @param {Sheet} sheet */
  write(sheet) {
    const filed = Object.fromEntries(Object.entries(sheet.filed).filter(([id]) => CHOSEN.includes(id)));
    const kept = { state: sheet.kept, ticks: sheet.ticks, filed, clock: sheet.clock, opened: sheet.opened };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Without storage a reload begins anew; what is open is untouched.
    }
  },
  forget() {
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // It was never written.
    }
  },
};
