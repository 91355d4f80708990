// In the place of MediaPipe: recorded landmarks, at the pace of the page's clock. FASTER and FPS are filled in by the server.

import { INPUT, LANDMARKS } from "./layout.js";

/** @type {Float32Array} */
let rows;
const began = performance.now();

export const bestDelegate = () => "CPU";

export class Eyes {
  static async open() {
    rows = new Float32Array(await (await fetch("/shadow/recorded.f32")).arrayBuffer());
    return new Eyes();
  }

  delegate = "CPU";
  lastMs = 1; // it has looked already: nothing has to be warmed

  async look() {
    const at = Math.floor(((performance.now() - began) / 1000) * FASTER * FPS) % (rows.length / INPUT.size);
    const row = rows.subarray(at * INPUT.size, (at + 1) * INPUT.size);
    const landmark = ([x, y, z, visibility]) => ({ x, y, z, visibility });
    const of = (from, size) => (_, n) => landmark(row.subarray(from + size * n, from + size * (n + 1)));
    const landmarks = (from, size) => Array.from({ length: LANDMARKS }, of(from, size));
    return { landmarks: [landmarks(INPUT.image, 4)], worldLandmarks: [landmarks(INPUT.world, 3)], close() {} };
  }

  light() {
    return { pixels: [110, 110, 110, 255, 160, 160, 160, 255], wide: 1, people: 1 };
  }

  async change() {}
}
