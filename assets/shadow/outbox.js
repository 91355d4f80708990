// Results on their way to the server: on disk first, sent in order, kept until acknowledged, tried again by itself.

import { ApiError, postChunk, postFinish } from "./api.js";
import * as store from "./store.js";

/** @typedef {import("./api.js").Sample} Sample */
/** @typedef {{session: string, number: number, samples: Sample[]}} Chunk */
/** @typedef {{session: string, chunks: number, duration: number}} End */
/** @typedef {{session: string, next: number, elapsed: number, reps: number}} Place where a session stands: the next chunk's number, seconds trained, repetitions */

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** Answers after which sending the same thing again is pointless: the session is not there, or not ours. */
const HOPELESS = [400, 403, 404, 410, 413, 422];

export class Outbox {
  constructor() {
    /** @type {Map<string, string>} session → its report, known once finished */
    this.reports = new Map();
    this.waitMs = FIRST_WAIT_MS;
    /** @type {Promise<boolean> | null} */
    this.flushing = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.again = () => void this.flush();
    addEventListener("online", this.again);
  }

  /** @param {string} session @returns {Promise<Place>} */
  async place(session) {
    return (await store.get("places", session)) ?? { session, next: 0, elapsed: 0, reps: 0 };
  }

  /**
   * Keeps a chunk on disk, then starts sending; resolves once it is on disk.
   * @param {Chunk} chunk
   * @param {Place} place where the session stands after it
   */
  async add(chunk, place) {
    await store.put("chunks", chunk);
    await store.put("places", place);
    void this.flush();
  }

  /** @param {End} end */
  async finish(end) {
    await store.put("ends", end);
    return this.flush();
  }

  /** Sends what is there, one sender at a time. @returns {Promise<boolean>} whether all that was there when asked is gone */
  async flush() {
    clearTimeout(this.timer);
    while (this.flushing) await this.flushing;
    this.flushing = this.sendAll().catch((error) => (console.error("shadow: outbox", error), false));
    const gone = await this.flushing;
    this.flushing = null;
    return gone;
  }

  /** Every session on its own: one that the server will not take must not hold up the others. @returns {Promise<boolean>} */
  async sendAll() {
    const chunks = /** @type {Chunk[]} */ (await store.all("chunks"));
    const ends = /** @type {End[]} */ (await store.all("ends"));
    const sessions = new Set([...chunks, ...ends].map((row) => row.session));
    let left = 0;
    for (const session of sessions) {
      try {
        for (const chunk of chunks.filter((row) => row.session === session)) await this.sendChunk(chunk);
        for (const end of ends.filter((row) => row.session === session)) await this.sendEnd(end);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        left += 1;
      }
    }
    if (left) this.tryLater();
    else this.waitMs = FIRST_WAIT_MS;
    return left === 0;
  }

  tryLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.again, this.waitMs);
    this.waitMs = Math.min(2 * this.waitMs, LONGEST_WAIT_MS);
  }

  /** @param {Chunk} chunk */
  async sendChunk({ session, number, samples }) {
    await settled(postChunk(session, number, samples), (next) => next <= number && postChunk(session, next, samples));
    await store.remove("chunks", [session, number]);
  }

  /** @param {End} end */
  async sendEnd({ session, chunks, duration }) {
    const answer = await settled(postFinish(session, chunks, duration), (next) => postFinish(session, next, duration));
    if (answer) this.reports.set(session, answer.report);
    await store.remove("ends", session);
    await store.remove("places", session);
  }

  /**
   * The page is going away: the last chunk goes to disk and, in a request that outlives the page, to the server.
   * @param {Chunk} chunk
   * @param {Place} place
   */
  farewell(chunk, place) {
    void store.put("chunks", chunk);
    void store.put("places", place);
    void postChunk(chunk.session, chunk.number, chunk.samples, true).catch(() => {});
  }

  close() {
    clearTimeout(this.timer);
    removeEventListener("online", this.again);
  }
}

/**
 * The answer, or null where asking again is pointless. A server that counts otherwise (its disk was restored, the session went on
 * elsewhere) says which number it expects: what is here still goes to it, under that number.
 * @template T
 * @param {Promise<T>} sending
 * @param {(next: number) => Promise<T> | false} insist
 * @returns {Promise<T | null>}
 */
async function settled(sending, insist) {
  try {
    return await sending;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 409) return (Number.isInteger(error.body?.next) && (await insist(error.body.next))) || null;
    if (HOPELESS.includes(error.status)) return null;
    throw error;
  }
}
