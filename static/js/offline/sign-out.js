// Signing out leaves nothing of her on the phone, so it asks first where something still waits.

import { saveFile } from "./file.js";
import { leave } from "./owner.js";
import { counts } from "./queue.js";
import { send } from "./send.js";

export function guardSignOut(person) {
  const form = document.querySelector("[data-sign-out]");
  const dialog = document.querySelector("[data-sign-out-asks]");
  if (!form || !dialog) return;
  const told = dialog.querySelector("[data-told]");

  async function go() {
    await leave(person);
    form.submit();
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
