// Sends what waits. Only an answer that names an item takes it off the list: a page of a captive
// network, a sign-in form or a cached page may all answer 200 as well.

import { meta, setMeta } from "./store.js";
import { settle, take } from "./queue.js";

const AT_ONCE = 20;
const PATIENCE = 20000; // ms

// Gives {state, answers}: "sent", "offline", "signed out", "somebody else", "trouble".
/** @type {(person: string) => Promise<Sent>} */
export async function send(person) {
  if (!navigator.locks) return sendAll(person);
  return navigator.locks.request("relief-diary-send", () => sendAll(person));
}

/** @type {(person: string) => Promise<Sent>} */
async function sendAll(person) {
  // surely no request leaves: what waits is not marked as tried, and may be changed in its place
  if (!navigator.onLine) return { state: "offline", answers: new Map() };
  const answers = new Map();
  let most = AT_ONCE;
  for (;;) {
    const rows = await take(person, most);
    if (!rows.length) return { state: "sent", answers };
    const { state, replies } = await post(person, rows);
    if (state === "unreadable" && rows.length > 1) {
      most = 1; // one of them is at fault, and shall not hold up the others
      continue;
    }
    const received = state === "unreadable" ? [unread(rows[0])] : replies;
    const named = received.filter((answer) => rows.some((row) => row.id === answer.id));
    await settle(named);
    for (const answer of named) answers.set(answer.id, answer);
    if (state !== "sent" && state !== "unreadable") return { state, answers };
    if (!named.length) return { state: "trouble", answers };
  }
}

// One item past the list, for a phone that has no room for it; gives the answer, if there is one.
/** @type {(item: Item) => Promise<Answer | undefined>} */
export async function sendOne(item) {
  const seen = await meta("seen").catch(() => null);
  const { replies } = await post(item.person, [{ ...item, seen: seen ?? null }]);
  return replies.find((answer) => answer.id === item.id);
}

/** @type {(row: Row) => Answer} */
function unread({ id }) {
  return { id, status: "refused", why: "The diary could not read this. Save it as a file." };
}

async function post(person, rows) {
  const items = rows.map(({ id, kind, object, base, made, seen, fields }) => ({
    ...{ id, kind, object, base: base ?? null, fields },
    ...{ made_at: made, seen_at: seen },
  }));
  const body = JSON.stringify({ person, sent_at: new Date().toISOString(), items });
  try {
    const answer = await fetch("/sync", {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: body.length < 60000,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return await heard(answer);
  } catch {
    return { state: "offline", replies: [] };
  }
}

async function heard(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401) return no("signed out");
  if (answer.status === 409) return no("somebody else");
  if (answer.status === 423) return no("locked");
  if (answer.status === 400 || answer.status === 413) return no("unreadable");
  if (answer.status !== 200) return no("trouble");
  const reply = await answer.json();
  if (!Array.isArray(reply.answers)) return no("trouble");
  await saw(reply.now).catch(() => {}); // a full phone still hears what was stored
  return { state: "sent", replies: reply.answers };
}

function no(state) {
  return { state, replies: [] };
}

// The server's clock, at the last time that the two spoke: no later entry can be older than this.
export async function saw(now) {
  if (now && now > ((await meta("seen")) ?? "")) await setMeta("seen", now);
}
