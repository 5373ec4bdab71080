import assert from "node:assert/strict";
import { test } from "node:test";

import { flagCodes, hoursSince } from "../../../static/js/offline/safety-limits.js";

// invented numbers: the real ones are data of the page, and tests/domain tries them on both sides
const LIMITS = [
  { code: "high", any: [{ vital_sign: "systolic", at_least: 10 }, { vital_sign: "diastolic", at_least: 5 }] },
  { code: "between", any: [{ vital_sign: "spo2", at_least: 3, below: 6 }] },
  { code: "severe", any: [{ severities: ["severe"] }] },
  { code: "late", any: [{ codes: ["fog"], over_hours: 4, until_hours: 8 }] },
];
const codes = (fields, hours = NaN) => flagCodes(fields, LIMITS, hours);

test("a number is exceeded from itself on, and stays so until the one below which it must lie", () => {
  assert.deepEqual(codes({ systolic: "9", diastolic: "4", spo2: "2" }), []);
  assert.deepEqual(codes({ systolic: "10", spo2: "3" }), ["high", "between"]);
  assert.deepEqual(codes({ diastolic: "5", spo2: "6" }), ["high"]);
});

test("what was not typed exceeds nothing", () => {
  assert.deepEqual(codes({ systolic: "", spo2: "", effect_fog: "" }, 5), []);
});

test("a field whose name only looks like a side effect is none", () => {
  assert.deepEqual(codes({ side_effect_fog: "severe", note: "severe" }, 5), []);
});

test("a late effect counts after the first hour and up to the last", () => {
  const at = (hours) => codes({ effect_fog: "mild" }, hours);
  assert.deepEqual([at(4), at(4.01), at(8), at(8.01), at(NaN)], [[], ["late"], ["late"], [], []]);
});

test("hours count from the last session that had begun", () => {
  const starts = ["2026-06-01T09:00:00+00:00", "2026-06-10T09:00:00+00:00"];
  const since = (text) => hoursSince(Date.parse(text), starts);
  assert.equal(since("2026-06-10T08:30:00Z"), 9 * 24 - 0.5);
  assert.equal(since("2026-06-10T09:00:00Z"), 0);
  assert.ok(Number.isNaN(since("2026-05-30T00:00:00Z")));
  assert.ok(Number.isNaN(hoursSince(Date.now(), [])));
});
