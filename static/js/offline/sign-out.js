// Signing out leaves nothing of her on the phone, so it asks first where something still waits.
// Without a network the diary hears of it later, by the cookie that says whose phone this is.

import { saveFile } from "./file.js";
import { leave } from "./owner.js";
import { counts } from "./queue.js";
import { send } from "./send.js";

const OUT =
  "You are signed out on this phone, and nothing of yours is left on it. Your diary hears of it as soon as there is a network.";

export function guardSignOut(person) {
  const form = document.querySelector("[data-sign-out]");
  const dialog = document.querySelector("[data-sign-out-asks]");
  if (!form || !dialog) return;
  const told = dialog.querySelector("[data-told]");

  async function go() {
    await leave(person);
    if (navigator.onLine || !navigator.serviceWorker?.controller) return form.submit();
    sessionStorage.setItem("told", OUT);
    location.assign("/sign-in");
  }

  async function ask() {
    const { hers } = await counts(person);
    dialog.querySelector("[data-count]").textContent =
      hers === 1 ? "One thing that you saved is" : `${hers} things that you saved are`;
    if (!dialog.open) dialog.showModal();
  }

  const answers = {
    async send() {
      told.textContent = "Sending …";
      const { state } = await send(person);
      const { hers } = await counts(person);
      if (!hers) return go();
      const away = "There is no network. It still waits on this phone.";
      told.textContent = state === "sent" ? "Some of it was not accepted. See what waits." : away;
    },
    async file() {
      await saveFile(person);
      told.textContent = "Saved as a file. You can bring it back on the page of what waits.";
    },
    stay: () => dialog.close(),
    delete: go,
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { hers } = await counts(person).catch(() => ({ hers: 0 }));
    if (hers) await send(person);
    const left = hers ? (await counts(person)).hers : 0;
    await (left ? ask() : go());
  });
  dialog.addEventListener("click", (event) => answers[event.target.dataset.do]?.());
}
