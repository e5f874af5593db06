/** Moments as Python takes them in the room: local, with the zone, so that "today" is the reader's. */

import { localIso } from "../clock.js";

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/**
 * @param {Date} date
 * @param {number} [aheadMinutes] How far its zone is ahead of UTC.
 */
export function zonedIso(date, aheadMinutes = -date.getTimezoneOffset()) {
  const away = Math.abs(aheadMinutes);
  const zone = `${aheadMinutes < 0 ? "-" : "+"}${two(Math.floor(away / 60))}:${two(away % 60)}`;
  return `${localIso(date)}:${two(date.getSeconds())}${zone}`;
}

/**
 * The reader's own day, as a file carries it: `2026-11-23`.
 * @param {Date} date
 */
export const localDay = (date) => localIso(date).slice(0, 10);
