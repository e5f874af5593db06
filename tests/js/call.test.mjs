import assert from "node:assert/strict";
import { test } from "node:test";

import { createCall } from "../../docs/assets/pandu/call.js";
import { wordsOf } from "../../docs/assets/pandu/words.js";

/** A Python that knows three steps: salam (passed), listrik (answered), idpel (typed). */
function threeSteps() {
  const steps = ["salam", "listrik", "idpel"];
  const asked = [];
  const ask = async (request) => {
    asked.push(request);
    const at = request.call === "start" ? 0 : request.at + (request.call === "view" ? 0 : 1);
    if (request.answers?.listrik === "salah") return { errors: [{ fact: "listrik", message: "bukan pilihan" }] };
    return { state: { seen: asked.length, answers: request.answers ?? request.facts ?? {}, withheld: [] }, view: { at, status: "ask", step: { key: steps[at] } } };
  };
  return { ask, asked };
}
const today = () => new Date(2026, 10, 22, 9, 5);

test("every request carries the state of the last reply and the time to the minute", async () => {
  const { ask, asked } = threeSteps();
  const call = createCall({ flow: "periksa", ask, today });
  await call.start({});
  await call.pass();
  assert.deepEqual(asked[1], {
    call: "pass",
    state: { seen: 1, answers: {}, withheld: [] },
    at: 0,
    now: "2026-11-22T09:05",
    voice: { officer: "", ahead: 0 },
  });
});

test("what another flow hands on goes to Python apart from what all flows share, and is told whole", async () => {
  const { ask, asked } = threeSteps();
  const call = createCall({ flow: "pln-mobile", ask, today });
  await call.start({
    facts: { no_tiket: "1" },
    continued: true,
    carry: { tiket_lama: "sama" },
    withheld: ["nama_penelepon"],
  });
  assert.deepEqual(asked[0], {
    call: "start",
    flow: "pln-mobile",
    facts: { no_tiket: "1" },
    continued: true,
    carry: { tiket_lama: "sama" },
    withheld: ["nama_penelepon"],
    now: "2026-11-22T09:05",
    voice: { officer: "", ahead: 0 },
  });
});

test("an answer that is refused leaves the step, the state and what is known as they were", async () => {
  const { ask } = threeSteps();
  const call = createCall({ flow: "periksa", ask, today });
  await call.start({});
  await call.pass();
  const before = call.view;
  assert.deepEqual(await call.answer({ listrik: "salah" }), [{ fact: "listrik", message: "bukan pilihan" }]);
  assert.equal(call.view, before);
  assert.deepEqual(call.given, { facts: {}, withheld: [] });
});

test("what was clicked before Python was there is replayed, as far as it agrees", async () => {
  const { ask, asked } = threeSteps();
  const call = createCall({ flow: "periksa", ask, today });
  await call.start({});
  await call.replay([
    { key: "salam", answers: null },
    { key: "listrik", answers: { listrik: "padam" } },
    { key: "langkah-lain", answers: { x: "y" } },
  ]);
  assert.equal(call.view.step.key, "idpel");
  assert.deepEqual(asked.map((request) => request.call), ["start", "pass", "answer"]);
});

test("a failure of Python is an error with its sentence", async () => {
  const call = createCall({ flow: "periksa", ask: async () => ({ failure: "Alur tidak dikenal." }), today });
  await assert.rejects(call.start({}), /Alur tidak dikenal/);
});

test("who speaks and where the caller is goes with every request, as it is then", async () => {
  const { ask, asked } = threeSteps();
  let ahead = 0;
  const call = createCall({ flow: "periksa", ask, today, voice: () => ({ officer: "Rina", ahead }) });
  await call.start({});
  ahead = 120;
  await call.pass();
  assert.deepEqual(asked.map((request) => request.voice.ahead), [0, 120]);
});

test("what goes through the whole call again has more patience than one step", async () => {
  const patience = new Map();
  const state = { answers: {}, withheld: [] };
  const ask = async (request, patienceMs) => {
    patience.set(request.call, Math.max(patience.get(request.call) ?? 0, patienceMs ?? 0));
    return { state, view: { at: 1, status: "ask" }, link: "1.x", transcript: "{}", markdown: "#" };
  };
  const call = createCall({ flow: "periksa", ask, today });
  await call.start({});
  await call.goto(0);
  assert.deepEqual([...patience], [["start", 0], ["view", 0]]);
  await call.resume(state);
  await call.open("1.x");
  await call.link();
  await call.transcript(false, "");
  assert.deepEqual([...patience], [["start", 0], ["view", 20_000], ["open", 20_000], ["link", 20_000], ["transcript", 20_000]]);
});

test("a reader is told our sentences, and never the browser's", async () => {
  const call = createCall({ flow: "periksa", ask: async () => ({ failure: "Alur tidak dikenal." }), today });
  const ours = await call.start({}).catch(wordsOf);
  assert.equal(ours, "Alur tidak dikenal.");
  const told = [];
  const warn = console.warn;
  console.warn = (...words) => told.push(words);
  for (const error of [new TypeError("Failed to fetch"), new Error("x"), "teks"]) assert.match(wordsOf(error), /^Ada yang tidak berjalan di peramban ini/);
  console.warn = warn;
  assert.equal(told.length, 3);
  assert.equal(told[0][1].message, "Failed to fetch");
});
