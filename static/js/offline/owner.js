// Whose phone this is. The diary says so itself, in a cookie that comes with the answer that signs
// somebody in: no kept page and no page that was left too soon can take one person for another.
// The rows that wait are their owner's and nobody else's; a mark in the cache tells the service
// worker that the form may open without asking.

import { forgetLock } from "./lock.js";
import { done, meta, setMeta, within } from "./store.js";

const MARK = "diary-owner";
const PERSONAL = ["state", "help", "person"];
const COOKIE = /(?:^|; )((?:__Host-)?diary-person)=([^;]*)/;
const NOBODY = "nobody"; // a doctor, or somebody who has signed out
const page = document.documentElement.dataset;

let current;

// The same as long as a page is open: what is written on it belongs to who opened it. Null: nobody.
/** @type {() => Promise<string | null>} */
export function owner() {
  current ??= find();
  return current;
}

async function find() {
  if ("role" in page) return page.person ?? null;
  const fromCookie = document.cookie.match(COOKIE)?.[2];
  if (fromCookie) return fromCookie === NOBODY ? null : fromCookie;
  // a browser that was killed may have lost its newest cookies
  return (await meta("person").catch(() => null)) ?? null;
}

// Keeps nothing of anybody but the owner, rows that wait aside; gives whether the phone has just
// learnt that it is nobody's.
export async function settleOwner() {
  const person = await owner();
  const before = await meta("person");
  if (before && before !== person) await forget(before);
  if (!person) return caches.delete(MARK);
  if (before !== person) await setMeta("person", person);
  if (!(await caches.has(MARK))) await caches.open(MARK);
  return false;
}

async function forget(person, rows = false) {
  await caches.delete(MARK);
  localStorage.removeItem("theme");
  localStorage.removeItem("clock");
  await within("readwrite", async (tx) => {
    const store = tx.objectStore("meta");
    for (const name of PERSONAL) await done(store.delete(name));
    if (!rows) return;
    const all = await done(tx.objectStore("rows").getAll());
    const theirs = all.filter((row) => row.person === person);
    for (const row of theirs) await done(tx.objectStore("rows").delete(row.seq));
    if (theirs.length === all.length) await done(store.delete("key"));
  });
}

// The owner signs out: nothing of theirs stays, what waits included. The diary may not be there.
export async function leave(person) {
  await forget(person, true);
  forgetLock();
  const name = document.cookie.match(COOKIE)?.[1];
  const secure = location.protocol === "https:" ? "; Secure" : "";
  if (name) document.cookie = `${name}=${NOBODY}; Path=/; SameSite=Lax; Max-Age=34560000${secure}`;
}
