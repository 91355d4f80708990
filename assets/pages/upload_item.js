// One file on its way: it sends itself in pieces by tus. Its row shows what belongs to its `data-state`; the style sheet hides the rest.

import "/vendor/tus/tus.min.js"; // makes a global

const CHUNK_BYTES = 4 * 1024 * 1024; // a lost piece costs a phone on a train a few seconds, not minutes
const RETRIES_MS = [0, 1000, 3000, ...Array(480).fill(5000)]; // for forty minutes: a tunnel, a lift, a restart of ours
const LONG_S = 90; // beyond this, time left is said in minutes
const ENDS_BYTES = 65536; // two recordings never agree in both ends and in length
const SHOWN_MS = 4000; // so long a finished row stays: by then the page's own card has taken its place

/** @typedef {{ say(key: string): string, wishes(): Record<string, string>, changed(): void, lang: string }} Box */

export const tus = /** @type {{ tus: typeof import("tus-js-client") }} */ (/** @type {unknown} */ (window)).tus;

/** @param {string} language @param {number} share */
export const percent = (language, share) => share.toLocaleString(language, { style: "percent" });

/** The same when the file is chosen again: phones give one video another name or date each time. @param {File} file */
async function fingerprint(file) {
  const ends = new Blob([file.slice(0, ENDS_BYTES), file.slice(-ENDS_BYTES)]);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await ends.arrayBuffer()));
  return `tus-${file.size}-${Array.from(digest.slice(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export class Item {
  /** waiting, sending, cut, held, done, known, bad, gone */
  state = "waiting";
  /** Since when it goes on without a break, and what was sent by then. @type {{at: number, sent: number} | undefined} */
  began;
  /** @type {import("tus-js-client").Upload | undefined} */
  upload;

  /** @param {Box} box @param {File} file @param {HTMLElement} row */
  constructor(box, file, row) {
    this.box = box;
    this.file = file;
    this.row = row;
    this.part("name").textContent = file.name;
    this.part("bar").setAttribute("aria-label", file.name);
    row.addEventListener("click", ({ target }) => {
      const deed = /** @type {HTMLElement} */ (target).closest("[data-do]")?.getAttribute("data-do");
      if (deed === "hold" || deed === "goOn" || deed === "cancel") this[deed]();
    });
    this.become("waiting");
  }

  /** @param {string} name @returns {any} */
  part(name) {
    return this.row.querySelector(`[data-${name}]`);
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
      endpoint: this.box.say("endpoint"),
      fingerprint,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRIES_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: this.file.name, filetype: this.file.type || "video", again, ...this.box.wishes() },
      onBeforeRequest: (request) => {
        const title = this.part("title").value;
        if (title) request.setHeader("X-Title", encodeURIComponent(title));
      },
      onProgress: (sent, all) => this.tell(sent, all),
      onShouldRetry: (trouble) => this.mayRetry(trouble.originalResponse?.getStatus() ?? 0),
      onSuccess: ({ lastResponse }) => this.end(lastResponse),
      onError: (trouble) => this.become("bad", this.reason(/** @type {any} */ (trouble).originalResponse)),
    });
    const [former] = again === "yes" ? [] : await this.upload.findPreviousUploads();
    if (former) this.upload.resumeFromPreviousUpload(former);
    if (this.state === "sending") this.upload.start();
  }

  /** «43 % · 2,4 МБ/с · ещё 3 мин». @param {number} sent @param {number} all bytes */
  tell(sent, all) {
    if (this.state !== "sending" && this.state !== "cut") return;
    this.become("sending", [percent(this.box.lang, sent / all), ...this.pacing(sent, all)].join(" · "));
    this.part("bar").setAttribute("aria-valuenow", String(Math.round((100 * sent) / all)));
    this.part("fill").style.transform = `scaleX(${sent / all})`;
  }

  /** How fast and how long, as soon as that is known. @param {number} sent @param {number} all bytes @returns {string[]} */
  pacing(sent, all) {
    this.began ??= { at: performance.now(), sent };
    const passed_s = (performance.now() - this.began.at) / 1000;
    const speed = (sent - this.began.sent) / passed_s;
    if (passed_s < 1 || !speed) return [];
    const left_s = (all - sent) / speed;
    const say = (/** @type {number} */ value, /** @type {string} */ unit, maximumFractionDigits = 0) =>
      value.toLocaleString(this.box.lang, { style: "unit", unit, maximumFractionDigits });
    const time = left_s > LONG_S ? say(left_s / 60, "minute") : say(Math.max(1, left_s), "second");
    return [say(speed / 1e6, "megabyte-per-second", 1), this.box.say("left").replace("{time}", time)];
  }

  async hold() {
    this.become("held");
    await this.upload?.abort();
  }

  goOn() {
    this.began = undefined;
    if (this.state === "known") return this.send("yes");
    if (this.state === "bad") return this.become("waiting");
    this.become("sending");
    this.upload?.start();
  }

  cancel() {
    if (["waiting", "sending", "cut", "held"].includes(this.state)) this.upload?.abort(true).catch(() => {});
    this.row.remove();
    this.become("gone");
  }

  /** @param {number} status of the answer, 0 for none */
  mayRetry(status) {
    const worth = status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507);
    this.began = undefined;
    if (worth && this.state === "sending") this.become("cut");
    return worth && this.state !== "held";
  }

  /** What the server says of it, in the reader's language. @param {import("tus-js-client").HttpResponse | null} answer */
  reason(answer) {
    if (answer?.getStatus() === 401 || answer?.getStatus() === 404) return this.box.say("signed_out");
    const [, message] = /"message":"((?:[^"\\]|\\.)*)"/.exec(answer?.getBody() ?? "") ?? [];
    return message ? JSON.parse(`"${message}"`) : this.box.say("refused");
  }

  /** @param {import("tus-js-client").HttpResponse} answer */
  end(answer) {
    this.part("open").href = `/trainer/exercise/${answer.getHeader("x-exercise")}`;
    this.become(answer.getHeader("x-known") === "yes" ? "known" : "done");
    if (this.state === "done") setTimeout(() => this.cancel(), SHOWN_MS);
  }
}
