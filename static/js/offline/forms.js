// Saving: on this phone first, then to the diary. The page goes on when the server has named what
// it took; until then the words wait here, whatever happens to the network, the page or the phone.

import { find, show } from "./faults.js";
import { goOn } from "./next-page.js";
import { owner } from "./owner.js";
import { keep } from "./queue.js";
import { latest, rewrite } from "./rewrite.js";
import { send, sendOne } from "./send.js";

const PATIENCE = 6000; // ms of "Saving …"
const NO_ROOM =
  "This phone has no room left, so this is not saved yet. Keep this page open. Make room on the " +
  "phone, or find a network, and press Save again.";
const LEFT_OUT = ["csrf_token", "entry_id", "treatment_id"];

/** @type {(form: HTMLFormElement) => any} */
export function fieldsOf(form) {
  const values = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return Object.fromEntries(values.filter(([name]) => !LEFT_OUT.includes(name)));
}

function item(form, person) {
  const id = crypto.randomUUID();
  const { object = id, base, queue } = form.dataset;
  const sent = { kind: queue, fields: fieldsOf(form), made: new Date().toISOString() };
  return { id, person, object, base: base ? Number(base) : null, ...sent };
}

async function put(form, fresh) {
  const { waiting } = form.dataset;
  const earlier = waiting && ((await latest(fresh.person, waiting)) ?? form.filled);
  if (earlier) return { id: await rewrite(earlier, fresh.fields), object: earlier.object };
  await keep(fresh);
  return fresh;
}

async function save(form, button, person) {
  const errors = find(form);
  if (Object.keys(errors).length) return show(form, errors);
  let row = item(form, person);
  let answer;
  try {
    row = await put(form, row);
    const pause = new Promise((resolve) => setTimeout(resolve, PATIENCE, { answers: new Map() }));
    answer = (await Promise.race([send(person), pause])).answers.get(row.id);
  } catch {
    // no room on the phone: straight to the server, if it is there
    answer = await sendOne(row);
    if (!answer) return show(form, {}, NO_ROOM);
  }
  if (answer?.status === "refused") {
    form.dataset.waiting = row.object;
    return show(form, answer.errors ?? {}, answer.why);
  }
  return goOn(form, button, row, answer);
}

async function submit(event) {
  const form = event.target;
  const person = await owner();
  if (!person) return form.submit();
  const button = event.submitter ?? form.querySelector("[type=submit]");
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const words = button.textContent;
  button.textContent = words === "Save" ? "Saving …" : words;
  try {
    await save(form, button, person);
  } finally {
    delete form.dataset.sending;
    button.textContent = words;
  }
}

for (const form of document.querySelectorAll("form[data-queue]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event);
  });
  form.addEventListener("input", () => (form.dataset.dirty = ""), { once: true });
  form.dataset.ready = "";
}
