// The routes of a training, and where vendored files are.

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
 * @property {string} three
 */

/** An answer that was not a success. `status` is 0 when there was no answer at all. */
export class ApiError extends Error {
  /** @param {number} status @param {any} body @param {string | null} [language] the person's, as the server knows it */
  constructor(status, body, language) {
    super(status ? `HTTP ${status}` : "no answer");
    this.status = status;
    this.body = body;
    this.language = language;
  }
}

/** @param {string} address @param {RequestInit} [init] @returns {Promise<any>} the JSON answered, null when there is none */
export async function call(address, init) {
  let response;
  try {
    response = await fetch(address, { credentials: "same-origin", cache: "no-store", ...init });
  } catch {
    throw new ApiError(0, null);
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, body, response.headers.get("content-language"));
  return body;
}

/** @param {string} training @param {string} [key] of the outbox */
export const route = (training, key = "") => `/api/shadow/${encodeURIComponent(training)}${key && `/${key}`}`;

/** Its addresses made absolute: Pyodide takes no others. @returns {Promise<Manifest>} */
export async function getManifest() {
  const { mediapipe, pyodide, models, bytes, motion, three } = await call("/vendor/manifest.json", { cache: "no-cache" });
  const at = (/** @type {string} */ address) => new URL(address, location.href).href;
  return { three: at(three), mediapipe: at(mediapipe), pyodide: at(pyodide), models: { lite: at(models.lite), full: at(models.full) }, bytes, motion: at(motion) };
}
