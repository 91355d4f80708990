// Shadow Mode begins and goes on without a network: its page, what that loads, the plan and the clips. No other page is in its hands.

const here = /** @type {any} */ (self);

const SHELL = "shell-1"; // what may change at its address: asked for anew, taken from here when there is no answer
const PARTS = "parts-1"; // what never changes at its address
const CLIPS = "clips-1"; // signed links, known by their path alone
const PAGE = "/shadow/"; // the pages of all trainings are one file
const SLOW_MS = 4000; // a network that says nothing for so long is none
const DEAD_MS = 300; // after such a silence, until something is answered again
const CLIPS_MS = 21 * 24 * 3600 * 1000;
const UNCHANGING = /^\/(assets|shadow\/own|vendor\/(mediapipe|pyodide|models|motion|three))\//;
const CHANGING = /^\/(shadow|styles|vendor|player|pages|external)\/|^\/api\/shadow\/[^/]+$|^\/favicon/;
/** Whether the server answered last: a browser in a network without a way out takes itself to be online. */
let answers = true;

here.addEventListener("install", () => here.skipWaiting());
here.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(takeOver()));
here.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(keepAll(event.data.keep, event)));
here.addEventListener("fetch", (/** @type {any} */ event) => {
  const answer = answerTo(event.request, event);
  if (answer) event.respondWith(answer);
});

async function takeOver() {
  for (const name of await caches.keys()) if (![SHELL, PARTS, CLIPS].includes(name)) await caches.delete(name);
  await here.clients.claim();
}

/** @param {string[]} addresses @param {any} event */
async function keepAll(addresses, event) {
  for (const address of addresses) await answerTo(new Request(address), event)?.catch(() => {});
}

/** @param {Request} request @param {any} event lives as long as something is being kept @returns {Promise<Response> | null} not ours */
function answerTo(request, event) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return null;
  // The browser's own cache holds them too, and with them what it compiled of them, which is lost when they come from here: two of six
  // seconds until a start.
  const own = event.type === "fetch" && here.navigator.onLine && answers;
  if (UNCHANGING.test(pathname)) return own ? null : kept(PARTS, pathname, event, () => fetch(request), true);
  if (pathname.startsWith("/api/media/")) return clip(request, pathname, event);
  if (request.mode === "navigate" || /^\/shadow\/[0-9a-f-]{36}\/?$/.test(pathname)) return kept(SHELL, PAGE, event, () => fetch(request));
  return CHANGING.test(pathname) ? kept(SHELL, pathname, event, () => fetch(request)) : null;
}

/**
 * @param {string} name @param {string} key @param {any} event @param {() => Promise<Response>} ask
 * @param {boolean} [settled] what is there needs no asking
 */
async function kept(name, key, event, ask, settled = false) {
  const cache = await caches.open(name);
  const before = await cache.match(key, { ignoreVary: true });
  if (before && settled) return before;
  const asked = ask().then((answer) => {
    answers = answer.status < 500;
    if (answer.status === 200) event.waitUntil(keep(cache, key, answer.clone(), before));
    return answer;
  });
  if (!before) return asked;
  const answer = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, answers ? SLOW_MS : DEAD_MS))]).catch(() => null);
  answers = Boolean(answer) && answer.status < 500;
  return answers ? answer : before;
}

/** A clip is fetched whole; players ask for parts of it. @param {Request} request @param {string} key @param {any} event */
async function clip(request, key, event) {
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (range && `${range[1]}-${range[2]}` !== "0-" && !(await caches.match(key, { ignoreVary: true }))) return fetch(request);
  const whole = await kept(CLIPS, key, event, () => fetch(request.url), true);
  const size = Number(whole.headers.get("content-length"));
  if (!range || !size || whole.status !== 200) return whole;
  const from = range[1] ? Number(range[1]) : Math.max(0, size - Number(range[2]));
  const to = range[1] && range[2] ? Math.min(Number(range[2]) + 1, size) : size;
  const headers = new Headers(whole.headers);
  headers.set("content-range", `bytes ${from}-${to - 1}/${size}`);
  headers.set("content-length", `${to - from}`);
  return new Response(from || to < size ? (await whole.blob()).slice(from, to) : whole.body, { status: 206, headers });
}

/**
 * A full disk costs the clips first; what a newer page, list of parts or plan no longer needs is dropped.
 * @param {Cache} cache @param {string} key @param {Response} now @param {Response} [before]
 */
async function keep(cache, key, now, before) {
  const changed = before && before.headers.get("etag") !== now.headers.get("etag");
  await cache.put(key, now).catch(() => caches.delete(CLIPS));
  if (changed && key === PAGE) await drop(PARTS, ({ url }) => /^\/(assets|shadow\/own)\//.test(new URL(url).pathname));
  if (changed && key === "/vendor/manifest.json") await drop(PARTS, ({ url }) => new URL(url).pathname.startsWith("/vendor/"));
  if (key.startsWith("/api/shadow/")) await drop(CLIPS, ({ headers }) => !(Date.now() - Date.parse(headers.get("date") ?? "") < CLIPS_MS));
}

/** @param {string} name @param {(kept: {url: string, headers: Headers}) => boolean} gone */
async function drop(name, gone) {
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const headers = (await cache.match(request, { ignoreVary: true }))?.headers ?? new Headers();
    if (gone({ url: request.url, headers })) await cache.delete(request);
  }
}
