import assert from "node:assert/strict";
import { test } from "node:test";

import { createCard } from "../../docs/assets/pandu/score-card-sheet.js";
import { heldClock } from "./clock.mjs";

const STEPS = [
  { index: 3, key: "listrik" },
  { index: 4, key: "layar" },
];

/** A card on a Python that answers when the test lets it. */
function underReview({ kept = null, refuse = () => "" } = {}) {
  const asked = [];
  const open = [];
  const stored = { kept, forgotten: 0 };
  const told = [];
  const drawn = [];
  let busy = false;
  let dead = false;
  const clock = heldClock();
  const ask = (flow, request) => {
    asked.push({ flow, ...request });
    return new Promise((resolve, reject) => open.push({ request, resolve, reject }));
  };
  const card = createCard({
    ask: (flow, request) => (dead ? Promise.reject(new Error("mati")) : ask(flow, request)),
    weights: {},
    now: () => "2026-11-22T09:05",
    store: {
      read: () => stored.kept,
      write: ({ kept: state, ticks, filed, clock: when }) => {
        stored.kept = { state, ticks, filed, clock: when };
      },
      forget: () => {
        stored.kept = null;
        stored.forgotten += 1;
      },
    },
    clock,
  });
  card.attach({ draw: () => drawn.push(card.sheet), noted() {}, tell: (message) => told.push(message), busy: (on) => (busy = on) });
  return {
    card,
    asked,
    told,
    stored,
    drawn,
    clock,
    get busy() {
      return busy;
    },
    die: (is) => (dead = is),
    /** Let Python answer everything until nothing is asked any more. */
    async reply(more = {}) {
      for (;;) {
        await clock.settle();
        const next = open.shift();
        if (!next) return;
        const failure = refuse(next.request);
        const state = { flow: next.request.flow ?? next.request.state?.flow ?? "periksa", turn: asked.length };
        const clockOf = next.request.transcript ? "2020-04-01T08:00" : next.request.now;
        next.resolve(failure ? { failure } : { state, kept: state, review: { clock: clockOf, steps: STEPS, ...more }, csv: "csv" });
      }
    },
    async begun() {
      void card.begin("periksa", "2026-01-15T10:00");
      await this.reply();
      asked.length = 0;
      told.length = 0;
      return this;
    },
  };
}

test("an answer given right after typing is asked with the text, and is not lost to the pause", async () => {
  const at = await underReview().begun();
  at.card.type({ text: "CSO: halo" });
  assert.equal(at.busy, true, "busy from the first letter");
  const answered = at.card.answer("layar", { layar: "blank" }, false);
  // The pause ends while the answer is still being asked.
  await at.clock.pass(400);
  await at.reply();
  assert.equal(await answered, "done");
  assert.deepEqual(at.asked.map(({ at: step, answers, text }) => ({ step, answers, text })), [
    { step: 4, answers: { layar: "blank" }, text: "CSO: halo" },
  ]);
  assert.equal(at.busy, false);
});

test("what is ticked while something is asked is scored together, in one question", async () => {
  const at = await underReview().begun();
  void at.card.change({ ticks: { a: "tepat" } });
  await at.clock.settle();
  void at.card.change({ ticks: { a: "tepat", b: "tidak" } });
  void at.card.change({ ticks: { a: "tepat", b: "tidak", c: "lewat" } });
  await at.reply();
  assert.deepEqual(at.asked.map(({ ticks }) => Object.keys(ticks)), [["a"], ["a", "b", "c"]]);
  assert.deepEqual(Object.keys(at.card.sheet.ticks), ["a", "b", "c"]);
});

test("a later question takes nothing back, whatever message still stands", async () => {
  const at = await underReview({ refuse: ({ text }) => (text === "panjang" ? "Terlalu panjang." : "") }).begun();
  void at.card.change({ text: "panjang" });
  await at.reply();
  assert.equal(at.told.at(-1), "Terlalu panjang.");
  at.card.type({ text: "baik" });
  void at.card.change({ ticks: { a: "tepat" } });
  at.card.type({ text: "baik sekali" });
  await at.clock.pass(400);
  await at.reply();
  assert.equal(at.card.sheet.text, "baik sekali");
  assert.equal(at.asked.at(-1).text, "baik sekali");
  assert.equal(at.told.at(-1), "");
});

test("only what was refused is taken back, and the rest is scored all the same", async () => {
  const at = await underReview({ refuse: ({ text }) => (text === "panjang" ? "Terlalu panjang." : "") }).begun();
  at.card.type({ text: "panjang" });
  const answered = at.card.answer("listrik", { listrik: "padam" }, false);
  const ticked = at.card.change({ ticks: { a: "tepat" } });
  await at.clock.pass(400);
  await at.reply();
  assert.deepEqual([await answered, await ticked], ["done", "done"]);
  assert.equal(at.card.sheet.text, "");
  assert.equal(at.card.sheet.refused, true);
  assert.deepEqual(at.card.sheet.ticks, { a: "tepat" });
  assert.deepEqual(at.asked.at(-1).answers, { listrik: "padam" });
  assert.equal(at.told.at(-1), "Terlalu panjang.");
  at.card.type({ text: "pendek" });
  assert.equal(at.card.sheet.refused, false);
});

test("text that went on while it was refused is not taken back", async () => {
  const at = await underReview({ refuse: ({ text }) => (text === "panjang" ? "Terlalu panjang." : "") }).begun();
  void at.card.change({ text: "panjang" });
  await at.clock.settle();
  at.card.type({ text: "pendek" });
  await at.reply();
  assert.equal(at.card.sheet.text, "pendek");
});

test("an answer to a step that is gone is not given to another", async () => {
  const at = await underReview().begun();
  assert.equal(await at.card.answer("hilang", { x: "1" }, false), "superseded");
  assert.equal(at.asked.length, 0);
  assert.match(at.told.at(-1), /tidak ada lagi/);
});

test("a card that is kept is forgotten only when Python refuses it", async () => {
  const kept = { state: { flow: "periksa" }, ticks: { a: "tepat" }, filed: {}, clock: "2026-01-15T10:00" };
  const at = underReview({ kept });
  at.die(true);
  assert.equal(await at.card.restore(), "failed");
  assert.equal(at.stored.forgotten, 0);
  at.die(false);
  assert.equal(at.card.wake(), true, "nothing is open, so it may be tried again");
  const again = at.card.restore();
  await at.reply();
  assert.equal(await again, "done");
  assert.deepEqual(at.card.sheet.ticks, { a: "tepat" });
  assert.equal(at.card.wake(), false);

  const bad = underReview({ kept, refuse: () => "Rusak." });
  const refused = bad.card.restore();
  await bad.reply();
  assert.equal(await refused, "refused");
  assert.equal(bad.stored.kept, null);

  const left = underReview({ kept });
  const superseded = left.card.restore();
  await left.clock.settle();
  void left.card.begin("pln-mobile", "2026-01-15T10:00");
  await left.reply();
  assert.equal(await superseded, "superseded");
  assert.equal(left.stored.forgotten, 0);
  assert.equal(left.card.sheet.state.flow, "pln-mobile");
});

test("what could not be asked is asked when Python is back", async () => {
  const at = await underReview().begun();
  at.die(true);
  assert.equal(await at.card.change({ ticks: { a: "tepat" } }), "failed");
  assert.deepEqual(at.card.sheet.ticks, { a: "tepat" });
  at.die(false);
  at.card.wake();
  await at.reply();
  assert.deepEqual(at.asked.at(-1).ticks, { a: "tepat" });
});

test("a transcript brings the clock of its call, and a reload straight after it has the same", async () => {
  const at = await underReview().begun();
  const opened = at.card.openTranscript("periksa", "{}", async () => assert.fail("nothing was marked"));
  await at.reply();
  assert.equal(await opened, "done");
  assert.equal(at.stored.kept.clock, "2020-04-01T08:00");
  assert.equal(at.drawn.at(-1).clock, "2020-04-01T08:00");
});

test("of two files that are opened the last one is, and a card that is restored gives way to it", async () => {
  const kept = { state: { flow: "periksa" }, ticks: {}, filed: {}, clock: "2026-01-15T10:00" };
  const at = underReview({ kept });
  const outcomes = [
    at.card.restore(),
    at.card.openTranscript("periksa", "{}", async () => true),
    at.card.openTranscript("lapor-ulang", "{}", async () => true),
  ];
  await at.reply();
  assert.deepEqual(await Promise.all(outcomes), ["superseded", "superseded", "done"]);
  assert.equal(at.asked.at(-1).flow, "lapor-ulang");
  assert.equal(at.stored.forgotten, 0);
});

test("a transcript in the place of a marked card is asked for first", async () => {
  const at = await underReview().begun();
  void at.card.change({ ticks: { a: "tepat" } });
  await at.reply();
  const [before, number] = [at.card.sheet, at.card.number];
  const refused = at.card.openTranscript("periksa", "{}", async () => false);
  await at.reply();
  assert.equal(await refused, "superseded");
  assert.equal(at.card.sheet, before);
  assert.equal(at.card.number, number);
  const opened = at.card.openTranscript("periksa", "{}", async () => true);
  await at.reply();
  assert.equal(await opened, "done");
  assert.deepEqual(at.card.sheet.ticks, {});
  assert.notEqual(at.card.number, number);
});

test("a card that is closed does not come back with the answer that was under way", async () => {
  const at = await underReview().begun();
  assert.equal(at.card.touched, false);
  at.card.note("", "perlu dilatih");
  assert.equal(at.card.touched, true);
  const answered = at.card.answer("listrik", { listrik: "padam" }, false);
  await at.clock.settle();
  at.card.type({ text: "CSO" });
  at.card.close();
  await at.reply();
  assert.equal(await answered, "superseded");
  assert.equal(at.card.sheet, null);
  assert.equal(at.stored.kept, null);
  assert.equal(at.clock.waiting, 0);
});

test("files hold what was typed a moment before", async () => {
  const at = await underReview().begun();
  at.card.type({ text: "CSO: halo" });
  at.card.note("a", "catatan");
  const made = at.card.files();
  await at.reply();
  assert.equal((await made).csv, "csv");
  const last = at.asked.at(-1);
  assert.deepEqual([last.call, last.text, last.notes], ["review_files", "CSO: halo", { a: "catatan" }]);
});
