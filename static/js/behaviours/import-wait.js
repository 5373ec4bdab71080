// Says that a long file is being read or added, and keeps a second tap from sending it twice.

for (const form of document.querySelectorAll("form[data-import-wait]")) {
  const button = form.querySelector("button[type=submit]");
  const status = form.querySelector("[data-import-status]");
  form.addEventListener("submit", () => {
    status.textContent = form.dataset.importWait;
    button.disabled = true;
  });
  // the browser's Back brings the page as it was left
  window.addEventListener("pageshow", () => {
    status.textContent = "";
    button.disabled = false;
  });
}
