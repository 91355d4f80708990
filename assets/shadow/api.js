// The server's answers, and what they are made of.

/**
 * @typedef {object} Plan docs/formats.md; Python reads all of it, the page only this
 * @property {string} training
 * @property {string} language
 * @property {{clip: {video: string, stacked: string, poses: string, poster?: string | null}}[]} items
 * @property {Record<string, string>} phrases
 */

/**
 * @typedef {object} Manifest addresses under /vendor/, each naming its content
 * @property {string} mediapipe
 * @property {string} pyodide
 * @property {{lite: string, full: string}} models
 * @property {{lite: number, full: number}} bytes of the models
 * @property {string} motion the lock beside our packages
 * @property {string[]} begin what a first training loads
 */

/** @typedef {{status: number, body: any, language?: string | null}} Answer `status` 0: there was none; `language`: the person's */

/** @param {string} address @param {RequestInit} [init] @returns {Promise<Answer>} */
export async function call(address, init) {
  try {
    const answer = await fetch(address, { cache: "no-store", ...init });
    return { status: answer.status, body: await answer.json().catch(() => null), language: answer.headers.get("content-language") };
  } catch {
    return { status: 0, body: null };
  }
}

/** @returns {Promise<Manifest | null>} null where there is no network, and nothing was kept */
export const getManifest = async () => (await call("/vendor/manifest.json", { cache: "no-cache" })).body;

/** @param {string} training @param {string} [key] of the outbox */
export const route = (training, key = "") => `/api/shadow/${encodeURIComponent(training)}${key && `/${key}`}`;
