// Changing what still waits: in its place while nobody else can have seen it, else as an edit that
// follows it. The server may have taken a row that was tried, and its answer may be lost.

import { shut } from "./box.js";
import { formTime } from "./entry-time.js";
import { change, keep, waiting } from "./queue.js";
import { meta } from "./store.js";

const ENDS = { "entry.add": "entry.delete", "treatment.add": "treatment.cancel" };
const FOLLOWS = { entry: "entry.edit", treatment: "treatment.edit" };

// Gives the id under which the answer will come.
/** @type {(row: Row, fields: Fields) => Promise<string>} */
export async function rewrite(row, fields) {
  const same = untouched(row, fields);
  const { when, at, time } = row.fields;
  const anew = same ? {} : { made: new Date().toISOString(), seen: (await meta("seen")) ?? null };
  const box = await shut(same ? { ...fields, when, at, time } : fields);
  const inPlace = await change(row.id, (now) => (mayChange(now) ? { ...fresh(now), ...anew, box } : null));
  if (inPlace) return row.id;
  const thing = row.kind.split(".")[0];
  const id = crypto.randomUUID();
  const base = row.kind.endsWith(".add") ? 1 : row.base + 1;
  const values = same ? { ...fields, time: "kept" } : fields;
  await keep({ id, kind: FOLLOWS[thing], person: row.person, object: row.object, base, fields: values });
  return id;
}

function mayChange(row) {
  return row.state === "refused" || !row.tried;
}

/** @type {(row: Row) => Row} */
function fresh({ why, errors, ...row }) {
  return { ...row, state: "waiting" };
}

// Whether the form still says the time that fill() put in: then it is none of this phone's business,
// whose clock may have been put right by the diary since.
function untouched(row, fields) {
  const onForm = formTime(row);
  return ["when", "at"].every((name) => (fields[name] ?? "") === (onForm[name] ?? ""));
}

// Takes back what waits of one thing, or one row of it. What was never tried is put aside and can be
// brought back. A new thing that may have arrived is followed by its deletion, and a change that may
// have arrived stays. Gives whether anything was taken back.
/** @type {(person: string, object: string, id?: string) => Promise<boolean>} */
export async function drop(person, object, id) {
  const rows = await of(person, object, id);
  let some = false;
  for (const row of rows.reverse()) {
    const aside = await change(row.id, (now) => (mayChange(now) ? { ...now, state: "dropped" } : null));
    const ends = ENDS[row.kind];
    some ||= Boolean(aside || ends);
    if (aside || !ends) continue;
    await keep({ id: crypto.randomUUID(), kind: ends, person, object, base: null, fields: {} });
  }
  return some;
}

/** @type {(person: string, object: string, id?: string) => Promise<void>} */
export async function undrop(person, object, id) {
  for (const row of await of(person, object, id)) {
    await change(row.id, (now) => (now.state === "dropped" ? { ...now, state: "waiting" } : null));
  }
}

/** @type {(person: string, object: string, id?: string) => Promise<Row[]>} */
async function of(person, object, id) {
  const rows = await waiting(person);
  return rows.filter((row) => row.object === object && (!id || row.id === id));
}

// Rows that were put aside on an earlier page: their undo is over.
export async function sweep(person) {
  const aside = (await waiting(person)).filter((row) => row.state === "dropped");
  for (const row of aside) await change(row.id, (now) => (now.state === "dropped" ? "gone" : null));
}

/** @type {(person: string, object: string) => Promise<Row | undefined>} */
export async function latest(person, object) {
  const rows = (await waiting(person)).filter((row) => row.object === object && row.fields);
  return rows.filter((row) => row.state !== "dropped").at(-1);
}
