/** Reading a time as somebody types it in a call, and saying how it was read. */

/** @typedef {{iso: string, words: string}} ReadTime */

const MONTHS = ["jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"];
const DAY_MINUTES = 1440;

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** @param {Date} date */
const atMidnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

/**
 * @param {Date} date
 * @param {number} days
 */
const addDays = (date, days) =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);

/**
 * Whole minutes on the clock on the wall, so that no change of the zone shifts them.
 * @param {Date} date
 */
const wallMinutes = (date) =>
  Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes()) /
  60_000;

/**
 * Read `14.00`, `14:00`, `1400`, `kemarin 21.10`, `19/12 14.00`, `19 Des 2022 14.00`
 * or `2022-12-19 14:00`. A bare time is today, or yesterday where it is still to come.
 * @param {string} typed
 * @param {Date} now
 * @returns {ReadTime | null}
 */
export function readTime(typed, now) {
  const text = typed.trim().toLowerCase().replace(/\s+/g, " ").replace(/^(jam|pukul) /, "");
  const clock = /(?:^|[\st])(?:(\d{1,2})[.:](\d{2})|(\d{2})(\d{2})|(\d{1,2}))(?::\d{2})?$/.exec(text);
  if (!clock) return null;
  const hours = Number(clock[1] ?? clock[3] ?? clock[5]);
  const minutes = Number(clock[2] ?? clock[4] ?? 0);
  if (hours > 23 || minutes > 59) return null;
  const before = text.slice(0, clock.index).replace(/[ ,]*(jam|pukul)?$/, "").trim();
  const day = before === "" ? dayOfBareTime(hours, minutes, now) : readDay(before, now);
  if (!day) return null;
  const moment = new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes);
  const iso = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return {
    iso: `${iso}T${two(hours)}:${two(minutes)}`,
    words: `${dayWords(day, now)} ${two(hours)}.${two(minutes)}, ${agoWords(moment, now)}`,
  };
}

/**
 * @param {number} hours
 * @param {number} minutes
 * @param {Date} now
 */
function dayOfBareTime(hours, minutes, now) {
  const later = hours * 60 + minutes > now.getHours() * 60 + now.getMinutes();
  return addDays(now, later ? -1 : 0);
}

/**
 * @param {string} text
 * @param {Date} now
 * @returns {Date | null}
 */
function readDay(text, now) {
  if (text === "hari ini" || text === "tadi") return atMidnight(now);
  if (text === "kemarin") return addDays(now, -1);
  if (text === "kemarin lusa") return addDays(now, -2);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return realDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const written = /^(\d{1,2})(?:[/.-](\d{1,2})| ([a-z]{3})[a-z]*)(?:[/. -](\d{4}|\d{2}))?$/.exec(text);
  if (!written) return null;
  const month = written[2] ? Number(written[2]) : MONTHS.indexOf(written[3] ?? "") + 1;
  if (written[4]) {
    const year = Number(written[4]);
    return realDay(year < 100 ? 2000 + year : year, month, Number(written[1]));
  }
  const thisYear = realDay(now.getFullYear(), month, Number(written[1]));
  return thisYear && thisYear > now
    ? realDay(now.getFullYear() - 1, month, Number(written[1]))
    : thisYear;
}

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 * @returns {Date | null} Null where the calendar has no such day.
 */
function realDay(year, month, day) {
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? date : null;
}

/**
 * @param {Date} day
 * @param {Date} now
 */
function dayWords(day, now) {
  if (day.getTime() === atMidnight(now).getTime()) return "hari ini";
  if (day.getTime() === addDays(now, -1).getTime()) return "kemarin";
  const month = MONTHS[day.getMonth()] ?? "";
  return `${day.getDate()} ${month.charAt(0).toUpperCase()}${month.slice(1)} ${day.getFullYear()}`;
}

/**
 * @param {Date} moment
 * @param {Date} now
 */
function agoWords(moment, now) {
  const minutes = wallMinutes(now) - wallMinutes(moment);
  if (minutes === 0) return "baru saja";
  return `${durationWords(Math.abs(minutes))} ${minutes > 0 ? "yang lalu" : "lagi"}`;
}

/**
 * Say a length of time: `5 jam 30 menit`, `2 hari 3 jam`.
 * @param {number} minutes
 */
export function durationWords(minutes) {
  const days = Math.floor(minutes / DAY_MINUTES);
  const hours = Math.floor((minutes % DAY_MINUTES) / 60);
  const rest = minutes % 60;
  const words = [];
  if (days) words.push(`${days} hari`);
  if (hours) words.push(`${hours} jam`);
  if (rest || words.length === 0) words.push(`${rest} menit`);
  return words.join(" ");
}

/**
 * Write an answer of Python back as somebody would type it.
 * @param {string} iso
 */
export function typedTime(iso) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(iso);
  if (!parts) return iso;
  const [, year, month, day, hours, minutes] = parts;
  return `${Number(day)}/${Number(month)}/${year} ${hours}.${minutes}`;
}
