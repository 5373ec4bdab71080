// When an entry is from. The form says Now until another time is picked, because the clock is read at
// saving. Where this device's clock is not the diary's, the patient says which of them counts, and the
// device remembers it: on a journey it is the device's, in a browser that hides where it is, the diary's.

const MASKED = ["UTC", "Etc/UTC", "Atlantic/Reykjavik"]; // what such browsers say
const form = document.querySelector(".log-form");
const choice = form.querySelector("[data-clock]");
const clocks = form.querySelectorAll("[name=clock]");
const device = Intl.DateTimeFormat().resolvedOptions().timeZone;

form.elements.here.value ||= device ?? "";

form.addEventListener("change", ({ target }) => {
  if (target.name === "clock") localStorage.setItem("clock", `${pair()} ${target.value}`);
  if (!["when", "at"].includes(target.name)) return;
  const isNow = form.elements.when.value === "now" && !form.elements.at.value;
  const title = document.querySelector("#when .fold__title");
  title.textContent = isNow ? "Now · change the time" : "Change the time";
});

const pair = () => `${choice.dataset.home} ${device}`;

function remembered() {
  const saved = localStorage.getItem("clock") ?? "";
  return saved.startsWith(`${pair()} `) ? saved.split(" ").at(-1) : undefined;
}

function timeIn(timeZone, how) {
  const format = { weekday: "short", hour: "2-digit", minute: "2-digit", timeZone, ...how };
  return new Intl.DateTimeFormat(document.documentElement.lang, format).format(new Date());
}

function offer() {
  const { home } = choice.dataset;
  if (!home || !device) return;
  const isSame = timeIn(home, { day: "numeric" }) === timeIn(device, { day: "numeric" });
  choice.hidden = isSame;
  if (isSame) return clocks.forEach((radio) => (radio.checked = false));
  const usual = MASKED.includes(device) ? "diary" : "device";
  const chosen = remembered() ?? usual;
  for (const radio of clocks) {
    radio.checked = radio.value === chosen;
    const zone = radio.value === "diary" ? home : device;
    const where = zone.split("/").at(-1).replaceAll("_", " ");
    const label = radio.value === "diary" ? "My diary’s clock" : "This device’s clock";
    radio.labels[0].querySelector("span").textContent = `${label}: ${timeIn(zone)} (${where})`;
  }
}

choice.addEventListener("home", offer); // a page that the phone keeps learns the diary's zone later
addEventListener("pageshow", offer);
offer();
