// One file on its way: it sends itself in pieces by tus. Its row shows what belongs to its `data-state`; the style sheet hides the rest.

import "/vendor/tus/tus.min.js"; // makes a global
import { fingerprint, progressWords, speedOf } from "./upload_pace.js";

const CHUNK_BYTES = 4 * 1024 * 1024; // a lost piece costs a phone on a train a few seconds, not minutes
const RETRIES_MS = [0, 1000, 3000, 5000, 10000, ...Array(120).fill(20000)]; // for forty minutes: a tunnel, a lift, a restart of ours

/** @typedef {{ say(key: string): string, wishes(): Record<string, string>, changed(): void, endpoint: string, lang: string }} Box */
/** @typedef {import("tus-js-client").DetailedError} Trouble */

export const tus = /** @type {{ tus: typeof import("tus-js-client") }} */ (/** @type {unknown} */ (window)).tus;

export class Item {
  /** waiting, sending, cut, held, done, known, bad, gone */
  state = "waiting";
  /** @type {{ at: number, bytes: number }[]} */
  marks = [];
  /** @type {import("tus-js-client").Upload | undefined} */
  upload;

  /** @param {Box} box @param {File} file @param {HTMLElement} row */
  constructor(box, file, row) {
    this.box = box;
    this.file = file;
    this.row = row;
    this.part("name").textContent = file.name;
    this.part("bar").setAttribute("aria-label", file.name);
    row.addEventListener("click", (event) => {
      const deed = /** @type {HTMLElement} */ (event.target).closest("[data-do]")?.getAttribute("data-do");
      if (deed === "hold" || deed === "goOn" || deed === "cancel") this[deed]();
    });
    this.become("waiting");
  }

  /** @param {string} name @returns {HTMLElement} */
  part(name) {
    return /** @type {HTMLElement} */ (this.row.querySelector(`[data-${name}]`));
  }

  /** @param {string} state @param {string} [words] */
  become(state, words = "") {
    this.state = this.row.dataset.state = state;
    this.part("words").textContent = words;
    this.box.changed();
  }

  async send(again = "no") {
    this.become("sending");
    this.upload = new tus.Upload(this.file, {
      endpoint: this.box.endpoint,
      fingerprint,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRIES_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: this.file.name, filetype: this.file.type || "video", again, ...this.box.wishes() },
      onBeforeRequest: (request) => {
        const title = /** @type {HTMLInputElement} */ (this.part("title")).value;
        if (title) request.setHeader("X-Title", encodeURIComponent(title));
      },
      onProgress: (sent, all) => this.tell(sent, all),
      onShouldRetry: (trouble) => this.mayRetry(trouble.originalResponse?.getStatus() ?? 0),
      onSuccess: ({ lastResponse }) => this.end(lastResponse),
      onError: (trouble) => this.become("bad", this.reason(/** @type {Trouble} */ (trouble))),
    });
    const [former] = again === "yes" ? [] : await this.upload.findPreviousUploads();
    if (former) this.upload.resumeFromPreviousUpload(former);
    if (this.state === "sending") this.upload.start();
  }

  /** @param {number} sent @param {number} all bytes */
  tell(sent, all) {
    if (this.state !== "sending" && this.state !== "cut") return;
    const now = performance.now();
    this.marks.push({ at: now, bytes: sent });
    this.become("sending", progressWords(this.box.lang, sent, all, speedOf(this.marks, now), this.box.say("left")));
    this.part("bar").setAttribute("aria-valuenow", String(Math.round((100 * sent) / all)));
    this.part("fill").style.transform = `scaleX(${sent / all})`;
  }

  async hold() {
    this.become("held");
    await this.upload?.abort();
  }

  goOn() {
    this.marks = [];
    if (this.state === "known") return this.send("yes");
    if (this.state === "bad") return this.become("waiting");
    this.become("sending");
    return this.upload?.start();
  }

  /** The network is back: no need to wait for the next try. */
  async hurry() {
    if (this.state !== "cut") return;
    await this.upload?.abort();
    this.goOn();
  }

  cancel() {
    if (["waiting", "sending", "cut", "held"].includes(this.state)) this.upload?.abort(true).catch(() => {});
    this.row.remove();
    this.become("gone");
  }

  /** @param {number} status of the answer, 0 for none */
  mayRetry(status) {
    const worth = status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507);
    this.marks = [];
    if (worth && this.state === "sending") this.become("cut");
    return worth && this.state !== "held";
  }

  /** What the server says of it, in the reader's language. @param {Trouble} trouble */
  reason({ originalResponse: answer }) {
    if (answer?.getStatus() === 401 || answer?.getStatus() === 404) return this.box.say("signed_out");
    const [, message] = /"message":"((?:[^"\\]|\\.)*)"/.exec(answer?.getBody() ?? "") ?? [];
    return message ? JSON.parse(`"${message}"`) : this.box.say("refused");
  }

  /** @param {import("tus-js-client").HttpResponse} answer */
  end(answer) {
    /** @type {HTMLAnchorElement} */ (this.part("open")).href = `/trainer/exercise/${answer.getHeader("x-exercise")}`;
    this.become(answer.getHeader("x-known") === "yes" ? "known" : "done");
    if (this.state === "done") setTimeout(() => this.cancel(), 4000); // the page's own card has taken its place by then
  }
}
