// What the page knows about its own speed: the last few hundred frames, for Python, the panel, tests and benchmarks.

const KEPT = 600;
const FPS_OVER_MS = 2000;
/** So many frames are lately: a second or two. */
const LATELY = 30;

export class Meter {
  /** @type {Record<string, number>[]} when each was seen, and the milliseconds of its parts */
  kept = [];
  frames = 0;

  /** @param {Record<string, number>} ms */
  add(ms) {
    this.kept.push({ ...ms, at: performance.now() });
    if (this.kept.length > KEPT) this.kept.shift();
    this.frames += 1;
  }

  /** Poses a second over the last two seconds, null before there are any; what a frame cost of late, in medians. */
  told() {
    const recent = this.kept.filter(({ at }) => at > performance.now() - FPS_OVER_MS);
    const fps = recent.length < 2 ? null : (1000 * (recent.length - 1)) / (recent[recent.length - 1].at - recent[0].at);
    const last = this.kept.slice(-LATELY);
    const median = (/** @type {string} */ part) => last.map((frame) => frame[part]).sort((a, b) => a - b)[last.length >> 1];
    return { fps, ...Object.fromEntries(["pose", "mask", "step", "draw"].map((part) => [`${part}_ms`, median(part)])) };
  }
}
