import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

function storage() {
  const values = new Map();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => values.set(name, String(value)),
    removeItem: (name) => values.delete(name),
  };
}

const asked = [];
Object.assign(globalThis, {
  document: { cookie: "" },
  location: { protocol: "https:" },
  fetch: async (address) => void asked.push(address),
});
const { forgetLock, hasPin, locked, lockNow, opened, used, write, writes } = await import(
  "../../../static/js/offline/lock.js"
);

beforeEach(() => {
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(globalThis, name, { value: storage(), configurable: true });
  }
  document.cookie = "";
  asked.length = 0;
});

test("without the cookie there is no PIN and no lock", () => {
  assert.deepEqual([hasPin(), locked()], [false, false]);
});

test("the cookie says that it is locked", () => {
  document.cookie = "a=1; __Host-diary-lock=3.locked; b=2";
  assert.deepEqual([hasPin(), locked()], [true, true]);
});

test("it locks by itself after the minutes without use, and tells the server", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  document.cookie = "diary-lock=3.5";
  opened();
  context.mock.timers.setTime(1_000_000 + 5 * 60_000 - 1);
  assert.equal(locked(), false);
  context.mock.timers.setTime(1_000_000 + 5 * 60_000);
  assert.equal(locked(), true);
  assert.match(document.cookie, /^diary-lock=3\.locked; /);
  assert.deepEqual(asked, ["/more"]);
});

test("0 minutes never lock by themselves", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 1 });
  document.cookie = "diary-lock=3.0";
  opened();
  context.mock.timers.setTime(10 ** 10);
  assert.equal(locked(), false);
});

test("use is told to the server once in a while, and not while it is locked", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 10 ** 9 });
  document.cookie = "diary-lock=3.5";
  used();
  used();
  assert.equal(asked.length, 1);
  document.cookie = "diary-lock=3.locked";
  context.mock.timers.setTime(10 ** 9 + 60_000);
  used();
  assert.equal(asked.length, 1);
});

test("locking ends writing while locked; signing out takes the cookie away", () => {
  document.cookie = "diary-lock=3.5";
  write();
  assert.equal(writes(), true);
  lockNow();
  assert.equal(writes(), false);
  forgetLock();
  assert.match(document.cookie, /Max-Age=0; Secure$/);
});
