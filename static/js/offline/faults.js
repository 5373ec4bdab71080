// What is wrong with a form. The phone finds it where that is possible without a network, else the
// server says it. It looks as on the server's own pages.

const NOTHING =
  "Choose a number for anxiety or mood. Or tell something else: a side effect or a note is enough.";
const ABOUT = ["csrf_token", "entry_id", "here", "check_in", "session", "when", "at", "fold", "clock"];

export function find(form) {
  const errors = {};
  /** @type {any} */
  const fields = Object.fromEntries(new FormData(form));
  if (form.dataset.queue === "entry.add") {
    const isAnswered = ([name, value]) => !ABOUT.includes(name) && value.trim();
    if (!Object.entries(fields).some(isAnswered)) errors.anxiety = [NOTHING];
    if (fields.when === "pick" && !fields.at) errors.at = ["Type the date and time."];
    // a time that was taken over may come from a right clock, and this phone's may be wrong
    // and where the diary's clock counts, the server knows it
    if (fields.at && !form.filled && fields.clock !== "diary" && Date.parse(fields.at) > Date.now() + 60000) {
      errors.at = ["This time is still to come. Choose one that has passed."];
    }
  }
  if (Boolean(fields.systolic) !== Boolean(fields.diastolic)) {
    const missing = fields.systolic ? "diastolic" : "systolic";
    errors[missing] = ["Blood pressure has two numbers, like 120 over 80."];
  } else if (fields.systolic && Number(fields.systolic) <= Number(fields.diastolic)) {
    errors.systolic = ["The upper number must be larger than the lower one."];
  }
  return errors;
}

function control(form, name) {
  const first = form.elements[name];
  return first instanceof RadioNodeList ? first[0] : first;
}

function showBeside(form, name, words) {
  const field = control(form, name);
  const frame = field?.closest(".field, fieldset");
  if (!frame) return;
  frame.classList.add("field--wrong");
  const message = Object.assign(document.createElement("p"), { className: "error", id: `${name}-error` });
  message.textContent = words.join(" ");
  message.dataset.fault = "";
  const label = frame.querySelector("legend, .field__label");
  label ? label.after(message) : frame.prepend(message);
  const holder = frame.matches("fieldset") ? frame : field;
  holder.setAttribute("aria-describedby", message.id);
  if (field.type !== "radio") field.setAttribute("aria-invalid", "true");
  field.closest("details")?.setAttribute("open", "");
  field.closest("[hidden]")?.removeAttribute("hidden");
}

export function clear(form) {
  document.getElementById("error-summary")?.remove();
  for (const message of form.querySelectorAll("[data-fault], .error")) message.remove();
  for (const frame of form.querySelectorAll(".field--wrong")) frame.classList.remove("field--wrong");
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  document.title = document.title.replace(/^Error: /, "");
}

// errors: words by the name of each field. why: words where no field is at fault.
export function show(form, errors, why) {
  clear(form);
  for (const [name, words] of Object.entries(errors)) showBeside(form, name, words);
  const items = Object.entries(errors).map(([name, words]) => link(form, name, words[0]));
  const summary = document.createElement("div");
  Object.assign(summary, { className: "notice summary", id: "error-summary", tabIndex: -1 });
  summary.setAttribute("role", "alert");
  const head = Object.assign(document.createElement("h2"), { textContent: "There is a problem" });
  const list = document.createElement("ul");
  list.append(...(items.length ? items : [line(why ?? "This could not be saved.")]));
  summary.append(head, list);
  document.querySelector("main h1").before(summary);
  document.title = `Error: ${document.title}`;
  summary.focus();
}

function line(words) {
  return Object.assign(document.createElement("li"), { className: "error", textContent: words });
}

function link(form, name, words) {
  const field = control(form, name);
  if (!field) return line(words);
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("a"), { href: `#${field.id}`, textContent: words }));
  return item;
}
