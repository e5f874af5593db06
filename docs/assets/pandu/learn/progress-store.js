/**
 * What a trainee has done, in this browser alone, under one key. Nothing of a person is in it.
 *
 * What is stored is never lost by writing: a text that cannot be read is laid aside first, one of
 * a newer version is left as it is, and what finds no room stays in this tab until there is some.
 */

import { emptyProgress, readText, textOf, united } from "./progress-shape.js";

/** @typedef {import("./progress-shape.js").Progress} Progress */
/**
 * @typedef {"" | "diblokir" | "penuh" | "rusak" | "lebih-baru"} StoreFault
 *   Storage that may not be used, is full, held a text that could not be read, or holds one that
 *   a newer version of the site wrote.
 */
/** @typedef {(progress: Progress) => Progress} Change Returns a new value; the same one changes nothing. */
/** @typedef {{getItem(key: string): string | null, setItem(key: string, text: string): void, removeItem(key: string): void}} Place */

export const KEY = "pandu.latihan";
/** Where a text is laid that could not be read; a second one gets a number. */
export const ASIDE = "pandu.latihan.rusak";
const MOST_ASIDE = 9;

/** @type {Record<StoreFault, string>} */
const WORDS = {
  "": "",
  diblokir:
    "Peramban ini tidak mengizinkan penyimpanan. Kemajuan hanya bertahan sampai tab ini ditutup; unduh berkasnya di halaman Kemajuan.",
  penuh:
    "Penyimpanan peramban penuh. Kemajuan yang lama tetap ada; yang baru bertahan sampai tab ini ditutup. Unduh berkasnya di halaman Kemajuan.",
  rusak:
    "Kemajuan yang tersimpan tidak dapat dibaca. Teksnya tidak dihapus, tetapi disisihkan; dapat diunduh di halaman Kemajuan.",
  "lebih-baru":
    "Kemajuan yang tersimpan ditulis oleh Pandu yang lebih baru dan tidak disentuh. Yang baru bertahan sampai tab ini ditutup. Muat ulang halaman ini.",
};

/**
 * A fault as the trainee reads it; empty where there is none.
 * @param {StoreFault} fault
 */
export const faultWords = (fault) => WORDS[fault];

/**
 * @param {object} setup
 * @param {() => Place} setup.place Throws where storage is forbidden.
 * @param {EventTarget | null} [setup.tabs] What tells that another tab has written.
 */
export function createProgressStore({ place, tabs = null }) {
  /** @type {Set<() => void>} */
  const listeners = new Set();
  /** @type {Change[]} What could not be written yet; done again over whatever is stored by then. */
  let waiting = [];
  /** @type {StoreFault} Why. */
  let held = "";

  const tell = () => {
    for (const listener of [...listeners]) listener();
  };

  /** @returns {{progress: Progress, fault: StoreFault, text: string | null}} What is stored, without what waits. */
  const stored = () => {
    /** @type {string | null} */
    let text;
    try {
      text = place().getItem(KEY);
    } catch {
      return { progress: emptyProgress(), fault: "diblokir", text: null };
    }
    if (text === null) return { progress: emptyProgress(), fault: "", text };
    const { progress, fault } = readText(text);
    return { progress: progress ?? emptyProgress(), fault, text };
  };

  /**
   * Keep a text that could not be read, once.
   * @param {string} text
   */
  const layAside = (text) => {
    const where = place();
    for (let number = 1; number <= MOST_ASIDE; number += 1) {
      const key = number === 1 ? ASIDE : `${ASIDE}-${number}`;
      const there = where.getItem(key);
      if (there === text) return;
      if (there === null) {
        where.setItem(key, text);
        return;
      }
    }
    throw new Error("penuh");
  };

  /** @param {Progress} progress */
  const withWaiting = (progress) => waiting.reduce((now, change) => change(now), progress);

  /** @param {() => void} work @returns {StoreFault} */
  const tried = (work) => {
    try {
      place();
    } catch {
      return "diblokir";
    }
    try {
      work();
      return "";
    } catch (error) {
      return error instanceof Error && error.name === "SecurityError" ? "diblokir" : "penuh";
    }
  };

  tabs?.addEventListener("storage", (event) => {
    const { key } = /** @type {StorageEvent} */ (event);
    if (key === KEY || key === null) tell();
  });

  return {
    /**
     * Read what is stored, with what this tab could not write yet.
     * @returns {{progress: Progress, fault: StoreFault}}
     */
    readProgress() {
      const { progress, fault } = stored();
      return { progress: withWaiting(progress), fault: fault || held };
    },

    /**
     * Change what is stored at this moment; another tab may have written since it was read here.
     * @param {Change} change Must be repeatable: it is done again when it could not be written.
     * @returns {StoreFault} Why it is not stored; empty where it is.
     */
    writeProgress(change) {
      const { progress, fault, text } = stored();
      const before = withWaiting(progress);
      const after = change(before);
      if (after === before && waiting.length === 0) return fault;
      const failed =
        fault === "diblokir" || fault === "lebih-baru"
          ? fault
          : tried(() => {
              if (fault === "rusak" && text !== null) layAside(text);
              place().setItem(KEY, textOf(after));
            });
      waiting = failed ? [...waiting, change] : [];
      held = failed;
      tell();
      return failed;
    },

    /**
     * Hear that what is stored has changed, here or in another tab.
     * @param {() => void} listener
     * @returns {() => void} Ends it.
     */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** What is stored, letter by letter; null where there is nothing or it may not be read. */
    readStored: () => stored().text,

    /** The texts that could not be read and were laid aside. */
    readAside() {
      try {
        const where = place();
        return asideKeys()
          .map((key) => where.getItem(key))
          .filter((text) => text !== null);
      } catch {
        return [];
      }
    },

    /**
     * Take everything away, what was laid aside too.
     * @returns {{fault: StoreFault, undo: () => StoreFault}} `undo` puts back every letter; what
     *   has been done since is put on top of it.
     */
    wipe() {
      const keys = [KEY, ...asideKeys()];
      /** @type {Map<string, string>} */
      const texts = new Map();
      const [before, why] = [waiting, held];
      const fault = tried(() => {
        for (const key of keys) {
          const text = place().getItem(key);
          if (text !== null) texts.set(key, text);
        }
        for (const key of keys) place().removeItem(key);
      });
      waiting = [];
      held = fault;
      tell();
      const undo = () => {
        const failed = tried(() => {
          const since = stored();
          for (const [key, text] of texts) if (key !== KEY) place().setItem(key, text);
          const text = texts.get(KEY);
          if (text === undefined) return;
          const old = readText(text).progress;
          place().setItem(KEY, old && since.text !== null && !since.fault ? textOf(united(old, since.progress)) : text);
        });
        waiting = [...before, ...waiting];
        held = failed || why;
        tell();
        return failed;
      };
      return { fault, undo };
    },
  };
}

const asideKeys = () => Array.from({ length: MOST_ASIDE }, (_, index) => (index === 0 ? ASIDE : `${ASIDE}-${index + 1}`));

const own = createProgressStore({
  place: () => globalThis.localStorage,
  tabs: typeof window === "undefined" ? null : window,
});

export const { readProgress, writeProgress, subscribe, readStored, readAside, wipe } = own;
