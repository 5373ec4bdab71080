// Sends in the background what waits: at once, and again whenever there may be a network.

import { counts } from "./queue.js";
import { send } from "./send.js";

const FIRST = 5000; // ms
const LONGEST = 300000;

export function keepSending(person) {
  let pause = FIRST;
  let timer;
  async function go() {
    clearTimeout(timer);
    const { count, refused } = await counts(person);
    if (count === refused) return;
    const { state } = await send(person);
    pause = state === "sent" ? FIRST : Math.min(pause * 2, LONGEST);
    timer = setTimeout(go, pause * (0.75 + Math.random() / 2));
  }
  const soon = () => ((pause = FIRST), go().catch(() => {}));
  addEventListener("online", soon);
  addEventListener("pageshow", soon);
  addEventListener("unlocked", soon);
  document.addEventListener("visibilitychange", () => document.hidden || soon());
  soon();
}
