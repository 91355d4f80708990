// The session's numbers: at most four samples a second, cut into chunks of five seconds.

import { OUTPUT, wholeReps } from "./layout.js";

/** @typedef {import("./api.js").Sample} Sample */
/** @typedef {import("./outbox.js").Outbox} Outbox */
/** @typedef {import("./outbox.js").Place} Place */

const SAMPLE_EVERY_S = 0.25;
const UNSEEN_EVERY_S = 1;
const CHUNK_S = 5;

export class Recorder {
  /**
   * @param {Outbox} outbox
   * @param {Place} place where the session stands: a reload goes on from there
   */
  constructor(outbox, place) {
    this.outbox = outbox;
    this.place = place;
    /** @type {Sample[]} */
    this.samples = [];
    this.lastAt = -Infinity;
    this.chunkFrom = place.elapsed;
    /** Repetitions done before a reload: the engine counts from nought again. */
    this.repsBefore = place.reps;
    /** The most that were counted: they stand while nobody is seen. */
    this.reps = place.reps;
  }

  /**
   * @param {number} elapsed seconds trained
   * @param {Float32Array | null} output the last step's result, null when there is none to speak of
   */
  take(elapsed, output) {
    if (output) this.reps = Math.max(this.reps, this.repsBefore + (finite(wholeReps(output)) ?? 0));
    if (elapsed - this.lastAt < (output ? SAMPLE_EVERY_S : UNSEEN_EVERY_S)) return;
    this.lastAt = elapsed;
    this.samples.push(sample(elapsed, output, this.reps));
    if (elapsed - this.chunkFrom >= CHUNK_S) void this.cut(elapsed);
  }

  /** Hands the samples so far to the outbox. @param {number} elapsed */
  async cut(elapsed) {
    const chunk = this.chunk(elapsed);
    if (chunk) await this.outbox.add(chunk, this.place).catch((error) => console.error("shadow: not kept", error));
  }

  /** @param {number} elapsed */
  farewell(elapsed) {
    const chunk = this.chunk(elapsed);
    if (chunk) this.outbox.farewell(chunk, this.place);
  }

  /** @param {number} elapsed */
  async finish(elapsed) {
    await this.cut(elapsed);
    return this.outbox.finish({ session: this.place.session, chunks: this.place.next, duration: round(elapsed, 2) });
  }

  /** @param {number} elapsed */
  chunk(elapsed) {
    if (!this.samples.length) return null;
    const { session, next } = this.place;
    const chunk = { session, number: next, samples: this.samples };
    this.place = { session, next: next + 1, elapsed, reps: this.reps };
    this.samples = [];
    this.chunkFrom = elapsed;
    return chunk;
  }
}

/**
 * @param {number} elapsed
 * @param {Float32Array | null} output
 * @param {number} reps so far
 * @returns {Sample}
 */
export function sample(elapsed, output, reps) {
  const t = round(elapsed, 2);
  if (!output || output[OUTPUT.gate]) return [t, null, null, null, reps, null];
  const limbs = Array.from(output.subarray(OUTPUT.limbs, OUTPUT.limbs + OUTPUT.limbCount), (value) => finite(value, 1));
  return [t, finite(output[OUTPUT.score], 1), finite(output[OUTPUT.phase], 3), finite(output[OUTPUT.lag], 2), reps, limbs];
}

/** @param {number} value @param {number} [digits] @returns {number | null} */
const finite = (value, digits = 0) => (Number.isFinite(value) ? round(value, digits) : null);

/** @param {number} value @param {number} digits */
const round = (value, digits) => Number(value.toFixed(digits));
