// Help now without a network: the numbers and the plan that this phone has kept.

import { keptHelp } from "./help-kept.js";

const kept = await keptHelp().catch(() => undefined);
if (kept) {
  const { body } = new DOMParser().parseFromString(kept, "text/html");
  const main = document.querySelector("main");
  // choosing a country needs a network: the number that works in most places stays above it
  if (body.querySelector("a[href^='tel:']")) main.replaceChildren();
  else body.querySelectorAll("h1, form").forEach((part) => part.remove());
  main.append(...body.childNodes);
}
