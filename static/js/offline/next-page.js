// Where a form leads once it is saved.

import { clear } from "./faults.js";

const HERE = "Saved on this phone. It is sent when there is a network.";

// To the next page, where one can be shown; else this page says that the phone has it.
export function goOn(form, button, row, answer) {
  const words = answer && (form.dataset.told ?? answer.told);
  if (words) sessionStorage.setItem("told", words);
  if (navigator.serviceWorker?.controller || answer || navigator.onLine) {
    const entry = form.dataset.queue === "entry.add" ? `&entry=${row.object}` : "";
    const next = answer ? (form.dataset.next ?? answer.next) : `/waiting?saved=${row.id}${entry}`;
    if (history.state?.form) sessionStorage.setItem(history.state.form, next); // see entry/back.js
    if (form.dataset.next) forget(row.object);
    location.assign(next);
    return new Promise(() => {});
  }
  clear(form);
  form.reset();
  button.insertAdjacentHTML("beforebegin", `<p role="status" class="notice">${HERE}</p>`);
}

// taken back: the form it was written in is open again, see entry/back.js
function forget(object) {
  const saved = Object.entries(sessionStorage).filter(([, page]) => page.includes(object));
  saved.forEach(([name]) => sessionStorage.removeItem(name));
}
