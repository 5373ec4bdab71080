// The phone's own store: what waits to be sent ("rows"), and a little about its owner ("meta").
// Every change is complete, on the disk, before anybody is told that it is.

const NAME = "relief-diary";
const VERSION = 1; // later versions only add: what waits under an older one must stay readable

let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const rows = request.result.createObjectStore("rows", { keyPath: "seq", autoIncrement: true });
      rows.createIndex("id", "id", { unique: true });
      request.result.createObjectStore("meta");
    };
    request.onsuccess = () => {
      const db = request.result;
      const forget = () => (opening = undefined);
      db.onclose = forget;
      db.onversionchange = () => (db.close(), forget());
      resolve(db);
    };
    request.onerror = () => ((opening = undefined), reject(request.error));
  });
  return opening;
}

export function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Runs work(tx) and gives its result once the transaction is on the disk. Work may wait for
// nothing but requests of the transaction.
export async function within(mode, work) {
  for (let tries = 1; ; tries += 1) {
    const db = await open();
    try {
      return await once(db, mode, work);
    } catch (error) {
      // a browser in the background may close the connection without a word
      if (error.name !== "InvalidStateError" || tries > 1) throw error;
      opening = undefined;
    }
  }
}

function once(db, mode, work) {
  return new Promise((resolve, reject) => {
    const tx = db.transaction(["rows", "meta"], mode, { durability: "strict" });
    let result;
    tx.oncomplete = () => resolve(result);
    tx.onabort = () => reject(tx.error ?? new DOMException("not stored", "AbortError"));
    Promise.resolve(work(tx)).then(
      (value) => (result = value),
      (error) => {
        reject(error);
        try {
          tx.abort();
        } catch {
          // it has ended by itself
        }
      },
    );
  });
}

export function meta(name) {
  return within("readonly", (tx) => done(tx.objectStore("meta").get(name)));
}

export function setMeta(name, value) {
  return within("readwrite", (tx) => done(tx.objectStore("meta").put(value, name)));
}
