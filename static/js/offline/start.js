// On every page of somebody who is signed in: whose phone this is, the pages it keeps, what waits.

import { keepSending } from "./background.js";
import { watch } from "./changes.js";
import { owner, settleOwner } from "./owner.js";
import { counts } from "./queue.js";
import { guardSignOut } from "./sign-out.js";
import { keptState } from "./state.js";
import { keepHelp } from "./help-kept.js";
import { guardLock } from "./cover.js";
import { locked } from "./lock.js";

const page = document.documentElement.dataset;
const UNSEEN = 2000; // ms after which nobody is on the way from one page to the next

// Words that came with the page are not read out by themselves; what has the focus is.
function read() {
  if (!location.hash) document.querySelector("#error-summary, [data-heard]")?.focus({ preventScroll: true });
}

// What the page before has to say: fixed words, never those of a patient.
function say() {
  const words = sessionStorage.getItem("told");
  if (!words) return;
  sessionStorage.removeItem("told");
  const notice = document.createElement("p");
  Object.assign(notice, { className: "notice flash", role: "status" });
  document.getElementById("main").prepend(notice);
  notice.textContent = words;
}

async function badge(person) {
  const link = document.querySelector("[data-waiting]");
  if (!link) return;
  const { count, refused } = await counts(person);
  link.hidden = !count || locked();
  const waits = count === 1 ? "One thing waits" : `${count} things wait`;
  const look = refused ? `, ${refused} of them need${refused === 1 ? "s" : ""} a look` : "";
  link.textContent = `${waits} on this phone${look}`;
}

async function worker() {
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  let soon;
  // while nobody looks, nothing is being opened or typed that a change of hands could hold up
  document.addEventListener("visibilitychange", () => {
    clearTimeout(soon);
    const clean = !document.querySelector("form[data-dirty]");
    if (document.hidden && clean) soon = setTimeout(() => registration.waiting?.postMessage("take over"), UNSEEN);
  });
}

async function start() {
  const left = await settleOwner().catch(() => false); // a full phone goes on without it
  if (left && "shell" in page && location.pathname === "/") return location.reload();
  if (page.person) localStorage.setItem("theme", page.theme);
  const person = await owner();
  if (!person) return;
  const state = await keptState();
  const owned = document.querySelector("[data-owner]");
  if (owned && state) owned.textContent = `Signed in as ${state.name}`;
  const show = () => badge(person).catch(() => {});
  watch(show);
  show();
  keepSending(person);
  guardSignOut(person);
  if (page.person) keepHelp();
}

read();
say();
guardLock();
addEventListener("load", () => worker().catch(() => {}));
start().catch(() => {});
