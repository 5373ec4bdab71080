// The page of what waits on this phone, and the one that says that something was saved here.

import { watch } from "./changes.js";
import { bringBack, saveFile } from "./file.js";
import { locked } from "./lock.js";
import { owner } from "./owner.js";
import { counts, waiting } from "./queue.js";
import { drop, sweep, undrop } from "./rewrite.js";
import { send } from "./send.js";
import { sayWhatWasSaved } from "./saved.js";
import { idsOf, saved, things, what, words } from "./words.js";

const CHANGED = { entry: "/", treatment: "/sessions/new" };
const place = (name) => document.querySelector(`[data-${name}]`);
const person = await owner();
const SHUT = "Your diary is locked. What you save is kept on this phone and sent once it is open again.";
let last = ""; // what was just done, said before how many wait

function buildItem(row) {
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
  button.addEventListener("click", () => (dropped ? undrop(person, ...idsOf(row)) : takeBack(row)));
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
  const { count, others } = await counts(person);
  place("rows").replaceChildren(...things(rows).map(buildItem));
  place("rows").hidden = !rows.length;
  place("some").hidden = !count;
  const some = count === 1 ? "One thing waits" : `${count} things wait`;
  const sentence = count
    ? `${some} on this phone, to be sent when there is a network.`
    : person
      ? "Nothing waits: everything you saved is in your diary."
      : "No patient is signed in on this phone.";
  const more = others && "Somebody else's wait here too. They are sent when that person signs in.";
  place("told").textContent = [last, sentence, more].filter(Boolean).join(" ");
}

async function takeBack(row) {
  if (await drop(person, ...idsOf(row))) return;
  last = "This may have reached your diary already. Change it there once nothing waits.";
  await show();
}

const STATES = {
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
  last = STATES[(await send(person)).state] ?? "";
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
const query = new URLSearchParams(location.search);
if (person && query.has("saved")) await sayWhatWasSaved(person, query);
watch(show);
