import assert from "node:assert/strict";
import { test } from "node:test";

import { BootFault, createBoot, reasonFor, wasmPreflight, WITHOUT_PYTHON } from "../../docs/assets/pandu/boot.js";
import { heldClock } from "./clock.mjs";

console.warn = () => {};
const port = () => ({ send: async () => "", close() {}, about: { python: "", ms: 0, flows: {} }, onLost() {} });
const forever = () => new Promise(() => {});
const rung = (id, start, more = {}) => ({ id, name: id, deadlineMs: 1000, start, ...more });

test("the first rung that comes up is taken", async () => {
  const clock = heldClock();
  const mine = port();
  const boot = createBoot({ rungs: [rung("a", async () => mine), rung("b", forever)], clock });
  const outcome = await boot.start();
  assert.equal(outcome.rung, "a");
  assert.equal(outcome.port, mine);
  assert.equal(clock.waiting, 0);
});

test("a start that never settles is given up by the watchdog, with its reason", async () => {
  const clock = heldClock();
  const started = createBoot({ rungs: [rung("a", forever)], clock }).start();
  await clock.pass(999);
  let settled = false;
  void started.then(() => (settled = true));
  await clock.settle();
  assert.equal(settled, false);
  await clock.pass(1);
  assert.deepEqual(await started, {
    rung: WITHOUT_PYTHON,
    port: null,
    falls: [{ rung: "a", code: "terlalu-lama", reason: reasonFor("terlalu-lama") }],
  });
});

test("silence ends a rung sooner than its deadline, and every byte gives it new patience", async () => {
  const clock = heldClock();
  let tell = () => {};
  const slow = rung("a", (_signal, say) => ((tell = say), forever()), { deadlineMs: 9000, patienceMs: 100 });
  const started = createBoot({ rungs: [slow], clock }).start();
  for (let bytes = 1; bytes <= 5; bytes += 1) {
    await clock.pass(90);
    tell({ stage: "ambil", done: bytes });
  }
  await clock.pass(101);
  assert.equal((await started).falls[0].code, "terlalu-lama");
  assert.equal(clock.now(), 551);
});

test("a stage may ask for more patience than the one before", async () => {
  const clock = heldClock();
  const start = async (_signal, tell) => {
    tell({ stage: "nyala", patienceMs: 500 });
    await new Promise((resolve) => clock.setTimeout(resolve, 400));
    return port();
  };
  const started = createBoot({ rungs: [rung("a", start, { patienceMs: 100 })], clock }).start();
  await clock.pass(400);
  assert.equal((await started).rung, "a");
});

test("a failing rung hands over to the next, and its abort signal fires on a timeout", async () => {
  const clock = heldClock();
  let signal;
  const hung = rung("a", (given) => ((signal = given), forever()));
  const broken = rung("b", async () => {
    throw new BootFault("berkas-rusak");
  });
  const good = rung("c", async () => port());
  const started = createBoot({ rungs: [hung, broken, good], clock }).start();
  await clock.pass(1000);
  const outcome = await started;
  assert.equal(outcome.rung, "c");
  assert.deepEqual(outcome.falls.map((fall) => fall.code), ["terlalu-lama", "berkas-rusak"]);
  assert.equal(signal.aborted, true);
});

test("a port that comes too late is closed", async () => {
  const clock = heldClock();
  let arrive = () => {};
  let closed = false;
  const late = rung("a", () => new Promise((resolve) => (arrive = resolve)));
  const started = createBoot({ rungs: [late], clock }).start();
  await clock.pass(1000);
  await started;
  arrive({ ...port(), close: () => (closed = true) });
  await clock.settle();
  assert.equal(closed, true);
});

test("a rung whose preflight forbids it is never started", async () => {
  const never = rung("a", () => assert.fail("started"), { preflight: () => "wasm-tidak-didukung" });
  const outcome = await createBoot({ rungs: [never], clock: heldClock() }).start();
  assert.equal(outcome.falls[0].code, "wasm-tidak-didukung");
});

test("a start that is stopped goes to no other rung", async () => {
  const clock = heldClock();
  const boot = createBoot({ rungs: [rung("a", forever), rung("b", async () => port())], clock });
  const started = boot.start();
  await clock.settle();
  boot.stop();
  assert.equal((await started).port, null);
});

test("the empty module tells a browser without WebAssembly", () => {
  assert.equal(wasmPreflight(undefined), null);
  assert.equal(wasmPreflight({}), "wasm-tidak-didukung");
  assert.equal(wasmPreflight({ validate: () => false }), "wasm-tidak-didukung");
  assert.equal(
    wasmPreflight({
      validate() {
        throw new Error("CSP");
      },
    }),
    "wasm-tidak-didukung",
  );
});
