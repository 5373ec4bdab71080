// Says that the PDF is being made until it has come. The link works without this script.

const SETTLED = 4000; // ms; after that the words have been read

for (const place of document.querySelectorAll("[data-report-wait]")) {
  const link = place.querySelector("a");
  const status = place.querySelector("[data-report-status]");

  function save(blob, name) {
    const address = URL.createObjectURL(blob);
    const saver = Object.assign(document.createElement("a"), { href: address, download: name });
    saver.click();
    setTimeout(() => URL.revokeObjectURL(address), SETTLED);
  }

  link.addEventListener("click", async (event) => {
    event.preventDefault();
    if (link.ariaBusy === "true") return;
    link.ariaBusy = "true";
    status.textContent = place.dataset.reportWait;
    try {
      const answer = await fetch(link.href);
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"));
      save(await answer.blob(), name ? name[1] : "report.pdf");
      status.textContent = "The PDF is ready.";
    } catch {
      status.textContent = "The PDF could not be made. Please try again.";
    }
    link.ariaBusy = "false";
  });
}
