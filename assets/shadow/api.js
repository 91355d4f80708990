// The three routes of a session, and where vendored files are.

/**
 * @typedef {object} Session
 * @property {string} session
 * @property {{id: string, title: {ru: string, en: string}}} exercise
 * @property {{slug: string, name: string}} tenant
 * @property {string} video trainer's transparent clip, VP9 with alpha
 * @property {string} stacked the same as colour over mask in H.264; empty where there is none
 * @property {string} poses trainer_poses.json
 * @property {object} [target] what this client is asked in this exercise, where that is not the usual
 * @property {CueText[]} cues what each cue number says, in `language`; number 0 is silence
 * @property {string | null} poster
 * @property {string} language
 * @property {boolean} finished
 * @property {number} next the chunk the server expects: more than this browser knows of when the session began in another
 * @property {number} elapsed seconds trained, as far as the server has heard
 * @property {number} reps counted, as far as the server has heard
 * @property {string} report
 * @property {string | null} demo_camera a clip that may stand in for the camera
 */

/**
 * @typedef {object} CueText
 * @property {string} short for the ear
 * @property {string} full for the eye
 * @property {"" | "degrees" | "percent"} figure what its size is
 * @property {boolean} praise
 * @property {string} measured the full sentence with `{value}` where its size goes
 */

/**
 * @typedef {object} Manifest addresses under /vendor/, each naming its content
 * @property {string} mediapipe
 * @property {string} pyodide
 * @property {{lite: string, full: string}} models
 * @property {{lite: number, full: number}} bytes of the models
 * @property {string} motion the lock beside our wheel
 */

/** @typedef {[number, number | null, number | null, number | null, number, (number | null)[] | null]} Sample t s, score, phase, lag s, reps, limbs */

/** An answer that was not a success. `status` is 0 when there was no answer at all. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {any} body
   */
  constructor(status, body) {
    super(status ? `HTTP ${status}` : "no answer");
    this.status = status;
    this.body = body;
  }
}

/**
 * @param {string} address
 * @param {RequestInit} [init]
 * @returns {Promise<any>} the JSON answered, null when there is none
 */
async function call(address, init) {
  let response;
  try {
    response = await fetch(address, { credentials: "same-origin", cache: "no-store", ...init });
  } catch {
    throw new ApiError(0, null);
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, body);
  return body;
}

/**
 * @param {string} address
 * @param {unknown} body
 * @param {boolean} [keepalive] the request outlives the page
 */
function post(address, body, keepalive = false) {
  return call(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), keepalive });
}

/** @param {string} session @returns {string} */
const route = (session) => `/api/shadow/${encodeURIComponent(session)}`;

/** @param {string} session @returns {Promise<Session>} */
export const getSession = (session) => call(route(session));

/** Its addresses made absolute: Pyodide takes no others. @returns {Promise<Manifest>} */
export async function getManifest() {
  const { mediapipe, pyodide, models, bytes, motion } = await call("/vendor/manifest.json", { cache: "no-cache" });
  const at = (/** @type {string} */ address) => new URL(address, location.href).href;
  return { mediapipe: at(mediapipe), pyodide: at(pyodide), models: { lite: at(models.lite), full: at(models.full) }, bytes, motion: at(motion) };
}

/**
 * @param {string} session
 * @param {number} number
 * @param {Sample[]} samples
 * @param {boolean} [keepalive]
 * @returns {Promise<{next: number} | null>}
 */
export const postChunk = (session, number, samples, keepalive) => post(`${route(session)}/chunks/${number}`, { samples }, keepalive);

/**
 * @param {string} session
 * @param {number} chunks
 * @param {number} duration seconds trained
 * @returns {Promise<{report: string}>}
 */
export const postFinish = (session, chunks, duration) => post(`${route(session)}/finish`, { chunks, duration_s: duration });
