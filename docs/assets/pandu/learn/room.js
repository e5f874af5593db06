/** The page's way into the room `latihan`, where Python keeps cards, practice calls and progress. */

import { Told } from "../words.js";

/** @typedef {import("../engine-client.js").Engine} Engine */
/** @typedef {import("../engine-client.js").FlowPlace} FlowPlace */
/** @typedef {import("../protocol.js").Request} Request */

const ROOM = { room: "latihan" };

/** Python was asked something it cannot do; its sentence says why. */
export class Refusal extends Told {}

/**
 * Ask the room; it is opened if that has not been done.
 * @param {Pick<Engine, "ask">} engine
 * @param {Request} request
 * @param {FlowPlace[]} [flows] The flows it is about.
 * @param {number} [patienceMs] How long it may take, where that is longer than a step.
 * @returns {Promise<Record<string, any>>}
 * @throws {Refusal} The reply is a failure.
 */
export async function askRoom(engine, request, flows = [], patienceMs = 0) {
  const reply = await engine.ask([ROOM, ...flows], request, patienceMs);
  if (reply.failure) throw new Refusal(reply.failure);
  return reply;
}
