// Help now without a network: the numbers and the plan that this phone has kept.

import { keptHelp } from "./help-kept.js";
import { locked } from "./lock.js";

const kept = await keptHelp().catch(() => undefined);
if (kept) {
  const { body } = new DOMParser().parseFromString(kept, "text/html");
  // whom to call is never locked; her own plan is
  if (locked()) body.querySelectorAll("[data-plan]").forEach((part) => part.remove());
  const main = document.querySelector("main");
  // choosing a country needs a network: the number that works in most places stays above it
  if (body.querySelector("a[href^='tel:']")) main.replaceChildren();
  else {
    body.querySelectorAll("h1, form, .notice--warning").forEach((part) => part.remove());
    main.querySelector(".quiet").textContent = "There is no network just now: a country can be chosen once there is one.";
  }
  main.append(...body.childNodes);
}
