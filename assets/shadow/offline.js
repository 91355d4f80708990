// Shadow Mode without a network, and with the screen awake: what the browser has to be asked for.

const TAKES_OVER_MS = 1500; // a first visit gives the service worker so long before what was loaded is handed to it

/** Resolves when the page is in the service worker's hands, or goes on without it. */
export async function keepOffline() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const taken = workers.controller || new Promise((resolve) => workers.addEventListener("controllerchange", resolve, { once: true }));
  const registered = await workers.register("/service-worker.js", { scope: "/shadow/" }).catch((error) => console.error("shadow: not offline", error));
  if (!registered) return;
  await Promise.race([taken, new Promise((resolve) => setTimeout(resolve, TAKES_OVER_MS))]);
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name); // before it was there
  workers.controller?.postMessage({ keep: [location.href, ...loaded] });
  void navigator.storage?.persist?.();
}

/** Fetches what a first training needs while nothing else is to do, and keeps it for when there is no network. */
export async function fetchAhead() {
  const registration = await navigator.serviceWorker?.register("/service-worker.js", { scope: "/shadow/" });
  const { begin } = await (await fetch("/vendor/manifest.json")).json();
  (registration?.active ?? registration?.installing)?.postMessage({ keep: begin });
}

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
