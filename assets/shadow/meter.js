// What the page knows about its own speed: the last few hundred frames, for Python, the panel, tests and benchmarks.

const KEPT = 600;
const FPS_OVER_MS = 2000;
/** So many frames are lately: a second or two. */
const LATELY = 30;

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
    for (const part in ms) (this.parts[part] ??= [])[this.frames % KEPT] = ms[part];
    this.moments[this.frames % KEPT] = performance.now();
    this.frames += 1;
  }

  /** Poses a second over the last two seconds, null before there are any. */
  fps() {
    const from = performance.now() - FPS_OVER_MS;
    const recent = this.moments.filter((moment) => moment > from);
    return recent.length < 2 ? null : ((recent.length - 1) * 1000) / (Math.max(...recent) - Math.min(...recent));
  }

  /** What a frame cost of late, as Python is told it once a second. */
  told() {
    const { frames } = this;
    const last = Array.from({ length: Math.min(LATELY, frames) }, (_, back) => (frames - 1 - back) % KEPT);
    const parts = Object.entries(this.parts).map(([part, values]) => [`${part}_ms`, spread(last.map((place) => values[place])).p50]);
    return { fps: this.fps(), ...Object.fromEntries(parts) };
  }

  /** @returns {Record<string, {p50: number, p99: number}>} milliseconds */
  medians() {
    return Object.fromEntries(Object.entries(this.parts).map(([part, values]) => [part, spread(values)]));
  }
}

/** @param {number[]} values */
function spread(values) {
  const sorted = values.slice().sort((a, b) => a - b);
  return { p50: sorted[sorted.length >> 1], p99: sorted[Math.floor(sorted.length * 0.99)] };
}
