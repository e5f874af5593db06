import assert from "node:assert/strict";
import { test } from "node:test";

import { localIso } from "../../docs/assets/pandu/clock.js";
import { durationWords, readTime, typedTime } from "../../docs/assets/pandu/times.js";

const now = new Date(2026, 10, 22, 19, 30);
const iso = (typed) => readTime(typed, now)?.iso ?? null;

test("a bare time is today, however it is typed", () => {
  for (const typed of ["14.00", "14:00", "1400", "14", " jam 14.00 ", "pukul 14:00"]) {
    assert.equal(iso(typed), "2026-11-22T14:00", typed);
  }
  assert.equal(iso("9.05"), "2026-11-22T09:05");
});

test("a bare time that is still to come was yesterday", () => {
  assert.equal(iso("21.10"), "2026-11-21T21:10");
  assert.equal(iso("19.30"), "2026-11-22T19:30");
  assert.equal(iso("19.31"), "2026-11-21T19:31");
});

test("a day can be named or written", () => {
  assert.equal(iso("kemarin 14.00"), "2026-11-21T14:00");
  assert.equal(iso("kemarin jam 14.00"), "2026-11-21T14:00");
  assert.equal(iso("hari ini 21.00"), "2026-11-22T21:00");
  assert.equal(iso("19/12/2022 14.00"), "2022-12-19T14:00");
  assert.equal(iso("19-12-22 14:00"), "2022-12-19T14:00");
  assert.equal(iso("19 Des 2022 14.00"), "2022-12-19T14:00");
  assert.equal(iso("19 Desember 2022, 14.00"), "2022-12-19T14:00");
  assert.equal(iso("2022-12-19T14:00"), "2022-12-19T14:00");
  assert.equal(iso("20/11 08.00"), "2026-11-20T08:00");
  assert.equal(iso("24/12 08.00"), "2025-12-24T08:00");
});

test("what is no time is not guessed", () => {
  for (const typed of ["", "abc", "25.00", "14.60", "31/02/2026 10.00", "besok 10.00", "14.00 siang"]) {
    assert.equal(iso(typed), null, typed);
  }
});

test("how it was read is said, over midnight too", () => {
  assert.equal(readTime("14.00", now)?.words, "hari ini 14.00, 5 jam 30 menit yang lalu");
  assert.equal(readTime("21.10", now)?.words, "kemarin 21.10, 22 jam 20 menit yang lalu");
  assert.equal(readTime("19.30", now)?.words, "hari ini 19.30, baru saja");
  assert.equal(readTime("hari ini 20.00", now)?.words, "hari ini 20.00, 30 menit lagi");
  assert.equal(readTime("19/12/2022 14.00", now)?.words.startsWith("19 Des 2022 14.00, "), true);
});

test("what Python gives back can be typed again", () => {
  assert.equal(typedTime("2022-12-09T14:05"), "9/12/2022 14.05");
  assert.equal(iso(typedTime("2022-12-09T14:05")), "2022-12-09T14:05");
});

test("durations are said in days, hours and minutes", () => {
  assert.equal(durationWords(0), "0 menit");
  assert.equal(durationWords(60), "1 jam");
  assert.equal(durationWords(1441), "1 hari 1 menit");
});

test("the time that goes to Python is local and without a zone", () => {
  assert.equal(localIso(new Date(2026, 0, 2, 3, 4, 59)), "2026-01-02T03:04");
});
