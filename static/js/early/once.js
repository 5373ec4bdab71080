// A second tap while the first is under way sends nothing: what works once would be answered as used.

const WAIT = 8000; // ms; then the first may have been lost, and may be tried again
const forms = document.querySelectorAll("form[method=post]");

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    if (now - Number(form.dataset.sentAt ?? 0) < WAIT) event.preventDefault();
    else form.dataset.sentAt = now;
  });
}

// the browser's Back brings the page as it was left
addEventListener("pageshow", () => forms.forEach((form) => delete form.dataset.sentAt));
