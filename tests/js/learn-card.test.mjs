import assert from "node:assert/strict";
import { test } from "node:test";

import { fetchCards, nextWords, zonedIso } from "../../docs/assets/pandu/learn/card-file.js";
import { createStack } from "../../docs/assets/pandu/learn/card-stack.js";
import { askRoom, Refusal } from "../../docs/assets/pandu/learn/room.js";

const card = { id: "k", version: "v", topic: "A", kind: "celah", clauses: ["PRK-01"], choices: [], key: [] };
const today = { due: [], new: [], ahead: [], changed: [], leeches: [], damaged: [], seen: 0, total: 1, following: null };

/** An engine that notes what it is asked and answers by the call's name. */
function engineOf(answers) {
  const asked = [];
  return {
    asked,
    ask: async (places, request) => {
      asked.push([places, structuredClone(request)]);
      return answers[request.call] ?? {};
    },
  };
}

test("a moment is written with the zone of the reader", () => {
  const moment = new Date(2026, 10, 23, 9, 5, 7);
  moment.getTimezoneOffset = () => -420;
  assert.equal(zonedIso(moment), "2026-11-23T09:05:07+07:00");
  moment.getTimezoneOffset = () => 210;
  assert.equal(zonedIso(moment), "2026-11-23T09:05:07-03:30");
});

test("when the next card comes is said by the hour today and by the day later", () => {
  const now = new Date(2026, 10, 23, 9, 0);
  assert.match(nextWords(new Date(2026, 10, 23, 9, 20).toISOString(), now), /^hari ini pukul 09[.:]20$/);
  assert.equal(nextWords(new Date(2026, 10, 25, 8, 0).toISOString(), now), "Rabu, 25 November");
  assert.equal(nextWords(null, now), "");
});

test("the room is asked with its flows behind it, and a failure is a refusal in its words", async () => {
  const engine = engineOf({ cards_rate: { failure: "Kartu ini tidak dapat dibaca." } });
  const flow = { id: "periksa", address: "x" };
  await askRoom(engine, { call: "cards_today" }, [flow]);
  assert.deepEqual(engine.asked[0][0], [{ room: "latihan" }, flow]);
  await assert.rejects(askRoom(engine, { call: "cards_rate" }), (error) => error instanceof Refusal && /tidak dapat dibaca/.test(error.message));
});

test("cards that cannot be fetched or read are told in a sentence", async () => {
  const { fetch } = globalThis;
  globalThis.fetch = async () => new Response("<html>");
  await assert.rejects(fetchCards("x"), { message: /tidak dapat dibaca/ });
  globalThis.fetch = async () => new Response("", { status: 503 });
  await assert.rejects(fetchCards("x"), { message: /tidak dapat diambil/ });
  globalThis.fetch = async () => Response.json({ format: 2, cards: [] });
  await assert.rejects(fetchCards("x"), { message: /tidak dapat dibaca/ });
  globalThis.fetch = fetch;
});

test("a rating is kept with the clauses it met, and a damaged memory is not sent on", async () => {
  const texts = new Map();
  globalThis.localStorage = {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  };
  const stored = () => JSON.parse(texts.get("pandu.latihan"));
  texts.set("pandu.latihan", JSON.stringify({ format: "pandu-latihan", version: 1, cards: { k: { state: 99 } } }));
  const engine = engineOf({ cards_today: { ...today, damaged: ["k"] }, cards_rate: { kept: { state: 1 }, leech: false } });
  const stack = createStack(engine, [card], () => new Date());
  await stack.today("");
  assert.deepEqual(engine.asked[0][1].kept, { k: { state: 99 } });
  assert.deepEqual(engine.asked[0][1].cards, [{ id: "k", version: "v", topic: "A", kind: "celah" }]);
  assert.deepEqual(await stack.rate(card, 3), { fault: "", leech: false });
  assert.equal(engine.asked[1][1].kept, null);
  assert.deepEqual(stored().cards, { k: { state: 1 } });
  assert.deepEqual(stored().met.clauses, ["PRK-01"]);
  await stack.rate(card, 3);
  assert.deepEqual(engine.asked[2][1].kept, { state: 1 });
  delete globalThis.localStorage;
});
