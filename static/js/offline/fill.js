// Puts what still waits back into its form, so that it can be changed before it is sent.

import { locked } from "./lock.js";
import { formTime } from "./entry-time.js";
import { latest } from "./rewrite.js";

export async function fill(form, person, object) {
  const row = person && !locked() && (await latest(person, object));
  if (!row) return;
  form.dataset.waiting = object;
  form.filled = row; // it may be sent while it is changed: then the change follows it
  for (const [name, value] of Object.entries({ ...row.fields, ...formTime(row) })) set(form, name, value);
  for (const fold of form.querySelectorAll("details.fold")) fold.open ||= used(fold);
  for (const hidden of form.querySelectorAll("details[hidden]")) hidden.hidden = !used(hidden);
}

function set(form, name, value) {
  const control = form.elements[name];
  if (!control || ["here", "csrf_token"].includes(name)) return;
  if (control instanceof RadioNodeList) {
    for (const input of control) input.checked = input.value === value;
  } else if (control.type === "checkbox") control.checked = true;
  else control.value = value;
}

function used(fold) {
  const inputs = [...fold.querySelectorAll("input, textarea, select")];
  return inputs.some((input) =>
    ["radio", "checkbox"].includes(input.type)
      ? input.checked && !["", "now"].includes(input.value)
      : input.value !== "" && input.type !== "hidden",
  );
}
