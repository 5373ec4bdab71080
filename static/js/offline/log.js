// The form that opens first. On a page that the phone keeps, it adds what is personal: the check-in
// that is due, the side effects of last time first, the plain form in the hours after a session.

import "./forms.js";
import { fill } from "./fill.js";
import { owner } from "./owner.js";
import { waiting } from "./queue.js";
import { freshState, keptState } from "./state.js";

const A_DAY = 86400000;
const form = document.querySelector(".log-form");
const query = new URLSearchParams(location.search);
const shell = "shell" in form.dataset;

function time(date, more) {
  const short = { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...short, ...more }).format(date);
}

function findDue(checkIns, done) {
  const named = (checkIn) => checkIn.check_in === query.get("check_in") && checkIn.session === query.get("session");
  const open = checkIns.filter((checkIn) => !done.has(`${checkIn.check_in} ${checkIn.session}`));
  const now = Date.now();
  const due = open.filter(({ opens, closes }) => Date.parse(opens) <= now && now <= Date.parse(closes));
  const far = ({ target }) => Math.abs(Date.parse(target) - now);
  return open.find(named) ?? due.sort((a, b) => far(a) - far(b))[0];
}

function showDue(checkIn) {
  const place = document.querySelector("[data-due]");
  place.hidden = !checkIn;
  form.elements.check_in.value = checkIn?.check_in ?? "";
  form.elements.session.value = checkIn?.session ?? "";
  if (!checkIn) return;
  const until = time(new Date(checkIn.closes), { weekday: "short", day: "numeric", month: "short" });
  const strong = Object.assign(document.createElement("strong"), { textContent: "Due now:" });
  place.replaceChildren(strong, ` your check-in ${checkIn.words}, until ${until}.`);
}

function showFoggy(until) {
  const foggy = Boolean(until) && Date.now() < Date.parse(until) && !query.has("all");
  form.classList.toggle("log-form--after", foggy);
  for (const id of ["when", "more"]) document.getElementById(id).hidden = foggy;
  form.querySelector("[data-all]").hidden = !foggy;
}

function showEffects({ effects, foggy_until: until, check_ins: checkIns }) {
  const list = form.querySelector(".effects");
  const rows = effects.map((code) => form.elements[`effect_${code}`]?.[0]?.closest("fieldset"));
  const first = rows.filter(Boolean).filter((row) => !row.querySelector("[value=other]"));
  list.prepend(...first);
  const lately = checkIns.some(
    ({ check_in: name, target }) => name === "24h" && Date.parse(target) - Date.now() < A_DAY,
  );
  if (lately || until) document.getElementById("side-effects").open = true;
}

async function show(state) {
  if (!state) return;
  /** @type {Row[]} */
  const rows = await waiting(state.person).catch(() => []);
  const done = rows.map(({ fields }) => `${fields?.check_in} ${fields?.session}`);
  showDue(findDue(state.check_ins, new Set(done)));
  showFoggy(state.foggy_until);
  const owned = document.querySelector("[data-owner]");
  if (owned) owned.textContent = `Signed in as ${state.name}`;
  const clock = form.querySelector("[data-clock]");
  clock.dataset.home = state.zone ?? ""; // a state kept by an older version has none
  clock.dispatchEvent(new Event("home"));
  document.querySelector("[data-demo]")?.toggleAttribute("hidden", !state.demo);
}

async function start() {
  if (shell) {
    const stored = await keptState();
    await show(stored);
    if (stored) showEffects(stored);
  }
  if (query.has("waiting")) await fill(form, await owner(), query.get("waiting"));
  form.dataset.open = "";
  if (!shell || !(await owner())) return;
  const { state, out, other } = await freshState();
  if (other) return location.reload(); // somebody else has signed in since this page opened
  if (out) document.querySelector("[data-out]").hidden = false;
  if (state && !("dirty" in form.dataset)) await show(state);
}

start();
