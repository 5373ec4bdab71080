import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { newPhone } from "../phone.js";

const phone = newPhone();
const { keep, take, waiting } = await import("../../../static/js/offline/queue.js");
const { drop, latest, rewrite, sweep, undrop } = await import("../../../static/js/offline/rewrite.js");

const ANA = "ana";

const entry = (id, more = {}) =>
  keep({ id, person: ANA, kind: "entry.add", object: id, base: null, fields: { note: `words of ${id}` }, ...more });
const ids = (rows) => rows.map(({ id }) => id);

beforeEach(() => phone.clear());

test("what was never tried is changed in its place", async () => {
  await entry("a");
  const [row] = await waiting(ANA);
  assert.equal(await rewrite(row, { note: "better" }), "a");
  assert.deepEqual((await waiting(ANA)).map(({ fields }) => fields.note), ["better"]);
});

test("what may have arrived is followed by an edit", async () => {
  await entry("a");
  const [row] = await take(ANA, 9);
  const id = await rewrite(row, { note: "better" });
  const [first, second] = await waiting(ANA);
  assert.deepEqual([first.fields.note, second.id, second.kind], ["words of a", id, "entry.edit"]);
  assert.deepEqual([second.base, second.fields], [1, { note: "better", time: "kept" }]);
  assert.equal((await latest(ANA, "a")).id, id);
});

test("what was never tried is put aside, can be brought back, and goes with the next page", async () => {
  await entry("a");
  assert.equal(await drop(ANA, "a"), true);
  assert.deepEqual(await take(ANA, 9), []);
  await undrop(ANA, "a");
  assert.deepEqual(ids(await waiting(ANA)), ["a"]);
  await drop(ANA, "a");
  await sweep(ANA);
  assert.deepEqual(phone.rows(), []);
});

test("a new thing that may have arrived is followed by its deletion", async () => {
  await entry("a");
  await take(ANA, 9);
  assert.equal(await drop(ANA, "a"), true);
  assert.deepEqual((await waiting(ANA)).map(({ kind }) => kind), ["entry.add", "entry.delete"]);
});

test("a change that may have arrived stays", async () => {
  await entry("a", { kind: "entry.edit" });
  await take(ANA, 9);
  assert.equal(await drop(ANA, "a"), false);
  assert.deepEqual((await waiting(ANA)).map(({ kind }) => kind), ["entry.edit"]);
});
