// The page of what waits, right after something was saved here: what was saved, and the fixed words on
// a value beyond a published limit.

import { waiting } from "./queue.js";
import { keptState } from "./state.js";
import { beyond } from "./words.js";

const place = (name) => document.querySelector(`[data-${name}]`);

export async function sayWhatWasSaved(person, asked) {
  const row = (await waiting(person)).find((one) => one.id === asked.get("saved"));
  // it was sent while this page opened: the diary's own page says what it says of such an entry
  if (!row && asked.has("entry")) return location.replace(`/entries/${asked.get("entry")}/saved`);
  const words = row ? "Saved on this phone" : "Saved";
  place("heading").textContent = words;
  document.title = document.title.replace(/^[^–]*/, `${words} `);
  history.replaceState(null, "", "/waiting"); // said once
  if (!row) return;
  const limits = JSON.parse(place("limits").textContent);
  const state = await keptState();
  const hours = state?.session_at ? (new Date(row.made) - new Date(state.session_at)) / 3600000 : NaN;
  const codes = row.fields ? beyond(row.fields, limits, hours) : [];
  place("flags").hidden = !codes.length;
  for (const code of codes) document.querySelector(`[data-flag="${code}"]`).hidden = false;
  place("heading").focus();
}
