// What the page knows about its own speed: medians over the last few hundred frames, for the panel, tests and benchmarks.

const KEPT = 600;
const FPS_OVER_MS = 2000;

export class Meter {
  constructor() {
    /** @type {Record<string, number[]>} */
    this.parts = {};
    /** @type {number[]} */
    this.moments = [];
    this.frames = 0;
  }

  /** @param {Record<string, number>} ms */
  add(ms) {
    this.frames += 1;
    for (const [part, value] of Object.entries(ms)) keep((this.parts[part] ??= []), value);
    keep(this.moments, performance.now());
  }

  /** Poses a second over the last two seconds, null before there are any. */
  fps() {
    const now = performance.now();
    const recent = this.moments.filter((moment) => now - moment < FPS_OVER_MS);
    if (recent.length < 2) return null;
    return ((recent.length - 1) * 1000) / (recent[recent.length - 1] - recent[0]);
  }

  /** @returns {Record<string, {p50: number, p99: number}>} milliseconds */
  medians() {
    return Object.fromEntries(Object.entries(this.parts).map(([part, values]) => {
      const sorted = [...values].sort((a, b) => a - b);
      return [part, { p50: sorted[sorted.length >> 1], p99: sorted[Math.floor(sorted.length * 0.99)] }];
    }));
  }
}

/** @param {number[]} values @param {number} value */
function keep(values, value) {
  values.push(value);
  if (values.length > KEPT) values.shift();
}
