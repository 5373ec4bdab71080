// What is kept on the phone lies there encrypted, under a key that no script can read out.
// This hides words from whoever copies files; it does not lock out whoever holds the open phone.

import { done, meta, within } from "./store.js";

const KIND = { name: "AES-GCM", length: 256 };

async function key() {
  const stored = await meta("key");
  if (stored) return stored;
  const fresh = await crypto.subtle.generateKey(KIND, false, ["encrypt", "decrypt"]);
  return within("readwrite", async (tx) => {
    const store = tx.objectStore("meta");
    const first = await done(store.get("key")); // another page may have been quicker
    if (first) return first;
    await done(store.put(fresh, "key"));
    return fresh;
  });
}

export async function shut(value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), bytes);
  return { iv, data };
}

export async function opened(box) {
  if (!box) return undefined;
  const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, await key(), box.data);
  return JSON.parse(new TextDecoder().decode(bytes));
}
