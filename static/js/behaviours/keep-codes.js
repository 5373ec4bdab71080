// Codes that are shown once: onto the clipboard, or onto paper. A file needs no script.
const words = () =>
  [...document.querySelectorAll("[data-codes] li")].map((line) => line.textContent.trim()).join("\n");

const status = document.querySelector("[data-kept]");
const deeds = {
  copy: async () => {
    try {
      await navigator.clipboard.writeText(words());
      status.textContent = "Copied. Paste them where you keep your passwords.";
    } catch {
      status.textContent = "This browser did not copy them. Save them as a file, or write them down.";
    }
  },
  print: () => print(),
};

for (const button of document.querySelectorAll("[data-keep]")) {
  if (button.dataset.keep === "copy" && !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", deeds[button.dataset.keep]);
}
