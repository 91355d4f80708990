// Pyodide inside the worker: one float32 buffer each way, no proxies per frame.

import { INPUT, LANDMARKS, OUTPUT } from "./layout.js";

/** @typedef {{x: number, y: number, z: number, visibility?: number}} Landmark */
/** @typedef {{now: number, clip: number, loop: number, width: number, height: number, flags?: number}} Moment seconds, pixels */
/** @typedef {{times: Float64Array, image: Float32Array, world: Float32Array, visibility: Float32Array}} Track the trainer's poses, for drawing */

export class Engine {
  /** @param {any} proxy of what has `input` and `output` @param {(now: number) => string} step */
  constructor(proxy, step) {
    this.step = step;
    this.input = new Buffer(proxy.input);
    this.output = new Buffer(proxy.output);
    /** What the last step said. */
    this.said = "";
  }

  /**
   * @param {Moment} moment
   * @param {Landmark[] | undefined} image 33 landmarks of the camera's picture, undefined when nobody was found
   * @param {Landmark[] | undefined} world metres
   * @returns {Float32Array} a copy of the engine's result
   */
  see(moment, image, world) {
    const data = this.input.view();
    data[INPUT.clock] = moment.now;
    data[INPUT.clip] = moment.clip;
    data[INPUT.width] = moment.width;
    data[INPUT.height] = moment.height;
    data[INPUT.flags] = moment.flags ?? 0;
    data[INPUT.loop] = moment.loop;
    data[INPUT.found] = image && world ? 1 : 0;
    if (image && world) {
      for (let i = 0, at = INPUT.image; i < LANDMARKS; i += 1) {
        data[at++] = image[i].x;
        data[at++] = image[i].y;
        data[at++] = image[i].z;
        data[at++] = image[i].visibility ?? 0;
      }
      for (let i = 0, at = INPUT.world; i < LANDMARKS; i += 1) {
        data[at++] = world[i].x;
        data[at++] = world[i].y;
        data[at++] = world[i].z;
      }
    }
    this.said = this.step(moment.now);
    return this.output.view().slice(0, OUTPUT.size);
  }
}

/** A Python array seen as a typed array. When Python's heap grows the view is cut off, and taken again. */
class Buffer {
  /** @param {any} proxy of an array('f') */
  constructor(proxy) {
    this.proxy = proxy;
    this.held = proxy.getBuffer("f32");
  }

  /** @returns {Float32Array} */
  view() {
    if (this.held.data.byteLength === 0) {
      this.held.release();
      this.held = this.proxy.getBuffer("f32");
    }
    return this.held.data;
  }
}

/**
 * @param {string} folder address of Pyodide's files
 * @param {string} lock address of our lean lock; the archive with our packages and what they need of Python's library lies beside it
 */
export async function openPython(folder, lock) {
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  const python = await loadPyodide({ indexURL: folder, lockFileURL: lock, stdLibURL: new URL("python.zip", lock).href });
  python.runPython("from perscoach_training.page import PageDirector");
  return python;
}

/** @param {any} proxy of a PoseTrack @returns {Track} */
export function trackOf(proxy) {
  const copied = Object.fromEntries(["times", "image", "world", "visibility"].map((name) => [name, copyOf(proxy[name], name === "times" ? "f64" : "f32")]));
  proxy.destroy();
  return /** @type {any} */ (copied);
}

/** @param {any} proxy @param {"f32" | "f64"} type */
function copyOf(proxy, type) {
  const held = proxy.getBuffer(type);
  const copy = held.data.slice();
  held.release();
  proxy.destroy();
  return copy;
}
