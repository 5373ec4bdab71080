// The form that opens first. On a page that the phone keeps, it puts in what is hers: the check-in
// that is due, the side effects of last time first, the plain form in the hours after a session.

import "./forms.js";
import { fill } from "./fill.js";
import { owner } from "./owner.js";
import { waiting } from "./queue.js";
import { freshState, keptState } from "./state.js";

const A_DAY = 86400000;
const form = document.querySelector(".log-form");
const asked = new URLSearchParams(location.search);
const shell = "shell" in form.dataset;

function time(date, more) {
  const short = { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...short, ...more }).format(date);
}

function wanted(checkIns, done) {
  const named = (one) => one.check_in === asked.get("check_in") && one.session === asked.get("session");
  const open = checkIns.filter((one) => !done.has(`${one.check_in} ${one.session}`));
  const now = Date.now();
  const due = open.filter(({ opens, closes }) => Date.parse(opens) <= now && now <= Date.parse(closes));
  const far = ({ target }) => Math.abs(Date.parse(target) - now);
  return open.find(named) ?? due.sort((a, b) => far(a) - far(b))[0];
}

function showDue(one) {
  const place = document.querySelector("[data-due]");
  place.hidden = !one;
  form.elements.check_in.value = one?.check_in ?? "";
  form.elements.session.value = one?.session ?? "";
  if (!one) return;
  const until = time(new Date(one.closes), { weekday: "short", day: "numeric", month: "short" });
  const strong = Object.assign(document.createElement("strong"), { textContent: "Due now:" });
  place.replaceChildren(strong, ` your check-in ${one.words}, until ${until}.`);
}

function showFoggy(until) {
  const foggy = Boolean(until) && Date.now() < Date.parse(until) && !asked.has("all");
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
  const rows = await waiting(state.person).catch(() => []);
  const done = rows.map(({ fields }) => `${fields?.check_in} ${fields?.session}`);
  showDue(wanted(state.check_ins, new Set(done)));
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
    const kept = await keptState();
    await show(kept);
    if (kept) showEffects(kept);
  }
  if (asked.has("waiting")) await fill(form, await owner(), asked.get("waiting"));
  form.dataset.open = "";
  if (!shell || !(await owner())) return;
  const { state, out, other } = await freshState();
  if (other) return location.reload(); // somebody else has signed in since this page opened
  if (out) document.querySelector("[data-out]").hidden = false;
  if (state && !("dirty" in form.dataset)) await show(state);
}

start();
