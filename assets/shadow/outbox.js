// Results on their way to the server: on disk first, sent in order, kept until acknowledged, tried again by itself, one sender for all.

import { call, route } from "./api.js";
import * as store from "./store.js";

/** @typedef {{key: string, body: any}} Entry where it goes under `/api/shadow/{training}/`, and what */
/** @typedef {Entry & {id: number, training: string, at: number}} Row `at`: since when, as Date.now() counts */
/** @typedef {Entry & {status: number, kept: boolean}} Refused what the server will not take: dropped, or kept for who may send it */
/** @typedef {{left: number, done: string[], refused: Refused[], unkept: boolean}} Sent `unkept`: only this page has it, no disk */

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const ANSWER_MS = 20_000; // a network that swallows requests must not hold up the next try
const HOPELESS = [400, 405, 409, 410, 413, 422]; // sending the same thing again is pointless
const NOT_HERS = [401, 403, 404]; // nobody, or somebody else, is signed in here now: who trained may come back, within so long
const KEEP_MS = 30 * 24 * 3600 * 1000;
const SMALL = 60_000; // characters: so much may be on its way when the page is left

export class Outbox {
  unkept = false;
  waitMs = FIRST_WAIT_MS;
  sending = /** @type {Promise<boolean>} */ (Promise.resolve(true));
  timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  stop = new AbortController();

  /** @param {string} training the one that is trained now: sent before all others @param {(sent: Sent) => void} tell */
  constructor(training, tell = () => {}) {
    this.training = training;
    this.tell = tell;
    addEventListener("online", () => void this.flush(), this.stop);
    document.addEventListener("visibilitychange", () => void this.flush(), this.stop);
  }

  /** Where this training stood on this device. @returns {Promise<object | null>} */
  async place() {
    return (await store.all("places")).find((row) => row.training === this.training)?.place ?? null;
  }

  /** All or none, then starts sending. Resolves once they are kept. @param {Entry[]} entries @param {object} [place] */
  async keep(entries, place) {
    const row = { training: this.training, at: Date.now() };
    const rows = entries.map((entry) => /** @type {[store.Table, any]} */ (["outbox", { ...entry, ...row }]));
    if (place) rows.push(["places", { ...row, place }]);
    if (rows.length && !(await store.put(...rows))) this.unkept = true;
    if (entries.length) void this.flush();
  }

  /** @returns {Promise<boolean>} whether all that was there when asked is gone, but for other people's */
  flush() {
    clearTimeout(this.timer);
    const sendAll = () => this.sendAll().catch((error) => (console.error("shadow: outbox", error), false));
    this.sending = this.sending.then(async () => (navigator.locks ? navigator.locks.request("perscoach-outbox", sendAll) : sendAll()));
    return this.sending;
  }

  /** Every training on its own: one that the server will not take must not hold up the others. @returns {Promise<boolean>} */
  async sendAll() {
    const own = (/** @type {Row} */ row) => row.training === this.training;
    const rows = /** @type {Row[]} */ (await store.all("outbox"));
    rows.sort((one, other) => Number(own(other)) - Number(own(one)) || one.id - other.id);
    const sent = /** @type {Sent} */ ({ left: rows.filter(own).length, done: [], refused: [], unkept: this.unkept });
    const waiting = new Set();
    let later = false;
    for (const row of rows) {
      if (waiting.has(row.training)) continue;
      const { status, body } = await deliver(row);
      const [taken, foreign] = [status >= 200 && status < 300, NOT_HERS.includes(status)];
      const over = taken || HOPELESS.includes(status) || (foreign && Date.now() - row.at > KEEP_MS);
      if (over) await store.remove("outbox", row);
      else waiting.add(row.training);
      later ||= !over && (own(row) || !foreign);
      if (own(row) && over) sent.left -= 1;
      if (own(row) && taken) sent.done.push(row.key);
      else if (own(row) && status) sent.refused.push({ key: row.key, body, status, kept: !over });
      if (status === 0) break;
    }
    if (later && !this.stop.signal.aborted) this.timer = setTimeout(() => void this.flush(), this.waitMs);
    this.waitMs = later ? Math.min(2 * this.waitMs, LONGEST_WAIT_MS) : FIRST_WAIT_MS;
    if (rows.length) this.tell(sent);
    return !later;
  }

  close() {
    clearTimeout(this.timer);
    this.stop.abort();
  }
}

/**
 * A server that counts otherwise (its disk was restored, the training went on elsewhere) says which number it expects: what is here
 * still goes to it, under that number.
 * @param {Row} row
 */
async function deliver({ training, key, body }) {
  const answer = await post(training, key, body);
  const { next } = answer.body ?? {};
  if (answer.status !== 409 || !Number.isInteger(next)) return answer;
  const chunk = /^(.*\/chunks\/)(\d+)$/.exec(key);
  if (!chunk) return post(training, key, { ...body, chunks: next });
  return next < Number(chunk[2]) ? post(training, chunk[1] + next, body) : answer;
}

/** @param {string} training @param {string} key @param {any} data */
function post(training, key, data) {
  const body = JSON.stringify(data);
  const [signal, keepalive] = [AbortSignal.timeout?.(ANSWER_MS), body.length < SMALL];
  return call(route(training, key), { method: "POST", headers: { "content-type": "application/json" }, body, signal, keepalive });
}
