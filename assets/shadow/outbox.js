// Results on their way to the server: on disk first, sent in order, kept until acknowledged, tried again by itself.

import { ApiError, postChunk, postFinish } from "./api.js";
import * as kept from "./kept.js";

/** @typedef {import("./api.js").Sample} Sample */
/** @typedef {{session: string, number: number, samples: Sample[]}} Chunk */
/** @typedef {{at: number}} Kept since when, as Date.now() counts */
/** @typedef {{session: string, chunks: number, duration: number}} End */
/** @typedef {{session: string, next: number, elapsed: number, reps: number}} Place where a session stands: the next chunk's number, seconds trained, repetitions */

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** Answers after which sending the same thing again is pointless. */
const HOPELESS = [400, 410, 413, 422];
/** Nobody, or somebody else, is signed in here now: who trained may come back, within so long. */
const REFUSED = [401, 403, 404];
const KEEP_MS = 30 * 24 * 3600 * 1000;

export class Outbox {
  /** @param {string} session the one that is trained now: sent before all others */
  constructor(session) {
    this.session = session;
    /** @type {Set<string>} other sessions, left alone until the next visit */
    this.refused = new Set();
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
    return (await kept.get("places", session)) ?? { session, next: 0, elapsed: 0, reps: 0 };
  }

  /**
   * Keeps a chunk, then starts sending; resolves once it is kept.
   * @param {Chunk} chunk
   * @param {Place} place where the session stands after it
   */
  async add(chunk, place) {
    await kept.put("chunks", { ...chunk, at: Date.now() });
    await kept.put("places", place);
    void this.flush();
  }

  /** @param {End} end */
  async finish(end) {
    await kept.put("ends", { ...end, at: Date.now() });
    return this.flush();
  }

  /** Sends what is there, one sender at a time. @returns {Promise<boolean>} whether all that was there when asked is gone, but for other people's */
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
    const allChunks = /** @type {(Chunk & Kept)[]} */ (await kept.all("chunks")).sort((one, other) => one.number - other.number);
    const allEnds = /** @type {(End & Kept)[]} */ (await kept.all("ends"));
    const sessions = new Set([this.session, ...[...allChunks, ...allEnds].map((row) => row.session)]);
    let left = 0;
    for (const session of sessions) {
      if (this.refused.has(session)) continue;
      const chunks = allChunks.filter((row) => row.session === session);
      const ends = allEnds.filter((row) => row.session === session);
      try {
        for (const chunk of chunks) await this.sendChunk(chunk);
        for (const end of ends) await this.sendEnd(end);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (REFUSED.includes(error.status) && session !== this.session) await this.setAside(session, chunks, ends);
        else left += 1;
      }
    }
    if (left) this.tryLater();
    else this.waitMs = FIRST_WAIT_MS;
    return left === 0;
  }

  /** Kept for a later visit, but not for ever. @param {string} session @param {(Chunk & Kept)[]} chunks @param {(End & Kept)[]} ends */
  async setAside(session, chunks, ends) {
    this.refused.add(session);
    if ([...chunks, ...ends].some((row) => Date.now() - row.at < KEEP_MS)) return;
    for (const { number } of chunks) await kept.remove("chunks", [session, number]);
    await kept.remove("ends", session);
    await kept.remove("places", session);
  }

  tryLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.again, this.waitMs);
    this.waitMs = Math.min(2 * this.waitMs, LONGEST_WAIT_MS);
  }

  /** @param {Chunk} chunk */
  async sendChunk({ session, number, samples }) {
    await settled(postChunk(session, number, samples), (next) => next <= number && postChunk(session, next, samples));
    await kept.remove("chunks", [session, number]);
  }

  /** @param {End} end */
  async sendEnd({ session, chunks, duration }) {
    const answer = await settled(postFinish(session, chunks, duration), (next) => postFinish(session, next, duration));
    if (answer) this.reports.set(session, answer.report);
    await kept.remove("ends", session);
    await kept.remove("places", session);
  }

  /**
   * The page is going away: the last chunk goes to disk and, in a request that outlives the page, to the server.
   * @param {Chunk} chunk
   * @param {Place} place
   */
  farewell(chunk, place) {
    void kept.put("chunks", { ...chunk, at: Date.now() });
    void kept.put("places", place);
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
