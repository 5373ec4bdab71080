import assert from "node:assert/strict";
import { test } from "node:test";

import { formTime, instantOf } from "../../../static/js/offline/entry-time.js";

process.env.TZ = "Asia/Tokyo";
const made = "2026-06-10T20:00:00.000Z"; // already the 11th in Tokyo
const instant = (fields, home) => new Date(instantOf({ made, fields }, home)).toISOString();

test("this morning and last night are named on the clock", () => {
  assert.deepEqual(formTime({ made, fields: { when: "morning" } }), { when: "pick", at: "2026-06-11T08:00" });
  assert.deepEqual(formTime({ made, fields: { when: "night" } }), { when: "pick", at: "2026-06-10T21:00" });
});

test("a picked time and now stay as they are", () => {
  const picked = { when: "pick", at: "2026-06-09T10:00" };
  assert.deepEqual(formTime({ made, fields: picked }), picked);
  assert.deepEqual(formTime({ made, fields: { when: "now" } }), { when: "now", at: undefined });
});

test("an entry of now is from the moment it was made", () => {
  assert.equal(instant({ when: "now", at: "" }), made);
});

test("the clock that the form names counts", () => {
  const fields = { when: "pick", at: "2026-06-09T10:00" };
  assert.equal(instant(fields, "Europe/Lisbon"), "2026-06-09T01:00:00.000Z");
  assert.equal(instant({ ...fields, clock: "diary" }, "Europe/Lisbon"), "2026-06-09T09:00:00.000Z");
  assert.equal(instant({ ...fields, clock: "diary" }, undefined), "2026-06-09T01:00:00.000Z");
});

test("the day of this morning is that of the clock that counts", () => {
  const fields = { when: "morning", clock: "diary" };
  assert.equal(instant(fields, "Europe/Lisbon"), "2026-06-10T07:00:00.000Z");
});

test("a time that cannot be read is that of making", () => {
  assert.equal(instant({ when: "pick", at: "soon" }), made);
});
