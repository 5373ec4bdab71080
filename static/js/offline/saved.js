// The page of what waits, right after something was saved here: what was saved, and the fixed words on
// a value beyond a published limit.

import { instantOf } from "./entry-time.js";
import { waiting } from "./queue.js";
import { flagCodes, hoursSince } from "./safety-limits.js";
import { keptState } from "./state.js";

const place = (name) => document.querySelector(`[data-${name}]`);

export async function sayWhatWasSaved(person, query) {
  const row = (await waiting(person)).find(({ id }) => id === query.get("saved"));
  // it was sent while this page opened: the diary's own page says what it says of such an entry
  if (!row && query.has("entry")) return location.replace(`/entries/${query.get("entry")}/saved`);
  const words = row ? "Saved on this phone" : "Saved";
  place("heading").textContent = words;
  document.title = document.title.replace(/^[^–]*/, `${words} `);
  history.replaceState(null, "", "/waiting"); // said once
  if (!row) return;
  const codes = row.fields ? await exceeded(row) : [];
  place("flags").hidden = !codes.length;
  for (const code of codes) document.querySelector(`[data-flag="${code}"]`).hidden = false;
  place("heading").focus();
}

async function exceeded(row) {
  const limits = JSON.parse(place("safety-limits").textContent);
  const { session_starts: starts = [], zone } = (await keptState()) ?? {};
  return flagCodes(row.fields, limits, hoursSince(instantOf(row, zone), starts));
}
