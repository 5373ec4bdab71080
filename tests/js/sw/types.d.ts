// What the service worker finds around it.

/** diary/sync/routes/offline_pages.py writes it before the scripts. */
declare const KEPT: { version: string; pages: Record<string, string>; files: string[] };

/** The words of a push: diary/reminders. */
interface PushMessage {
  title?: string;
  body?: string;
  tag?: string;
  address?: string;
}

// The library types `self` as any worker's scope. These scripts run in a service worker's alone.
interface WorkerGlobalScope {
  readonly clients: Clients;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener<K extends keyof ServiceWorkerGlobalScopeEventMap>(
    type: K,
    listener: (event: ServiceWorkerGlobalScopeEventMap[K]) => void,
  ): void;
}
