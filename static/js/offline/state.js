// What the form needs to know of its owner, fetched when there is a network and kept for when not.

import { opened, shut } from "./box.js";
import { locked } from "./lock.js";
import { owner } from "./owner.js";
import { saw } from "./send.js";
import { meta, setMeta } from "./store.js";

/** @type {() => Promise<State | undefined>} */
export async function keptState() {
  if (locked()) return undefined;
  try {
    const state = await opened(await meta("state"));
    return state?.person === (await owner()) ? state : undefined;
  } catch {
    return undefined;
  }
}

// Gives {state, out, other}: out when nobody is signed in here any more, other when it is somebody
// else than the owner of this page.
/** @type {() => Promise<{ state?: State; out?: boolean; other?: boolean }>} */
export async function freshState() {
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch("/sync/state", { headers, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { out: true };
    if (!answer.ok) return {};
    const state = await answer.json();
    if (!state.person) return {};
    if (state.person !== (await owner())) return { other: true };
    await setMeta("state", await shut(state)).catch(() => {});
    await saw(state.now).catch(() => {});
    return { state };
  } catch {
    return {};
  }
}
