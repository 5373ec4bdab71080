// Help now without a network: the numbers and the plan that this phone has kept.

import { keptHelp } from "./help-kept.js";
import { locked } from "./lock.js";

const html = await keptHelp().catch(() => undefined);
if (html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const main = document.querySelector("main");
  // whom to call is never locked; the owner's plan is
  if (locked()) body.querySelectorAll("[data-plan]").forEach((part) => part.remove());
  // a page that was kept by an older version may hold no number at all
  if (body.querySelector("[data-numbers]")) main.replaceChildren(...body.childNodes);
  else main.append(...body.querySelectorAll("[data-plan]"));
  dispatchEvent(new Event("help-kept"));
}
