// Shadow Mode without a network, and with the screen awake: what the browser has to be asked for.

const WORKER = ["worker", "engine", "eyes", "layout", "silhouette"].map((name) => new URL(`./${name}.js`, import.meta.url).href);

/**
 * Fetches what a training needs while nothing else is to do, and keeps it for when there is no network: on its own page with the page, its
 * plan and all it is made of; what the worker loads is not among the page's own entries.
 * @param {string[]} addresses models, Python, clips and what goes with them
 */
export async function keep(addresses) {
  const registered = await navigator.serviceWorker?.register("/service-worker.js", { scope: "/shadow/" }).catch(() => null);
  const here = [location.href, `/api${location.pathname}`, ...WORKER, ...performance.getEntriesByType("resource").map(({ name }) => name)];
  const training = location.pathname.startsWith("/shadow/");
  (registered?.active ?? registered?.installing)?.postMessage({ keep: [...(training ? here : []), ...addresses] });
  if (training) void navigator.storage?.persist?.();
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
