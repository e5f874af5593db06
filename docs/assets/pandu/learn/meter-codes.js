/** What the imitated meter shows for each code, as the build wrote it beside the page. */

/**
 * @param {HTMLElement} place An element with `data-meter`.
 * @returns {{codes: string[], readings: Record<string, string | null>}}
 */
export function meterCodes(place) {
  /** @type {{code: string, reading: string | null}[]} */
  const rows = JSON.parse(place.dataset.meter ?? "[]");
  return {
    codes: rows.map(({ code }) => code),
    readings: Object.fromEntries(rows.map(({ code, reading }) => [code, reading])),
  };
}

/** What the display shows before anything is pressed: what the caller saw there. */
export const IDLE = "PERIKSA";
