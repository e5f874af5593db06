/** The published cards, and the reader's clock as Python takes it. */

import { Told } from "../words.js";

/** @typedef {import("./card-draw.js").CardData} CardData */
/** @typedef {{title: string, url: string, document: string, date: string}} ClauseFacts */
/**
 * @typedef {object} CardFile
 * @property {1} format
 * @property {CardData[]} cards
 * @property {Record<string, string>} kinds
 * @property {{id: string, title: string}[]} topics
 * @property {Record<string, ClauseFacts>} clauses
 */

/**
 * @param {string} address
 * @returns {Promise<CardFile>}
 */
export async function fetchCards(address) {
  const response = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) throw new Told("Kartu tidak dapat diambil dari server. Periksa jaringan, lalu muat ulang halaman.");
  const file = await response.json().catch(() => null);
  if (file?.format !== 1 || !Array.isArray(file.cards)) throw new Told("Berkas kartu tidak dapat dibaca. Muat ulang halaman.");
  return file;
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/**
 * A moment with its zone, so that Python knows which day it is here: `2026-11-23T09:00:00+07:00`.
 * @param {Date} date
 */
export function zonedIso(date) {
  const ahead = -date.getTimezoneOffset();
  const zone = `${ahead < 0 ? "-" : "+"}${two(Math.floor(Math.abs(ahead) / 60))}:${two(Math.abs(ahead) % 60)}`;
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${zone}`;
}

const DAY = new Intl.DateTimeFormat("id-ID", { weekday: "long", day: "numeric", month: "long" });
const HOUR = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit" });

/**
 * When the next card comes, as it is said.
 * @param {string | null} iso
 * @param {Date} now
 */
export function nextWords(iso, now) {
  if (!iso) return "";
  const then = new Date(iso);
  if (then.toDateString() === now.toDateString()) return `hari ini pukul ${HOUR.format(then)}`;
  return DAY.format(then);
}
