// The service worker. It answers GET and nothing else, and keeps only pages and files that are the
// same for everybody: what somebody writes never passes through it.

const SHELL = `shell-${KEPT.version}`;
const OWNER = "diary-owner"; // a cache that is there while the phone is somebody's
const PATIENCE = 5000; // ms
const FORMS = ["/", "/sessions/new"]; // of no use on a phone that is nobody's

self.addEventListener("install", (event) => {
  const addresses = [...new Set(Object.values(KEPT.pages)), ...KEPT.files];
  // all of it or none: half a shell would open half a form
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(addresses.map(fresh))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith("shell-") && name !== SHELL);
      // one of them may be that of a still newer worker, which then tidies up itself
      const newer = self.registration.installing ?? self.registration.waiting;
      if (!newer) await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

// A worker takes over when every page is closed. A page that nobody looks at may ask for it as well:
// a navigation that the old worker has in hand at that moment may never be answered.
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
});

/** @param {string} address */
function fresh(address) {
  return new Request(address, { cache: address.startsWith("/static/") ? "default" : "reload" });
}

// The form opens from the phone at once; every other page comes from the network while there is one.
/** @param {Request} request @param {URL} url */
async function page(request, url) {
  if (url.pathname === "/" && (await caches.has(OWNER))) {
    const form = await fromShell(KEPT.pages["/"]);
    if (form) return form;
  }
  const idle = FORMS.includes(url.pathname) && !(await caches.has(OWNER));
  const known = idle ? undefined : KEPT.pages[url.pathname];
  try {
    return await (known ? inTime(fetch(request)) : fetch(request));
  } catch (error) {
    const match = await fromShell(known ?? KEPT.pages["*"]);
    if (match) return match;
    throw error;
  }
}

// A network that says neither yes nor no is none, where the phone has the page itself.
/** @param {Promise<Response>} answer @returns {Promise<Response>} */
function inTime(answer) {
  return Promise.race([
    answer,
    new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("no answer in time"))),
  ]);
}

/** @param {Request} request */
async function file(request) {
  return (await fromShell(request)) ?? fetch(request);
}

/** @param {RequestInfo} what */
async function fromShell(what) {
  return caches.match(what, { cacheName: SHELL, ignoreVary: true });
}
