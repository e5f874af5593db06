import assert from "node:assert/strict";
import { test } from "node:test";

import { BootFault } from "../../docs/assets/pandu/boot.js";
import { createEngine, EngineFault, RoomFault } from "../../docs/assets/pandu/engine-client.js";
import { heldClock } from "./clock.mjs";

console.warn = () => {};
const flow = { id: "periksa", address: "x.json" };

/** A rung whose ports answer by `answer`; every message is noted. */
function talking(answer, opening = async () => {}) {
  const heard = [];
  const closed = [];
  let ports = 0;
  const start = async () => {
    ports += 1;
    const number = ports;
    let lost = () => {};
    return {
      about: { python: "3.14", ms: 1, flows: {} },
      onLost: (told) => (lost = told),
      close: () => closed.push(number),
      die: () => lost(),
      open: async (room) => {
        heard.push([number, { call: "open", room }]);
        await opening(number);
      },
      send: (text) => {
        heard.push([number, JSON.parse(text)]);
        return answer(number, JSON.parse(text));
      },
    };
  };
  return { rung: { id: "uji", name: "uji", deadlineMs: 1000, start }, heard, closed };
}
const fine = async (_port, request) =>
  JSON.stringify(request.call === "load" ? { ok: true, flow: "periksa" } : { state: {}, view: {} });

test("a flow is loaded once, then asked", async () => {
  const { rung, heard } = talking(fine);
  const engine = createEngine({ rungs: [rung], clock: heldClock(), fetchFlow: async () => ({ id: "periksa" }) });
  await engine.ask(flow, { call: "view" });
  await engine.ask(flow, { call: "view" });
  assert.deepEqual(heard.map(([, request]) => request.call), ["load", "view", "view"]);
  assert.equal(engine.status.state, "siap");
  assert.equal(engine.status.starts, 1);
});

test("a worker that hangs is ended, and the same question goes to a new one with the flow", async () => {
  const clock = heldClock();
  const hang = (port, request) => (port === 1 && request.call === "answer" ? new Promise(() => {}) : fine(port, request));
  const { rung, heard, closed } = talking(hang);
  const engine = createEngine({ rungs: [rung], clock, fetchFlow: async () => ({}) });
  const asked = engine.ask(flow, { call: "answer", at: 3 });
  await clock.pass(10_000);
  assert.deepEqual(await asked, { state: {}, view: {} });
  assert.deepEqual(closed, [1]);
  assert.deepEqual(heard.filter(([port]) => port === 2).map(([, request]) => request), [
    { call: "load", flow: {} },
    { call: "answer", at: 3 },
  ]);
});

/** An engine that has shown to be quick, whose first worker is silent to answers until let go. */
async function silentAfterTwo() {
  const clock = heldClock();
  const held = { release: () => {} };
  const { rung, closed } = talking((port, request) =>
    port === 1 && request.call === "answer"
      ? new Promise((done) => (held.release = () => done(fine(port, request))))
      : fine(port, request),
  );
  const started = [];
  const counted = { ...rung, start: () => (started.push(clock.now()), rung.start()) };
  const engine = createEngine({ rungs: [counted], clock, fetchFlow: async () => ({}) });
  await engine.ask(flow, { call: "view" });
  await engine.ask(flow, { call: "view" });
  return { clock, held, closed, started, engine, asked: engine.ask(flow, { call: "answer" }) };
}

test("while a worker is silent another one starts, and goes again if the first answers after all", async () => {
  const { clock, held, closed, started, engine, asked } = await silentAfterTwo();
  await clock.pass(149);
  assert.equal(started.length, 1);
  await clock.pass(2);
  assert.equal(started.length, 2);
  held.release();
  assert.deepEqual(await asked, { state: {}, view: {} });
  await clock.pass(1);
  assert.deepEqual(closed, [2]);
  assert.equal(engine.status.starts, 1);
});

test("the worker that was started on suspicion takes over as soon as the time is up", async () => {
  const { clock, closed, started, engine, asked } = await silentAfterTwo();
  await clock.pass(631);
  assert.deepEqual(await asked, { state: {}, view: {} });
  assert.equal(started.length, 2);
  assert.ok(started[1] <= 151);
  assert.deepEqual(closed, [1]);
  assert.equal(engine.status.starts, 2);
});

/** An engine whose n-th answer takes `delays[n]`, the last one for ever after. */
function answeringIn(delays) {
  const clock = heldClock();
  let calls = 0;
  const { rung, closed } = talking((port, request) => {
    if (request.call === "load") return fine(port, request);
    const delay = delays[Math.min(calls++, delays.length - 1)];
    return new Promise((done) => clock.setTimeout(() => done(fine(port, request)), delay));
  });
  const engine = createEngine({ rungs: [rung], clock, fetchFlow: async () => ({}) });
  const ask = async () => {
    const asked = engine.ask(flow, { call: "view" });
    await clock.pass(60_000);
    return asked;
  };
  return { ask, closed, engine };
}

test("on a machine that has shown to be slow a step may take four times its slowest", async () => {
  const { ask, engine } = answeringIn([1_500, 1_500, 1_500, 5_900]);
  for (let step = 0; step < 4; step += 1) await ask();
  assert.equal(engine.status.starts, 1);
});

test("what a slow machine needs is known to the worker that replaces another", async () => {
  const { ask, engine } = answeringIn([1_500, 1_500, 1_500, 6_100, 5_900]);
  for (let step = 0; step < 4; step += 1) await ask();
  assert.equal(engine.status.starts, 2);
  assert.equal(engine.status.state, "siap");
});

test("however slow a machine is, a step that hangs ends", async () => {
  const { ask, engine } = answeringIn([3_900, 15_500, 20_100]);
  await ask();
  await ask();
  await assert.rejects(ask(), EngineFault);
  assert.equal(engine.status.state, "tanpa");
});

test("a step that hangs twice is given up, and why is said", async () => {
  const clock = heldClock();
  const { rung, closed } = talking((port, request) => (request.call === "load" ? fine(port, request) : new Promise(() => {})));
  const engine = createEngine({ rungs: [rung], clock, fetchFlow: async () => ({}) });
  const asked = assert.rejects(engine.ask(flow, { call: "answer" }), EngineFault);
  await clock.pass(60_000);
  await asked;
  assert.equal(engine.status.state, "tanpa");
  assert.match(engine.status.reason, /tidak selesai dihitung/);
  // Nor does one that was started on suspicion run on.
  await clock.pass(1);
  assert.deepEqual(closed, [1, 2, 3]);
});

test("without any rung the engine says so and can be tried again", async () => {
  let broken = true;
  const { rung } = talking(fine);
  const shaky = { ...rung, start: () => (broken ? Promise.reject(new Error("x")) : rung.start()) };
  const engine = createEngine({ rungs: [shaky], clock: heldClock(), fetchFlow: async () => ({}) });
  const states = [];
  engine.subscribe((status) => states.push(status.state));
  assert.equal(await engine.ready(), false);
  await assert.rejects(engine.ask(flow, { call: "view" }), EngineFault);
  broken = false;
  assert.equal(await engine.retry(), true);
  assert.deepEqual([...new Set(states)], ["diam", "memuat", "tanpa", "siap"]);
});

test("a reply that is no JSON becomes a failure, not an exception", async () => {
  const odd = async (port, request) => (request.call === "load" ? fine(port, request) : "<html>");
  const { rung } = talking(odd);
  const engine = createEngine({ rungs: [rung], clock: heldClock(), fetchFlow: async () => ({}) });
  assert.match((await engine.ask(flow, { call: "view" })).failure, /tidak dapat dibaca/);
});

test("without a network the reason is a sentence of ours", async () => {
  const fetched = globalThis.fetch;
  globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  const { rung } = talking(fine);
  const engine = createEngine({ rungs: [rung], clock: heldClock() });
  await assert.rejects(engine.ask(flow, { call: "view" }), { message: "Data alur tidak dapat diambil dari server." });
  globalThis.fetch = fetched;
  const { rung: odd } = talking(() => Promise.reject(new RangeError("Maximum call stack size exceeded")));
  const other = createEngine({ rungs: [odd], clock: heldClock(), fetchFlow: async () => ({}) });
  await assert.rejects(other.ask(flow, { call: "view" }), { message: /^Ada yang tidak berjalan/ });
});

const room = { room: "latihan" };
const calls = (heard, port) => heard.filter(([from]) => from === port).map(([, request]) => request.call);

test("a room is opened once for each worker, before the flows and the question", async () => {
  const { rung, heard } = talking(fine);
  const engine = createEngine({ rungs: [rung], clock: heldClock(), fetchFlow: async () => ({}) });
  await Promise.all([engine.ask([room, flow], { call: "cards_deck" }), engine.ask([room], { call: "cards_deck" })]);
  await engine.ask([room, flow], { call: "cards_deck" });
  assert.equal(calls(heard, 1).filter((call) => call === "open").length, 1);
  assert.equal(calls(heard, 1)[0], "open");
  assert.equal(heard.find(([, request]) => request.call === "open")[1].room, "latihan");
});

test("the desk never opens a room", async () => {
  const { rung, heard } = talking(fine);
  const engine = createEngine({ rungs: [rung], clock: heldClock(), fetchFlow: async () => ({}) });
  await engine.ask(flow, { call: "view" });
  await engine.ask(null, { call: "peek" });
  assert.deepEqual(calls(heard, 1), ["load", "view", "peek"]);
});

test("a worker that takes the place of another opens the room again", async () => {
  const clock = heldClock();
  const hang = (port, request) => (port === 1 && request.call === "cards_rate" ? new Promise(() => {}) : fine(port, request));
  const { rung, heard, closed } = talking(hang);
  const engine = createEngine({ rungs: [rung], clock, fetchFlow: async () => ({}) });
  await engine.ask([room], { call: "cards_deck" });
  const asked = engine.ask([room], { call: "cards_rate" });
  await clock.pass(10_000);
  await asked;
  assert.deepEqual(closed, [1]);
  assert.deepEqual(calls(heard, 2), ["open", "cards_rate"]);
});

test("a room that cannot be opened is told at once, keeps the worker, and can be asked for again", async () => {
  let broken = true;
  const opening = () => (broken ? Promise.reject(new BootFault("berkas-tidak-ada", "503")) : Promise.resolve());
  const { rung, heard, closed } = talking(fine, opening);
  const engine = createEngine({ rungs: [rung], clock: heldClock(), fetchFlow: async () => ({}) });
  const refused = { name: "Error", message: /^Ruang latihan belum dapat dibuka: berkas mesin tidak dapat diambil/ };
  await assert.rejects(engine.ask([room], { call: "cards_deck" }), (error) => error instanceof RoomFault);
  await assert.rejects(engine.ask([room], { call: "cards_deck" }), refused);
  assert.equal(engine.status.state, "siap");
  await engine.ask(flow, { call: "view" });
  assert.deepEqual(closed, []);
  broken = false;
  await engine.ask([room], { call: "cards_deck" });
  assert.deepEqual(calls(heard, 1), ["open", "open", "load", "view", "open", "cards_deck"]);
});

test("a room that never answers is given up in the end, as a step is", async () => {
  const clock = heldClock();
  const { rung, closed } = talking(fine, () => new Promise(() => {}));
  const engine = createEngine({ rungs: [rung], clock, fetchFlow: async () => ({}) });
  const asked = assert.rejects(engine.ask([room], { call: "cards_deck" }), EngineFault);
  await clock.pass(61_000);
  await clock.pass(61_000);
  await asked;
  assert.equal(engine.status.state, "tanpa");
  assert.deepEqual(closed, [1, 2]);
});
