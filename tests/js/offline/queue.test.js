import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { newPhone } from "../phone.js";

const phone = newPhone();
const { change, counts, keep, settle, take, waiting } = await import("../../../static/js/offline/queue.js");

const ANA = "ana";
const CLEO = "cleo";

const entry = (id, more = {}) =>
  keep({ id, person: ANA, kind: "entry.add", object: id, base: null, fields: { note: `words of ${id}` }, ...more });
const ids = (rows) => rows.map(({ id }) => id);

beforeEach(() => phone.clear());

test("what is kept can be read again, and lies there encrypted", async () => {
  await entry("a");
  const [row] = await waiting(ANA);
  assert.equal(row.fields.note, "words of a");
  assert.equal(row.state, "waiting");
  const [stored] = phone.rows();
  assert.equal("fields" in stored, false);
  assert.equal(Buffer.from(stored.box.data).includes("words"), false);
});

test("the same item twice is kept once", async () => {
  await entry("a");
  await entry("a");
  assert.deepEqual(ids(await waiting(ANA)), ["a"]);
});

test("nobody reads or sends the rows of somebody else", async () => {
  await entry("a");
  await entry("c", { person: CLEO });
  assert.deepEqual(ids(await waiting(CLEO)), ["c"]);
  assert.deepEqual(ids(await take(ANA, 9)), ["a"]);
  assert.deepEqual(await counts(ANA), { count: 1, refused: 0, others: true });
});

test("the oldest goes first, of each thing one row, and it is marked as tried", async () => {
  await entry("a");
  await entry("a2", { object: "a", kind: "entry.edit" });
  await entry("b");
  assert.deepEqual(ids(await take(ANA, 9)), ["a", "b"]);
  assert.deepEqual(ids(await take(ANA, 1)), ["a"]);
  assert.deepEqual(phone.rows().map(({ tried }) => tried), [true, false, true]);
});

test("a row that cannot be read holds up no other", async () => {
  await entry("a");
  await entry("b");
  await change("a", (row) => ({ ...row, box: { iv: new Uint8Array(12), data: new ArrayBuffer(20) } }));
  assert.deepEqual(ids(await take(ANA, 9)), ["b"]);
  assert.equal((await waiting(ANA))[0].fields, null);
});

test("only what the server names as taken leaves the phone", async () => {
  for (const id of ["a", "b", "c", "d"]) await entry(id);
  await settle([
    { id: "a", status: "stored" },
    { id: "b", status: "already there" },
    { id: "c", status: "something new" },
    { id: "z", status: "stored" },
  ]);
  assert.deepEqual(ids(await waiting(ANA)), ["c", "d"]);
});

test("a refused row stays with its reason, and nothing of that thing is sent behind it", async () => {
  await entry("a");
  await entry("a2", { object: "a", kind: "entry.edit" });
  await settle([{ id: "a", status: "refused", why: "too long", errors: { note: ["too long"] } }]);
  assert.deepEqual(await take(ANA, 9), []);
  assert.deepEqual(await counts(ANA), { count: 1, refused: 1, others: false });
  assert.equal((await waiting(ANA))[0].why, "too long");
});
