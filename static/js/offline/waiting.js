// The page of what waits on this phone, and the one that says that something was saved here.

import { bringBack, saveFile } from "./file.js";
import { locked } from "./lock.js";
import { owner } from "./owner.js";
import { counts, waiting, watch } from "./queue.js";
import { drop, sweep, undrop } from "./rewrite.js";
import { send } from "./send.js";
import { sayWhatWasSaved } from "./said.js";
import { reading, saved, things, what, words } from "./words.js";

const CHANGED = { entry: "/", treatment: "/sessions/new" };
const place = (name) => document.querySelector(`[data-${name}]`);
const person = await owner();
const SHUT = "Your diary is locked. What you save is kept on this phone and sent once it is open again.";
let last = ""; // what was just done, said before how many wait

function shown(row) {
  const item = place("row").content.cloneNode(true).firstElementChild;
  const put = (name, text) => (item.querySelector(`[data-${name}]`).textContent = text);
  const dropped = row.state === "dropped";
  put("words", words(row));
  put("when", dropped ? "" : saved(row));
  put("which", `: ${what(row)}, ${words(row)}`);
  if (row.why) item.querySelector("[data-why]").hidden = !put("why", row.why);
  const [thing, verb] = row.kind.split(".");
  const change = item.querySelector("[data-change]");
  change.hidden = dropped || !row.fields || !["add", "edit"].includes(verb) || !CHANGED[thing];
  change.href = `${CHANGED[thing] ?? "/"}?waiting=${row.object}`;
  const button = item.querySelector("[data-drop]");
  const ends = verb === "add" || !row.fields;
  put("what", dropped ? (ends ? "Deleted" : "Taken back") : what(row));
  button.textContent = dropped ? "Undo: keep it" : ends ? "Delete" : "Take back";
  button.classList.toggle("button--danger", !dropped);
  button.addEventListener("click", () => (dropped ? undrop(person, ...only(row)) : takeBack(row)));
  return item;
}

async function show() {
  const shut = person && locked();
  for (const part of document.querySelectorAll("main .fold")) part.hidden = shut;
  if (shut) {
    place("rows").hidden = place("some").hidden = true;
    return void (place("told").textContent = SHUT);
  }
  const rows = person ? await waiting(person) : [];
  const { hers, others } = await counts(person);
  place("rows").replaceChildren(...things(rows).map(shown));
  place("rows").hidden = !rows.length;
  place("some").hidden = !hers;
  const some = hers === 1 ? "One thing waits" : `${hers} things wait`;
  const told = hers
    ? `${some} on this phone, to be sent when there is a network.`
    : person
      ? "Nothing waits: everything you saved is in your diary."
      : "No patient is signed in on this phone.";
  const more = others && "Somebody else's wait here too; they are sent when she signs in.";
  place("told").textContent = [last, told, more].filter(Boolean).join(" ");
}

// A reading goes by itself, a session with its readings.
const only = (row) => (reading(row) ? [row.object, row.id] : [row.object]);

async function takeBack(row) {
  if (await drop(person, ...only(row))) return;
  last = "This may have reached your diary already. Change it there once nothing waits.";
  await show();
}

const said = {
  offline: "Still no network.",
  "signed out": "You are signed out. Sign in, and it is sent.",
  "somebody else": "Somebody else is signed in here. It is sent when you sign in.",
  locked: SHUT,
  trouble: "The diary could not take it just now. It is tried again.",
};

document.addEventListener("click", async (event) => {
  const { do: verb } = event.target.dataset ?? {};
  if (verb === "file") await saveFile(person);
  if (verb !== "send") return;
  place("told").textContent = "Sending …";
  last = said[(await send(person)).state] ?? "";
  await show();
});

document.getElementById("file").addEventListener("change", async ({ target }) => {
  try {
    last = `${await bringBack(person, target.files[0])} brought back from the file.`;
    await show();
  } catch (error) {
    place("told").textContent = error.message;
  }
});

if (person) await sweep(person);
await show();
const asked = new URLSearchParams(location.search);
if (person && asked.has("saved")) await sayWhatWasSaved(person, asked);
watch(show);
