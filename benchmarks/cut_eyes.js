// In the place of MediaPipe: a recorded client, at the pace of the page's clock. FASTER and FPS are filled in by the server.

/** @type {Float32Array} */
let rows;
const SIZE = 239;
const began = performance.now();

export const bestDelegate = () => "CPU";

export class Eyes {
  static async open() {
    rows = new Float32Array(await (await fetch("/shadow/recorded.f32")).arrayBuffer());
    return new Eyes();
  }

  delegate = "CPU";

  async look() {
    const at = Math.floor(((performance.now() - began) / 1000) * FASTER * FPS) % (rows.length / SIZE);
    const row = rows.subarray(at * SIZE, (at + 1) * SIZE);
    const image = Array.from({ length: 33 }, (_, n) => ({ x: row[8 + 4 * n], y: row[9 + 4 * n], z: row[10 + 4 * n], visibility: row[11 + 4 * n] }));
    const world = Array.from({ length: 33 }, (_, n) => ({ x: row[140 + 3 * n], y: row[141 + 3 * n], z: row[142 + 3 * n] }));
    return { landmarks: [image], worldLandmarks: [world], close() {} };
  }

  light() {
    return { pixels: [110, 110, 110, 255, 160, 160, 160, 255], wide: 1, people: 1 };
  }

  async change() {}
}
