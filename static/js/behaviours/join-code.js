// The QR code of a patient opens this page with the code after the "#", which no server sees.
// It goes into the field and leaves the address bar, so that a look at the screen or at the
// history shows nothing.

const CODE = /^[A-Za-z]{12}$/;

const fill = () => {
  const field = document.querySelector("[data-join-code]");
  const code = location.hash.slice(1);
  if (!field || !CODE.test(code)) return;
  field.value = code.toUpperCase().replace(/(.{4})(?=.)/g, "$1 ");
  history.replaceState(null, "", location.pathname);
  field.form?.querySelector("button")?.focus();
};

addEventListener("hashchange", fill);
fill();
