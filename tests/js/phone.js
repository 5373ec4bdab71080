// Stands in for what a browser gives to the queue: a store in memory, and a channel that nobody hears.

class Transaction {
  pending = 0;

  constructor(stores) {
    this.stores = stores;
    this.settle();
  }

  objectStore(name) {
    const { rows, key } = this.stores[name];
    const inRows = name === "rows";
    const request = (work) => this.request(work);
    return {
      get: (at) => request(() => rows.get(at)),
      getAll: () => request(() => [...rows.values()]),
      delete: (at) => request(() => void rows.delete(at)),
      put: (value, at = value.seq) => request(() => void rows.set(at, structuredClone(value))),
      add: (value) => request(() => void rows.set((value.seq = key()), structuredClone(value))),
      index: () => ({ get: (id) => request(() => inRows && [...rows.values()].find((row) => row.id === id)) }),
    };
  }

  request(work) {
    const request = {};
    this.pending += 1;
    queueMicrotask(() => {
      request.result = work();
      request.onsuccess();
      this.pending -= 1;
      this.settle();
    });
    return request;
  }

  // complete once nothing was asked for any more, as a browser's own
  settle() {
    setImmediate(() => this.pending === 0 && this.oncomplete?.());
  }
}

export function newPhone() {
  let last = 0;
  const stores = { rows: { rows: new Map(), key: () => (last += 1) }, meta: { rows: new Map() } };
  const database = { transaction: () => new Transaction(stores) };
  globalThis.indexedDB = {
    open() {
      const request = { result: database };
      queueMicrotask(() => request.onsuccess());
      return request;
    },
  };
  globalThis.BroadcastChannel = class {
    postMessage() {}
  };
  return {
    rows: () => [...stores.rows.rows.values()],
    clear: () => Object.values(stores).forEach(({ rows }) => rows.clear()),
  };
}
