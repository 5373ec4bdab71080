// Help now shows the numbers of the place where this phone is. The server knows what was chosen, the
// profile and the browser's languages; only the browser knows its time zone. On the page that a phone
// keeps for when there is no network, all of it is found out here. See guidance/rules/location.py.

const ELSEWHERE = "ZZ";
const MASKED = "Atlantic/Reykjavik"; // what browsers say that hide where they are
const COOKIE = /(?:^|; )(?:__Host-)?diary-country=([A-Z]{2})/;
const YEAR = 31536000; // seconds
const isKeptPage = "shell" in document.documentElement.dataset;
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const zone = timeZone === MASKED ? "" : timeZone;

const PARTS = ["[data-numbers]", "[data-lines]"]; // the owner's own plan stands between them
const currentNumbers = () => document.querySelector(PARTS[0]);
const zones = (numbers) => numbers.dataset.zones.split(" ");

// The numbers of every country, as the kept page holds them.
async function everyCountry() {
  let page = document;
  if (!isKeptPage) {
    const answer = await fetch("/shell/help");
    if (!answer.ok) return [];
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  }
  return [...page.querySelectorAll("template")].map(({ content }) => content.querySelector(PARTS[0]));
}

function show(numbers) {
  const { country, name } = numbers.dataset;
  for (const part of PARTS) {
    const there = document.querySelector(part);
    there.replaceWith(document.importNode(numbers.parentNode.querySelector(part), true));
  }
  document.querySelector("[data-place]").textContent = `Numbers for ${name}`;
  document.querySelector("[data-change]").textContent = "Change";
  document.querySelector("#country").value = country;
}

// The phone is elsewhere than what counts: on a journey, say. Its owner decides.
function offer({ dataset: { country, name } }) {
  document.querySelector("[data-offer]")?.remove(); // a kept page may hold it
  const link = document.createElement("a");
  link.dataset.offer = country;
  Object.assign(link, { className: "button button--secondary button--wide", href: `/help?country=${country}` });
  link.textContent = `Are you in ${name}? Show its numbers`;
  currentNumbers().before(link);
}

function remember(code) {
  const secure = location.protocol === "https:";
  const name = `${secure ? "__Host-" : ""}diary-country`;
  document.cookie = `${name}=${code}; Path=/; SameSite=Lax; Max-Age=${YEAR}${secure ? "; Secure" : ""}`;
}

// Chosen on this page just now, or before.
function choice(countries) {
  const picked = new URLSearchParams(location.search).get("country");
  if (picked === ELSEWHERE || countries.some(({ dataset }) => dataset.country === picked)) {
    remember(picked);
    return picked;
  }
  return document.cookie.match(COOKIE)?.[1];
}

function byLanguage(countries) {
  const { region } = new Intl.Locale(navigator.language);
  return countries.find(({ dataset }) => dataset.country === region);
}

async function settle() {
  const numbers = currentNumbers();
  if (!numbers) return;
  const agrees = zone && zones(numbers).includes(zone);
  if (agrees) numbers.querySelector("[data-doubt]")?.remove();
  if (!isKeptPage && (agrees || !zone)) return;
  decide(numbers.dataset, await everyCountry());
}

// What was chosen counts, then where this phone is; a server that knows a profile only hears an offer.
function decide({ country, source }, countries) {
  const chosen = isKeptPage && choice(countries);
  const here = zone && countries.find((each) => zones(each).includes(zone));
  if (chosen && chosen !== country) {
    const numbers = countries.find(({ dataset }) => dataset.country === chosen);
    if (numbers) show(numbers);
  } else if (!chosen && ["language", "none"].includes(source)) {
    const numbers = here || (isKeptPage && !country && byLanguage(countries));
    if (numbers && numbers.dataset.country !== country) show(numbers);
  } else if (here && here.dataset.country !== country) offer(here);
}

// the page with the owner's own plan is put in place by another script
addEventListener("help-kept", () => settle().catch(() => {}));
settle().catch(() => {});
