/** A practice call that is open outlives a reload in this tab; nothing typed is in it. */

const KEY = "pandu.latihan.panggilan";

/** @typedef {{state: Record<string, any>, typed: boolean}} Kept `typed` tells that a text is missing. */

/** @returns {Kept | null} */
export function readKept() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return typeof kept?.state?.practice?.flow === "string" && Array.isArray(kept.state.moves) ? kept : null;
  } catch {
    return null;
  }
}

/** @param {Kept} kept */
export function writeKept(kept) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without storage a reload begins anew; what is open is untouched.
  }
}

export function forgetKept() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // It was never written.
  }
}
