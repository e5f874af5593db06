/** What the imitated meter does with a key; nothing of it is drawn here. */

/** @typedef {{code: string, reading: string | null}} Reading */
/** @typedef {{text: string, words: string, note: string}} Seen What is lit, what that is in words, what is said beside it. */

/** As many digits as the longest number that is ever keyed in: a token. */
const MOST_DIGITS = 20;
export const UNKNOWN = "Meter tiruan ini tidak mengenal kode itu.";

/**
 * @param {object} setup
 * @param {readonly string[]} setup.codes
 * @param {Record<string, string | null>} setup.readings
 * @param {string} [setup.idle]
 */
export function createMeterState({ codes, readings, idle = "" }) {
  let typed = "";
  let text = idle;
  let note = "";

  const show = (/** @type {string} */ shown) => {
    [typed, text, note] = ["", shown, ""];
  };
  return {
    /** @returns {Seen} */
    get seen() {
      return { text, words: text ? `Layar: ${text}.` : "Layar kosong.", note };
    },
    show,
    reset: () => show(idle),
    /**
     * @param {string} key `0` to `9`, `Backspace` or `Enter`; any other does nothing.
     * @returns {Reading | null} What a code showed, where this key asked for one.
     */
    press(key) {
      if (/^[0-9]$/.test(key)) {
        if (typed.length < MOST_DIGITS) typed += key;
        [text, note] = [typed, ""];
      } else if (key === "Backspace") {
        const rest = typed.slice(0, -1);
        show(rest || idle);
        typed = rest;
      } else if (key === "Enter" && typed) {
        const code = typed;
        if (!codes.includes(code)) {
          show(idle);
          note = UNKNOWN;
          return null;
        }
        const reading = Object.hasOwn(readings, code) ? (readings[code] ?? null) : null;
        show(reading ?? "");
        return { code, reading };
      }
      return null;
    },
  };
}
