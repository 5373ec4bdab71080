// What waits, in words.

const KINDS = {
  "entry.add": "How you were",
  "entry.edit": "A change of an entry",
  "entry.delete": "A deletion of an entry",
  "entry.restore": "An entry brought back",
  "treatment.add": "A treatment session",
  "treatment.edit": "A change of a session",
  "treatment.cancel": "A session cancelled",
  "treatment.restore": "A session brought back",
  "vitals.add": "A reading of a session",
  "vitals.remove": "A reading taken out",
};
const NAMED = { morning: "this morning", night: "the night before" };

/** @type {(row: Row) => string} */
export const what = (row) => KINDS[row.kind] ?? "Something you saved";

function moment(date) {
  /** @type {Intl.DateTimeFormatOptions} */
  const how = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(document.documentElement.lang, how).format(date);
}

/** @type {(row: Pick<Row, "fields">) => string} */
export function words({ fields }) {
  if (!fields) return "This cannot be read on this phone any more.";
  const { anxiety, mood, note, systolic, diastolic, pulse, spo2, at, when } = fields;
  const names = Object.keys(fields).filter((name) => name.startsWith("effect_") && fields[name]);
  const effects = names.length === 1 ? "one side effect" : `${names.length} side effects`;
  const parts = [
    anxiety && `Anxiety ${anxiety}`,
    mood && `Mood ${mood}`,
    names.length ? effects : fields.none_reported && "no side effects",
    systolic && `blood pressure ${systolic}/${diastolic}`,
    pulse && `pulse ${pulse}`,
    spo2 && `oxygen ${spo2} %`,
    fields.sleep_hours && "sleep",
    (fields.medication || fields.medication_note) && "medication",
    note && "a note",
    NAMED[when] ?? (at && moment(new Date(at))),
  ];
  return parts.filter(Boolean).join(" · ");
}

// A reading is a thing of its own, beside its session and the other readings.
/** @type {(row: Row) => boolean} */
export const reading = (row) => row.kind.startsWith("vitals.");

// What names a thing for taking it back: vital signs go by themselves, a session with its vital signs.
/** @type {(row: Row) => [string, string?]} */
export const idsOf = (row) => (reading(row) ? [row.object, row.id] : [row.object]);

// Of each thing the last word, with the words of the one before where the last has none. A change
// of something new that waits as well is still something new.
/** @type {(rows: Row[]) => Row[]} */
export function things(rows) {
  const latest = new Map();
  for (const row of rows) {
    const thing = reading(row) ? row.id : row.object;
    const before = latest.get(thing);
    const fields = words(row) || !before ? row.fields : before.fields;
    const why = row.why ?? before?.why;
    const anew = before?.kind.endsWith(".add") && row.kind.endsWith(".edit");
    latest.set(thing, { ...row, fields, why, kind: anew ? before.kind : row.kind });
  }
  return [...latest.values()];
}

/** @type {(row: Row) => string} */
export function saved(row) {
  const state = row.state === "refused" ? "Not accepted yet" : "Waiting";
  return `${state} · saved ${moment(new Date(row.made))}`;
}
