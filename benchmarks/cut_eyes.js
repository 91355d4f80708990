// In the place of MediaPipe: a recorded client, at the pace of the page's clock. FASTER and FPS are filled in by the server.

const rows = new Float32Array(await (await fetch("/recorded.f32")).arrayBuffer());
const SIZE = 239;
const began = performance.now();

export const bestDelegate = () => "CPU";

export class Eyes {
  static async open() {
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
    return { mean: 120, spread: 50, person: 120, people: 1 };
  }

  async change() {}
}
