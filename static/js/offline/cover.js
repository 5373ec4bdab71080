// Covers a page while the diary is locked. What was typed on it stays where it is.

import { hasPin, locked, lockNow, opened, used, write, writes } from "./lock.js";

const LOOKS = 1000; // ms
let looking;
const page = document.documentElement.dataset;
const dialog = document.querySelector("[data-lock-asks]");
const OFFLINE =
  "There is no network, so the PIN cannot be checked just now. You can still write how you are: " +
  "it is kept on this phone, and sent once your diary is open again.";

function say(words) {
  dialog.querySelector("[data-lock-told]").textContent = words;
}

function cover() {
  if (dialog.open) return;
  page.covered = "";
  dialog.showModal();
  const saved = new URLSearchParams(location.search).has("saved");
  const typed = document.querySelector("form[data-dirty]") ? "What you typed is still here." : "";
  say(saved ? "Saved on this phone. It is sent once your diary is open again." : typed);
  if (!navigator.onLine) away();
}

function uncover() {
  delete page.covered;
  dialog.close();
}

function away() {
  say(OFFLINE);
  dialog.querySelector("[data-do=write]").hidden = !("shell" in page);
}

async function ask(pin) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const body = JSON.stringify({ pin });
  const answer = await fetch("/lock/pin", { method: "POST", headers, body, redirect: "manual" });
  // the sign-in is over: by too many wrong PINs, or by its age
  if (answer.type === "opaqueredirect" || answer.status === 401) return location.assign("/sign-in");
  if (answer.status === 403) return say((await answer.json()).error);
  if (!answer.ok) return say("The diary could not look just now. Try again.");
  opened();
  // what a kept page did not show while it was locked
  if ("shell" in page && !document.querySelector("form[data-dirty]")) return location.reload();
  uncover();
  dispatchEvent(new Event("unlocked"));
}

// A PIN may be set in another window while this page is open: then it is covered with the others.
function begin() {
  if (hasPin()) looking ??= setInterval(look, LOOKS);
  look();
}

function look() {
  if (!locked()) return dialog.open && uncover();
  if (!(writes() && "shell" in page)) cover();
}

function watch() {
  const field = dialog.querySelector("input");
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const pin = field.value;
    field.value = "";
    field.focus();
    say("Looking …");
    ask(pin).catch(away);
  });
  dialog.querySelector("[data-do=write]").addEventListener("click", () => {
    write();
    if (document.querySelector("form[data-queue]")) return uncover();
    location.assign("/");
  });
  // Escape opens nothing
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => locked() && !writes() && look());
  for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, () => used(), true);
  for (const name of ["pageshow", "focus", "storage"]) addEventListener(name, begin);
  document.addEventListener("visibilitychange", begin);
  begin();
}

export function guardLock() {
  if (!dialog || location.pathname === "/help") return;
  if (page.role && hasPin()) opened(); // the server has just answered: it is open
  for (const form of document.querySelectorAll("[data-lock-now]")) {
    form.hidden = !hasPin();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      lockNow();
      cover();
    });
  }
  watch();
}
