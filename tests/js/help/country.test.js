import assert from "node:assert/strict";
import { test } from "node:test";

const MODULE = new URL("../../../static/js/help/country.js", import.meta.url);
const COUNTRIES = [
  ["DE", "Germany", "Europe/Berlin"],
  ["PT", "Portugal", "Europe/Lisbon Atlantic/Azores"],
];
let pages = 0;

// The page of one country, as far as the script asks for it; gives what it came to show and offer.
async function open({ country = "", source = "none", zone, language = "en", cookie = "", search = "", kept = true }) {
  const page = { offer: undefined, country };
  const numbers = (code, name, zones) => ({
    dataset: { country: code, name, zones, source },
    querySelector: () => null,
    parentNode: { querySelector: () => ({ code }) },
    before: (link) => (page.offer = link.dataset.offer),
  });
  const own = numbers(country, country, COUNTRIES.find(([code]) => code === country)?.[2] ?? "");
  const parts = { "[data-numbers]": own, "[data-lines]": {}, "[data-place]": {}, "[data-change]": {}, "#country": {} };
  for (const part of ["[data-numbers]", "[data-lines]"]) {
    parts[part].replaceWith = ({ code }) => (page.country = code);
  }
  const resolved = { resolvedOptions: () => ({ timeZone: zone }) };
  Object.assign(globalThis, {
    addEventListener() {},
    location: { protocol: "https:", search },
    document: {
      cookie,
      documentElement: { dataset: kept ? { shell: "" } : {} },
      querySelector: (selector) => parts[selector] ?? null,
      querySelectorAll: () => COUNTRIES.map((each) => ({ content: { querySelector: () => numbers(...each) } })),
      createElement: () => ({ dataset: {} }),
      importNode: (node) => node,
    },
  });
  Object.defineProperty(globalThis, "navigator", { value: { language }, configurable: true });
  const DateTimeFormat = Intl.DateTimeFormat;
  Intl.DateTimeFormat = () => resolved;
  await import(`${MODULE}?page=${(pages += 1)}`);
  Intl.DateTimeFormat = DateTimeFormat;
  await new Promise(setImmediate);
  page.cookie = document.cookie;
  return page;
}

test("a kept page shows the country of the phone's zone", async () => {
  assert.equal((await open({ zone: "Atlantic/Azores" })).country, "PT");
});

test("a zone that hides where it is leaves the language", async () => {
  assert.equal((await open({ zone: "Atlantic/Reykjavik", language: "de-DE" })).country, "DE");
});

test("what was chosen counts more than where the phone is", async () => {
  const page = await open({ zone: "Europe/Berlin", cookie: "a=b; __Host-diary-country=PT" });
  assert.deepEqual([page.country, page.offer], ["PT", undefined]);
});

test("a choice on the page is remembered", async () => {
  const page = await open({ zone: "Europe/Berlin", search: "?country=PT" });
  assert.equal(page.country, "PT");
  assert.match(page.cookie, /^__Host-diary-country=PT; .*Secure$/);
});

test("a country that is not there is neither remembered nor shown", async () => {
  const page = await open({ zone: "Europe/Berlin", search: "?country=XX" });
  assert.deepEqual([page.country, page.cookie], ["DE", ""]);
});

test("a profile's country stays, and the other one is offered", async () => {
  const page = await open({ country: "PT", source: "profile", zone: "Europe/Berlin" });
  assert.deepEqual([page.country, page.offer], ["PT", "DE"]);
});

test("nothing is offered where the phone is where the numbers are for", async () => {
  const page = await open({ country: "PT", source: "profile", zone: "Europe/Lisbon" });
  assert.deepEqual([page.country, page.offer], ["PT", undefined]);
});
