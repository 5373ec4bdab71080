// Whether the diary is locked on this phone. The server locks; this cookie of its answers tells the
// pages that a phone keeps: how often the lock was opened, and "locked" or the minutes without use
// after which it locks by itself. It hides; what it hides is not made unreadable by it.

const COOKIE = /(?:^|; )((?:__Host-)?diary-lock)=(\d+)\.(\w+)/;
const USED = "lock-used";
const WRITES = "writes-locked";
const EACH = 15000; // ms between two words to the server that somebody is there
let toldAt = 0;

/** @type {() => { name: string; openings: string; state: string } | undefined} */
function readLock() {
  const [, name, openings, state] = document.cookie.match(COOKIE) ?? [];
  return name && { name, openings, state };
}

export function hasPin() {
  return Boolean(readLock());
}

export function locked() {
  const lock = readLock();
  if (!lock) return false;
  if (lock.state === "locked") return true;
  const usedAt = Number(localStorage.getItem(USED));
  const idle = usedAt && Date.now() - usedAt >= Number(lock.state) * 60000;
  if (!idle || lock.state === "0") return false;
  lockNow();
  return true;
}

// At once and without a network; the server takes it over with the next page that is asked for.
export function lockNow() {
  const lock = readLock();
  if (!lock) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${lock.name}=${lock.openings}.locked; Path=/; SameSite=Lax; Max-Age=34560000${secure}`;
  sessionStorage.removeItem(WRITES);
  ask();
}

function ask() {
  const headers = { Accept: "text/html" };
  fetch("/more", { method: "HEAD", headers, redirect: "manual" }).catch(() => {});
}

// Somebody touches or types: it does not lock by itself just now.
export function used() {
  const lock = readLock();
  if (!lock || locked()) return;
  const now = Date.now();
  localStorage.setItem(USED, String(now));
  if (lock.state === "0" || now - toldAt < EACH) return;
  toldAt = now;
  ask();
}

export function opened() {
  localStorage.setItem(USED, String(Date.now()));
  sessionStorage.removeItem(WRITES);
}

// Without a network the PIN cannot be checked. Writing is possible all the same, and nothing else.
export function writes() {
  return sessionStorage.getItem(WRITES) !== null;
}

export function write() {
  sessionStorage.setItem(WRITES, "");
}

// The owner signs out: the next person on this phone does not have their lock.
export function forgetLock() {
  const lock = readLock();
  localStorage.removeItem(USED);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  if (lock) document.cookie = `${lock.name}=; Path=/; SameSite=Lax; Max-Age=0${secure}`;
}
