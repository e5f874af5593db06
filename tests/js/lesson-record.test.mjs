import assert from "node:assert/strict";
import { test } from "node:test";

import { isPassed, nextLesson, stateOf, stateWords, sumOf, sumWords, withLesson } from "../../docs/assets/pandu/learn/lesson-record.js";
import { emptyProgress } from "../../docs/assets/pandu/learn/progress-shape.js";

const MARK = [2, 3];
const AT = "2026-11-23T03:00:00Z";
const lessons = ["a", "b", "c"].map((id) => ({ id, version: "1" }));
const done = (progress, id, right, version = "1", clauses = []) =>
  withLesson(progress, { id, version, at: AT, right, asked: 3, clauses });

test("a lesson is passed when two of three are right, and never when nothing was asked", () => {
  assert.deepEqual([0, 1, 2, 3].map((right) => isPassed(MARK, right, 3)), [false, false, true, true]);
  assert.equal(isPassed(MARK, 0, 0), false);
});

test("a lesson is undone, passed, to be repeated, or changed since", () => {
  let progress = emptyProgress();
  assert.equal(stateOf(progress, lessons[0], MARK), "belum");
  assert.equal(stateWords(progress, lessons[0], MARK), "");
  progress = done(progress, "a", 3);
  assert.equal(stateOf(progress, lessons[0], MARK), "lulus");
  assert.equal(stateWords(progress, lessons[0], MARK), "selesai, 3 dari 3 benar");
  progress = done(progress, "a", 1);
  assert.equal(stateOf(progress, lessons[0], MARK), "ulang");
  assert.equal(stateWords(progress, lessons[0], MARK), "ulangi, 1 dari 3 benar");
  progress = done(progress, "a", 3, "0");
  assert.equal(stateOf(progress, lessons[0], MARK), "berubah");
  assert.equal(stateWords(progress, lessons[0], MARK), "berubah sejak Anda menyelesaikannya");
});

test("a lesson that is called like a part of JavaScript is undone", () => {
  assert.equal(stateOf(emptyProgress(), { id: "constructor", version: "1" }, MARK), "belum");
});

test("what is next is the first that is not passed, one that changed included", () => {
  let progress = done(emptyProgress(), "a", 3);
  assert.equal(nextLesson(progress, lessons, MARK)?.id, "b");
  progress = done(done(progress, "b", 2), "c", 3);
  assert.equal(nextLesson(progress, lessons, MARK), null);
  assert.equal(nextLesson(done(progress, "a", 3, "0"), lessons, MARK)?.id, "a");
});

test("a path says how much of it is done, and how well", () => {
  assert.equal(sumWords(sumOf(emptyProgress(), lessons, MARK)), "3 pelajaran, belum dimulai");
  const some = done(done(emptyProgress(), "a", 3), "b", 1);
  assert.equal(sumWords(sumOf(some, lessons, MARK)), "1 dari 3 selesai · 4 dari 6 soal benar");
  const changed = done(some, "a", 3, "0");
  assert.equal(
    sumWords(sumOf(changed, lessons, MARK)),
    "0 dari 3 selesai · 1 berubah sejak Anda menyelesaikannya · 4 dari 6 soal benar",
  );
});

test("a lesson done is kept with its clauses, each once, and nothing else changes", () => {
  const before = done(emptyProgress(), "a", 3, "1", ["PRK-01"]);
  const after = done(before, "b", 2, "1", ["PRK-01", "PRK-02"]);
  assert.deepEqual(after.met.clauses, ["PRK-01", "PRK-02"]);
  assert.deepEqual(after.lessons.b, { done: AT, right: 2, asked: 3, version: "1" });
  assert.deepEqual(after.lessons.a, before.lessons.a);
  assert.deepEqual(before.met.clauses, ["PRK-01"]);
});
