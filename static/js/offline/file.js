// What waits, as a file that can be brought back on this phone or another: for when all else fails.

import { locked } from "./lock.js";
import { keep, waiting } from "./queue.js";

const FORMAT = "relief-diary-waiting";

export async function saveFile(person) {
  if (locked()) return;
  const rows = (await waiting(person)).filter((row) => row.state !== "dropped");
  const items = rows.map(({ id, kind, object, base, made, seen, fields }) => {
    return { id, kind, object, base, made, seen, fields };
  });
  const text = JSON.stringify({ format: FORMAT, person, saved: new Date(), items }, null, 1);
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const name = `waiting-${new Date().toISOString().slice(0, 10)}.json`;
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// Gives how many came back; rejects with words where the file is not this person's.
export async function bringBack(person, file) {
  let contents;
  try {
    contents = JSON.parse(await file.text());
  } catch {
    contents = {};
  }
  if (contents.format !== FORMAT || !Array.isArray(contents.items)) {
    throw new Error("This is not a file that was saved here.");
  }
  if (contents.person !== person) throw new Error("This file is somebody else's.");
  // the phone that saved the file may have sent these by now: a change of them travels on its own
  for (const item of contents.items) await keep({ ...item, person, tried: true });
  return contents.items.length;
}
