// The one worker: MediaPipe's eyes and Python's brain side by side, so that landmarks never cross a thread.

import { Engine, openEngine, openPython } from "./engine.js";
import { Eyes, bestDelegate } from "./eyes.js";
import { Silhouette } from "./silhouette.js";

/** @typedef {import("./brain.js").Load} Load */
/** @typedef {import("./brain.js").Look} Look */
/** @typedef {import("./brain.js").Said} Said */

const worker = /** @type {{postMessage(message: Said, transfer?: Transferable[]): void, onmessage: unknown}} */ (/** @type {unknown} */ (self));

/** @type {Eyes} */
let eyes;
/** @type {Engine} */
let engine;
const silhouette = new Silhouette();

/** Bytes between two words about progress. */
const TELL_EVERY = 250_000;

worker.onmessage = async (/** @type {MessageEvent<Load | Look>} */ { data }) => {
  try {
    if (data.kind === "load") await load(data);
    else await look(data);
  } catch (error) {
    console.error("shadow: worker", error);
    worker.postMessage({ kind: "failed", text: String(/** @type {Error} */ (error)?.stack ?? error) });
  }
};

/** @param {Load} order */
async function load({ manifest, poses, target, model, delegate }) {
  const began = performance.now();
  const spent = { model: 0, python: 0 };
  const [track] = await Promise.all([
    openBrain(manifest, poses, target).then((made) => { spent.python = performance.now() - began; return made; }),
    openEyes(manifest, model, delegate).then(() => { spent.model = performance.now() - began; }),
  ]);
  worker.postMessage({ kind: "ready", track, delegate: eyes.delegate, ms: spent }, [track.times.buffer, track.image.buffer, track.world.buffer, track.visibility.buffer]);
}

/** @param {import("./api.js").Manifest} manifest @param {string} poses @param {string} [target] */
async function openBrain(manifest, poses, target) {
  const [python, text] = await Promise.all([
    openPython(manifest.pyodide, manifest.motion),
    fetched(poses).then((response) => response.text()),
  ]);
  const opened = openEngine(python, text, target);
  engine = opened.engine;
  worker.postMessage({ kind: "progress", part: "python", done: 1, bytes: 0 });
  return opened.track;
}

/**
 * @param {import("./api.js").Manifest} manifest
 * @param {"lite" | "full"} model
 * @param {string | null} delegate
 */
async function openEyes(manifest, model, delegate) {
  const bytes = await fetched(manifest.models[model]).then((response) => watched(response, manifest.bytes[model]));
  eyes = await Eyes.open(manifest.mediapipe, bytes, delegate === "cpu" ? "CPU" : bestDelegate());
  await warmUp();
  worker.postMessage({ kind: "progress", part: "model", done: 1, bytes: bytes.length });
}

/** The first picture costs ten times as much as the others: it is an empty one, before anybody waits. */
async function warmUp() {
  const blank = new OffscreenCanvas(320, 240);
  blank.getContext("2d")?.fillRect(0, 0, 320, 240);
  const picture = blank.transferToImageBitmap();
  (await eyes.look(picture))?.close();
  picture.close();
}

/** @param {Look} order */
async function look({ frame, moment, wantsMask }) {
  const began = performance.now();
  const result = await eyes.look(frame);
  frame.close();
  const looked = performance.now();
  /** @type {ImageBitmap | null} */
  let mask = null;
  const found = result?.segmentationMasks?.[0];
  if (found && wantsMask) mask = silhouette.paint(found.getAsFloat32Array(), found.width, found.height);
  const painted = performance.now();
  const output = engine.see(moment, result?.landmarks[0], result?.worldLandmarks[0]);
  const stepped = performance.now();
  result?.close();
  const ms = { pose: looked - began, mask: painted - looked, step: stepped - painted };
  worker.postMessage({ kind: "seen", output, mask, ms }, mask ? [output.buffer, mask] : [output.buffer]);
}

/** @param {string} address */
async function fetched(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return response;
}

/**
 * Reads a body and tells how much of it is there.
 * @param {Response} response
 * @param {number} total bytes, once unpacked
 */
async function watched(response, total) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const whole = new Uint8Array(total);
  let bytes = 0;
  for (let told = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    if (bytes + value.length > whole.length) throw new Error("the model is larger than its manifest says");
    whole.set(value, bytes);
    bytes += value.length;
    if (bytes - told < TELL_EVERY) continue;
    told = bytes;
    worker.postMessage({ kind: "progress", part: "model", done: Math.min(0.99, bytes / total), bytes: total });
  }
  return whole.subarray(0, bytes);
}
