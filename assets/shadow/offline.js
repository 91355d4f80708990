// Shadow Mode without a network, and with the screen awake: what the browser has to be asked for.

const TAKES_OVER_MS = 1500; // a first visit gives the service worker so long before what was loaded is handed to it

const WORKER = ["worker", "engine", "eyes", "layout", "silhouette"].map((name) => `/shadow/${name}.js`);

/** Resolves when the page is in the service worker's hands, or goes on without it. */
export async function keepOffline() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const taken = workers.controller || new Promise((resolve) => workers.addEventListener("controllerchange", resolve, { once: true }));
  const registered = await workers.register("/service-worker.js", { scope: "/shadow/" }).catch((error) => console.error("shadow: not offline", error));
  if (!registered) return;
  await Promise.race([taken, new Promise((resolve) => setTimeout(resolve, TAKES_OVER_MS))]);
  workers.controller?.postMessage({ keep: loaded() }); // what came before it was there
  void navigator.storage?.persist?.();
}

/**
 * Fetches what a training needs while nothing else is to do, and keeps it for when there is no network.
 * @param {string[]} more clips, and what goes with them
 */
export async function fetchAhead(more = []) {
  const registration = await navigator.serviceWorker?.register("/service-worker.js", { scope: "/shadow/" });
  const { begin } = await (await fetch("/vendor/manifest.json")).json();
  const here = location.pathname.startsWith("/shadow/") ? loaded() : [];
  (registration?.active ?? registration?.installing)?.postMessage({ keep: [...here, ...begin, ...more] });
}

/** This page, its plan, and all it is made of; what the worker loads is not among the page's own entries. */
const loaded = () => [location.href, `/api${location.pathname}`, ...WORKER, ...performance.getEntriesByType("resource").map((entry) => entry.name)];

/** @type {any} */
let held = null;
let wanted = false;

/** Keeps the screen on, or lets it go out again. @param {boolean} on */
export async function wake(on) {
  wanted = on;
  if (on && (!held || held.released)) held = await /** @type {any} */ (navigator).wakeLock?.request("screen").catch(() => null);
  if (!wanted) void held?.release();
}

// the browser lets go of it whenever the page is hidden
document.addEventListener("visibilitychange", () => void (wanted && document.visibilityState === "visible" && wake(true)));
