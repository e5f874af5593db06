/**
 * A sitting: today's stack, one card after the other. What is due, right and when it comes again is
 * Python's; what is kept goes through the progress store. Nothing of it is drawn here.
 */

import { zonedIso } from "./card-file.js";
import { faultWords, readProgress, writeProgress } from "./progress-store.js";
import { askRoom } from "./room.js";

/** @typedef {import("./card-draw.js").CardData} CardData */
/** @typedef {Pick<import("../engine-client.js").Engine, "ask">} Asked */
/**
 * @typedef {{due: string[], new: string[], ahead: string[], changed: string[], leeches: string[],
 *   damaged: string[], seen: number, total: number, following: string | null}} Today
 */
/** @typedef {{right: boolean, misplaced: string[], key: string[], wording: string, note: string, clauses: string[]}} Judged */
/** @typedef {{rating: number, label: string, interval: string}} Offer */

/** The room may have to be fetched and opened first. */
const PATIENCE_MS = 20_000;

/**
 * @param {Asked} engine
 * @param {CardData[]} cards
 * @param {() => Date} now
 */
export function createStack(engine, cards, now) {
  const listed = cards.map(({ id, version, topic, kind }) => ({ id, version, topic, kind }));
  const byId = new Map(cards.map((card) => [card.id, card]));

  /** @type {Set<string>} Whose memory cannot be read; it stays as it is until the card is rated. */
  let damaged = new Set();
  /** @type {Record<string, Record<string, unknown>>} As it was read last, for when it cannot be read any more. */
  let seen = {};

  const keptNow = () => {
    const { progress, fault } = readProgress();
    seen = fault === "diblokir" ? { ...seen, ...progress.cards } : progress.cards;
    return seen;
  };
  /** @param {CardData} card */
  const keptOf = (card) => (damaged.has(card.id) ? null : (keptNow()[card.id] ?? null));

  return {
    byId,
    /**
     * @param {string} topic Empty for all.
     * @param {number} [mostNew]
     * @returns {Promise<Today>}
     */
    async today(topic, mostNew) {
      const request = {
        call: /** @type {const} */ ("cards_today"),
        cards: listed,
        kept: keptNow(),
        topic,
        now: zonedIso(now()),
        ...(mostNew === undefined ? {} : { most_new: mostNew }),
      };
      const told = /** @type {Today} */ (/** @type {unknown} */ (await askRoom(engine, request, [], PATIENCE_MS)));
      damaged = new Set(told.damaged);
      return told;
    },
    /**
     * @param {CardData} card
     * @param {string | string[]} answer
     * @returns {Promise<{judged: Judged, offers: Offer[]}>}
     */
    async judge(card, answer) {
      const judged = await askRoom(engine, { call: "cards_judge", card, answer }, [], PATIENCE_MS);
      const known = { kept: keptOf(card), version: card.version, now: zonedIso(now()) };
      const { ratings } = await askRoom(engine, { call: "cards_offers", ...known }, [], PATIENCE_MS);
      return { judged: /** @type {Judged} */ (/** @type {unknown} */ (judged)), offers: ratings };
    },
    /**
     * @param {CardData} card
     * @param {number} rating
     * @returns {Promise<{fault: string, leech: boolean}>} Why it is not stored, in words; empty where it is.
     */
    async rate(card, rating) {
      const known = { kept: keptOf(card), version: card.version, now: zonedIso(now()) };
      const { kept, leech } = await askRoom(engine, { call: "cards_rate", rating, ...known }, [], PATIENCE_MS);
      damaged.delete(card.id);
      const fault = writeProgress((progress) => ({
        ...progress,
        cards: { ...progress.cards, [card.id]: kept },
        met: { ...progress.met, clauses: [...new Set([...progress.met.clauses, ...card.clauses])] },
      }));
      return { fault: faultWords(fault), leech: Boolean(leech) };
    },
  };
}

/** @typedef {ReturnType<typeof createStack>} Stack */
