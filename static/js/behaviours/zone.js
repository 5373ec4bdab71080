// The time zone of this phone: where the entry is made, also on a journey.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const here = document.querySelector("input[type=hidden][name=here]");
if (here && zone && !here.value) {
  here.value = zone;
}

const select = document.querySelector("select[name=zone]");
if (select && zone && !select.form.querySelector("[aria-invalid=true]")) {
  const known = [...select.options].some((option) => option.value === zone);
  if (known) {
    select.value = zone;
  }
}
