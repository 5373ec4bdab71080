// A second tap while the first is under way sends nothing; the page says that it is saving.
const form = document.querySelector("form.log-form");
const button = form?.querySelector("button[type=submit]");

form?.addEventListener("submit", (event) => {
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  button.textContent = "Saving …";
});

// back from the next page, or a failed request: the form works again
window.addEventListener("pageshow", () => {
  if (form) {
    delete form.dataset.sending;
    button.textContent = "Save";
  }
});
