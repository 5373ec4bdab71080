import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { documentElement: { lang: "en-GB" } };
const { idsOf, reading, saved, things, what, words } = await import("../../../static/js/offline/words.js");

const row = (more) => ({ id: "r1", object: "o1", kind: "entry.add", fields: {}, ...more });

test("an entry is told in one line, without what was left empty", () => {
  const fields = { anxiety: "3", mood: "", effect_nausea: "mild", effect_fog: "", note: "private" };
  assert.equal(words(row({ fields })), "Anxiety 3 · one side effect · a note");
  assert.equal(words(row({ fields: { none_reported: "y", when: "night" } })), "no side effects · the night before");
});

test("what cannot be read says so, and a kind of later is something", () => {
  assert.match(words(row({ fields: null })), /cannot be read/);
  assert.equal(what(row({ kind: "song.add" })), "Something you saved");
});

test("a change of something new that waits as well is still something new", () => {
  const rows = [row({ fields: { mood: "1" } }), row({ id: "r2", kind: "entry.edit", fields: { mood: "2" } })];
  const [thing, ...others] = things(rows);
  assert.deepEqual(others, []);
  assert.deepEqual([thing.kind, thing.fields.mood], ["entry.add", "2"]);
});

test("a deletion keeps the words of what it deletes", () => {
  const rows = [row({ fields: { mood: "1" } }), row({ id: "r2", kind: "entry.delete", fields: {} })];
  assert.equal(words(things(rows)[0]), "Mood 1");
});

test("vital signs are things of their own beside their session", () => {
  const rows = [row({ kind: "treatment.add" }), row({ id: "r2", kind: "vitals.add" }), row({ id: "r3", kind: "vitals.add" })];
  assert.equal(things(rows).length, 3);
  assert.deepEqual(rows.map(reading), [false, true, true]);
  assert.deepEqual(rows.map(idsOf), [["o1"], ["o1", "r2"], ["o1", "r3"]]);
});

test("a refused row says that it was not accepted yet", () => {
  assert.match(saved(row({ state: "refused", made: "2026-06-10T09:00:00Z" })), /^Not accepted yet · saved /);
});
