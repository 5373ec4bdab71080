// Back to a form that was saved: it starts anew and says so, or its words would be stored twice. The
// page's place in the browser's history has a name, which outlasts the page itself.

const fresh = document.querySelector("form[data-queue$='.add']");
const already = document.querySelector("[data-already]");

if (!history.state?.form) history.replaceState({ form: `form ${Date.now()}` }, "");

// the browser would scroll back to the button, past the words
fresh.addEventListener("submit", () => (history.scrollRestoration = "manual"));

addEventListener("pageshow", () => {
  const saved = sessionStorage.getItem(history.state.form);
  if (!saved || "waiting" in fresh.dataset) return;
  fresh.reset();
  already.querySelector("a").href = saved;
  already.hidden = false;
  scrollTo(0, 0);
});
