// Says on every open page of this phone that what waits has changed.

const channel = new BroadcastChannel("relief-diary");
const watchers = new Set();
channel.onmessage = () => watchers.forEach((watcher) => watcher());

export function watch(watcher) {
  watchers.add(watcher);
}

export function announce() {
  watchers.forEach((watcher) => watcher());
  channel.postMessage("changed");
}
