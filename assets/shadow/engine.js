// Pyodide inside the worker: one float32 buffer each way, no proxies per frame.

import { INPUT, LANDMARKS, OUTPUT } from "./layout.js";

/** @typedef {{x: number, y: number, z: number, visibility?: number}} Landmark */
/** @typedef {{clock: number, clip: number, loop: number, width: number, height: number}} Moment seconds, pixels */

export class Engine {
  said = ""; // by the last step

  /** @param {any} python @param {any} proxy of what has `input` and `output` @param {(now: number) => string} step */
  constructor(python, proxy, step) {
    this.step = step;
    this.input = bufferOf(python, proxy.input, INPUT.size);
    this.output = bufferOf(python, proxy.output, OUTPUT.size);
  }

  /**
   * @param {Moment} moment
   * @param {Landmark[] | undefined} image 33 landmarks of the camera's picture, undefined when nobody was found
   * @param {Landmark[] | undefined} world metres
   * @returns {Float32Array} a copy of the engine's result
   */
  see(moment, image, world) {
    const data = this.input();
    data[INPUT.clock] = moment.clock;
    data[INPUT.clip] = moment.clip;
    data[INPUT.loop] = moment.loop;
    data[INPUT.width] = moment.width;
    data[INPUT.height] = moment.height;
    data[INPUT.found] = image && world ? 1 : 0;
    for (let i = 0; image && world && i < LANDMARKS; i += 1) {
      const [at, here] = [INPUT.image + 4 * i, INPUT.world + 3 * i];
      data[at] = image[i].x;
      data[at + 1] = image[i].y;
      data[at + 2] = image[i].z;
      data[at + 3] = image[i].visibility ?? 0;
      data[here] = world[i].x;
      data[here + 1] = world[i].y;
      data[here + 2] = world[i].z;
    }
    this.said = this.step(moment.clock);
    return this.output().slice();
  }
}

/**
 * A Python array seen as a typed array, taken anew each time: when Python's heap grows, what was taken before is cut off.
 * @param {any} python @param {any} proxy of an array('f') that stays as long as it is @param {number} size @returns {() => Float32Array}
 */
function bufferOf(python, proxy, size) {
  const [address] = proxy.buffer_info().toJs();
  return () => new Float32Array(python._module.HEAP8.buffer, address, size);
}

/** The archive of our packages and of Python's library lies beside our lean lock. @param {import("./api.js").Manifest} manifest */
export async function openPython({ pyodide, motion }) {
  const [folder, lock] = [pyodide, motion].map((address) => new URL(address, location.href).href); // it takes no others
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  const python = await loadPyodide({ indexURL: folder, lockFileURL: lock, stdLibURL: new URL("python.zip", lock).href });
  python.runPython("from perscoach_training.page import PageDirector");
  return python;
}
