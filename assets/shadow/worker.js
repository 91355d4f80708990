// The one worker: MediaPipe's eyes and Python's brain side by side, so that landmarks never cross a thread.

import { Engine, openPython } from "./engine.js";
import { Eyes, bestDelegate } from "./eyes.js";
import { INPUT } from "./layout.js";
import { Silhouette } from "./silhouette.js";

/** @typedef {import("./brain.js").Heard} Heard */

const worker = /** @type {{postMessage(heard: Heard, transfer?: Transferable[]): void, onmessage: unknown}} */ (/** @type {any} */ (self));
const TELL_EVERY = 250_000; // bytes between two words about progress
const WARMED_AFTER_MS = 500; // the first picture costs ten times as much as the others: one is read while the first card is
const LIGHT_EVERY_MS = 500; // how often it is told how light the room is

/** @type {Promise<any>} */
let python;
/** @type {Promise<{director: any, engine: Engine, plan: import("./api.js").Plan}>} */
let mind;
/** @type {Promise<Eyes | null>} */
let eyes;
/** @type {import("./api.js").Manifest} */
let vendor;
/** How to look, as Python wants it. */
let sights = { mask: true, mask_every: 1, figure: "colour", world: false, people: 1, model: "" };
let looks = 0;
let litAt = 0;
const silhouette = new Silhouette();

/** @type {Record<string, (order: any) => unknown>} */
const orders = {
  /** Begins before the plan is there. @param {import("./brain.js").Load} order */
  async load({ manifest, model, delegate }) {
    vendor = manifest;
    sights.model = model;
    python = openPython(manifest);
    eyes = openEyes(delegate).catch((error) => (failed("model", error), null));
    await python;
  },

  /** @param {import("./brain.js").Open} order */
  open({ plan, place, settings }) {
    mind = python.then((opened) => {
      const director = opened.globals.get("PageDirector")(JSON.stringify(plan), place && JSON.stringify(place), settings);
      return { director, engine: new Engine(opened, director, director.frame), plan };
    });
    return mind;
  },

  /** @param {import("./brain.js").Happened} order */
  async event({ event }) {
    say((await mind).director.event(JSON.stringify(event)));
  },

  look,
};

worker.onmessage = async (/** @type {MessageEvent<any>} */ { data }) => {
  try {
    await orders[data.kind](data);
  } catch (error) {
    failed("python", error);
  }
};

/** @param {"model" | "python" | "poses"} part @param {unknown} error */
function failed(part, error) {
  console.error("shadow: worker", error);
  worker.postMessage({ kind: "failed", part, text: String(/** @type {Error} */ (error)?.stack ?? error) });
}

/** Hands Python's commands on; some are for this worker. @param {string} json */
function say(json) {
  if (!json || json === "[]") return;
  /** @type {import("./brain.js").Commands} */
  const commands = JSON.parse(json);
  for (const [name, values] of commands) {
    if (name === "load") void loadPoses(values.item);
    else if (name === "track") void sendTrack(values.item);
    else if (name === "quality") adjust(values);
  }
  worker.postMessage({ kind: "commands", commands });
}

/** Pictures that come meanwhile wait until the eyes are as wished; another model is fetched before. @param {Partial<typeof sights>} wish */
async function adjust(wish) {
  const { people, model } = sights;
  sights = { ...sights, ...wish };
  if (sights.people === people && sights.model === model) return;
  const { model: name, people: most } = sights;
  const bytes = name === model ? null : await modelNamed(name).catch(() => ((sights.model = model), null));
  if (name !== sights.model) return; // not to be had, or no longer wanted
  eyes = eyes.then(async (open) => {
    await open?.change(bytes ? { people: most, model: bytes } : { people: most });
    return open;
  }).catch((error) => (failed("model", error), null));
}

/** @param {number} item */
async function loadPoses(item) {
  const { director, plan } = await mind;
  try {
    const poses = await (await fetched(plan.items[item].clip.poses)).text();
    say(director.load(item, poses));
  } catch (error) {
    failed("poses", error);
  }
}

/** @param {number} item */
async function sendTrack(item) {
  const proxy = (await mind).director.track(item);
  worker.postMessage({ kind: "track", item, track: proxy.toJs({ dict_converter: Object.fromEntries }) });
  proxy.destroy();
}

/** Tells how much of it is there. @param {string} name @returns {Promise<Uint8Array>} */
async function modelNamed(name) {
  const model = name === "full" ? "full" : "lite";
  const total = vendor.bytes[model];
  let [bytes, told] = [0, 0];
  const count = new TransformStream({
    transform(/** @type {Uint8Array} */ part, following) {
      following.enqueue(part);
      bytes += part.length;
      if (bytes - told < TELL_EVERY) return;
      told = bytes;
      worker.postMessage({ kind: "progress", part: "model", done: Math.min(0.99, bytes / total), bytes: total });
    },
  });
  const answer = await fetched(vendor.models[model]);
  return new Uint8Array(await new Response(answer.body?.pipeThrough(count)).arrayBuffer());
}

/** @param {string | null} delegate */
async function openEyes(delegate) {
  const bytes = await modelNamed(sights.model);
  const opened = await Eyes.open(vendor.mediapipe, bytes, delegate === "cpu" ? "CPU" : bestDelegate());
  worker.postMessage({ kind: "progress", part: "model", done: 1, bytes: bytes.length });
  worker.postMessage({ kind: "ready", delegate: opened.delegate });
  setTimeout(() => (eyes = eyes.then(warmedUp)), WARMED_AFTER_MS); // whoever wants other eyes meanwhile waits for it
  return opened;
}

/** @param {Eyes | null} open */
async function warmedUp(open) {
  if (!open?.lastMs) await open?.seeTrue().catch(() => {});
  return open;
}

/** @param {import("./brain.js").Look} order */
async function look({ frame, moment }) {
  const [open, { director, engine }] = await Promise.all([eyes, mind]);
  if (!open) return frame.close();
  const began = performance.now();
  const result = await open.look(frame);
  const looked = performance.now();
  worker.postMessage({ kind: "free" });
  const mask = paint(result, frame);
  const light = began - litAt > LIGHT_EVERY_MS ? open.light(frame, result) : null;
  frame.close();
  const painted = performance.now();
  const output = engine.see(moment, result?.landmarks[0], result?.worldLandmarks[0]);
  const stepped = performance.now();
  result?.close();
  const world = sights.world ? engine.input().slice(INPUT.world) : undefined;
  const ms = { pose: looked - began, mask: painted - looked, step: stepped - painted };
  worker.postMessage({ kind: "seen", output, mask, world, ms }, mask ? [output.buffer, mask] : [output.buffer]);
  say(engine.said);
  if (!light) return;
  litAt = began;
  say(director.event(JSON.stringify({ ...light, name: "light", now: moment.clock })));
}

/**
 * The client as the stage shows her; undefined where it goes on showing the one before.
 * @param {import("./eyes.js").PoseResult | null} result @param {VideoFrame | ImageBitmap} frame
 */
function paint(result, frame) {
  if (sights.mask && looks++ % sights.mask_every > 0) return undefined;
  const found = sights.mask ? result?.segmentationMasks?.[0] : null;
  return found ? silhouette.paint(found.getAsFloat32Array(), found.width, found.height, sights.figure === "real" ? frame : null) : null;
}

/** @param {string} address */
async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return response;
}
