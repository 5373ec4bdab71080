// What waits to be sent. A row leaves this list when the server has named it as taken, when its
// owner deletes it before it was ever sent, or when they sign out and say so. In no other way.

import { opened, shut } from "./box.js";
import { announce } from "./changes.js";
import { done, meta, within } from "./store.js";

const rowsOf = (tx) => done(tx.objectStore("rows").getAll());
const put = (tx, row) => done(tx.objectStore("rows").put(row));

// item: {id, person, kind, object, base, fields}, from a file more. Rejects where there is no room.
export async function keep({ fields, ...item }) {
  const box = await shut(fields);
  const seen = item.seen !== undefined ? item.seen : ((await meta("seen")) ?? null);
  const made = item.made ?? new Date().toISOString();
  const row = { tried: false, ...item, made, seen, box, state: "waiting" };
  await within("readwrite", async (tx) => {
    const there = await done(tx.objectStore("rows").index("id").get(item.id));
    if (!there) await done(tx.objectStore("rows").add(row));
  });
  announce();
}

/** @type {(person: string) => Promise<Row[]>} */
export async function waiting(person) {
  const rows = await within("readonly", rowsOf);
  return Promise.all(rows.filter((row) => row.person === person).map(read));
}

// One row that cannot be read holds up no other.
/** @type {(row: Row) => Promise<Row>} */
async function read(row) {
  const fields = await opened(row.box).catch(() => null);
  return { ...row, fields };
}

/** @type {(person: string) => Promise<Counts>} */
export async function counts(person) {
  const rows = await within("readonly", rowsOf);
  const theirs = rows.filter((row) => row.person === person && row.state !== "dropped");
  const things = (some) => new Set(some.map((row) => row.object)).size;
  const refused = things(theirs.filter((row) => row.state === "refused"));
  const others = rows.some((row) => row.person !== person);
  return { count: things(theirs), refused, others };
}

// The next rows to send, oldest first: of each thing the first one only, and none behind a refusal.
/** @type {(person: string, most: number) => Promise<Row[]>} */
export async function take(person, most) {
  const batch = await within("readwrite", async (tx) => {
    const met = new Set();
    const next = [];
    for (const row of await rowsOf(tx)) {
      if (row.person !== person || row.state === "dropped") continue;
      if (!met.has(row.object) && row.state === "waiting" && next.length < most) next.push(row);
      met.add(row.object);
    }
    for (const row of next) await put(tx, { ...row, tried: true });
    return next;
  });
  return (await Promise.all(batch.map(read))).filter((row) => row.fields);
}

const TAKEN = ["stored", "already there", "changed elsewhere"];

/** @type {(answers: Answer[]) => Promise<void>} */
export async function settle(answers) {
  await within("readwrite", async (tx) => {
    for (const row of await rowsOf(tx)) {
      const answer = answers.find(({ id }) => id === row.id);
      if (TAKEN.includes(answer?.status)) await done(tx.objectStore("rows").delete(row.seq));
      else if (answer?.status === "refused") await put(tx, refusal(row, answer));
    }
  });
  announce();
}

/** @type {(row: Row, answer: Answer) => Row} */
function refusal(row, { why, errors }) {
  return { ...row, state: "refused", tried: false, why, errors };
}

// One change of one row, decided on what it is at that moment; nothing gives, "gone" deletes.
/** @type {(id: string, decide: (row: Row) => Row | null | "gone") => Promise<Row | null | "gone">} */
export async function change(id, decide) {
  const result = await within("readwrite", async (tx) => {
    const row = await done(tx.objectStore("rows").index("id").get(id));
    const changed = row && decide(row);
    if (changed === "gone") await done(tx.objectStore("rows").delete(row.seq));
    else if (changed) await put(tx, changed);
    return changed;
  });
  announce();
  return result;
}
