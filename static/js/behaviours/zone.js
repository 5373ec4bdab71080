// The time zone of this browser, chosen beforehand where a person first says theirs.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const select = document.querySelector("select[name=zone]");
if (select && zone && !select.form.querySelector("[aria-invalid=true]")) {
  const known = [...select.options].some((option) => option.value === zone);
  if (known) {
    select.value = zone;
  }
}
