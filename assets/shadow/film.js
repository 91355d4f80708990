// What is filmed: parts of a few seconds, kept on this device second by second, shown, sent in pieces, deleted. Python says when and which.

import * as store from "./store.js";

/** @typedef {Record<"part" | "position" | "at" | "seconds", number> & {training: string, recording: string, room: boolean}} Told */
/** @typedef {Told & {made: number, type: string, blob: Blob}} Part */
/** @typedef {Record<"position" | "at" | "now" | "part" | "bits", number> & {recording: string, room: boolean, overlay: boolean}} Start */

const TYPES = ["video/webm;codecs=vp8", "video/webm", "video/mp4;codecs=avc1.42E01E", "video/mp4"];
const CHUNK_MS = 1000; // what a crash may cost
const HIGHEST = 480; // px of what is put together here: a knee is seen in it, and a phone can encode it beside all else
const AHEAD_S = 20; // of a film is loaded while it is looked at
const SEND_BYTES = 1024 * 1024; // a lost request costs a phone seconds
const RETRIES_MS = [0, 1000, 3000, 5000, ...Array(20).fill(10_000)];

export class Film {
  number = Date.now(); // of the next second: those of an earlier opening come before
  shown = "";
  stop = () => {};
  writing = Promise.resolve();

  /**
   * @param {string} training @param {(values: object) => void} tell
   * @param {{video: HTMLVideoElement | null}} camera @param {import("./stage.js").Stage} stage
   * @param {() => number} clock the page's seconds
   */
  constructor(training, tell, camera, stage, clock) {
    this.training = training;
    this.tell = tell;
    this.camera = camera;
    this.stage = stage;
    this.clock = clock;
  }

  /** What lies on this device, each part a video of its own. @param {string} [recording] of this one only */
  async parts(recording) {
    await this.writing;
    /** @type {Map<number, Part>} */
    const whole = new Map();
    for (const row of /** @type {Part[]} */ (await store.all("film"))) {
      const before = whole.get(row.part)?.blob ?? new Blob();
      if (!recording || row.recording === recording) whole.set(row.part, { ...row, blob: new Blob([before, row.blob]) });
    }
    return [...whole.values()];
  }

  /** Tells of what was filmed in this training, and in others that are hers, too. */
  async found() {
    if (!globalThis.MediaRecorder) this.tell({ state: "unable" });
    const parts = await this.parts();
    const trainings = [...new Set(parts.map(({ training }) => training))].filter((training) => training !== this.training);
    const hers = [this.training];
    for (const training of trainings) if (await fetch(`/api/shadow/${training}`).then(({ ok }) => ok, () => false)) hers.push(training);
    const told = parts.map(({ blob, made, ...rest }) => ({ ...rest, bytes: blob.size, age_s: (Date.now() - made) / 1000 }));
    this.tell({ state: "found", parts: told.filter(({ training }) => hers.includes(training)) });
  }

  /** @param {any} order */
  order(order) {
    if (order.do === "start") this.start(order);
    else if (order.do === "stop") this.stop();
    else if (order.do === "preview") this.shown = order.recording;
    else if (order.do === "drop") this.writing = this.writing.then(() => drop(order.recording));
    else if (order.do === "send") void this.send(order);
  }

  /** @param {Start} order */
  start(order) {
    const { video } = this.camera;
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    if (!video || !type) return this.tell({ state: "unable" });
    const own = order.room && !order.overlay && (video.srcObject ?? /** @type {any} */ (video).captureStream());
    const stream = own || this.together(order, video);
    const film = () => this.part(stream, type, order, video);
    let end = film();
    const timer = setInterval(() => { end(); end = film(); }, order.part * 1000);
    this.stop = () => {
      this.stop = () => {};
      clearInterval(timer);
      end();
      if (!own) stream.getTracks()[0].stop();
    };
  }

  /** Films one; the result ends it. @param {MediaStream} stream @param {string} type @param {Start} order @param {HTMLVideoElement} eye */
  part(stream, type, { recording, position, bits, room, at, now }, eye) {
    const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: bits });
    const [part, began] = [this.number++, performance.now()];
    const reached = () => at + this.clock() - now; // of the set: orders travel, and on a busy phone that takes a while
    const told = { training: this.training, recording, part, position, at: reached(), room, seconds: 0, bytes: 0 };
    eye.requestVideoFrameCallback(() => void (told.at = reached())); // its own clock begins with its first picture
    recorder.ondataavailable = ({ data: blob }) => {
      told.bytes += blob.size;
      if (recorder.state === "recording") told.seconds = (performance.now() - began) / 1000;
      const row = { ...told, number: this.number++, made: Date.now(), type, blob };
      this.writing = this.writing.then(async () => void ((await store.put(["film", row])) || this.tell({ state: "full" })));
    };
    recorder.onstop = () => (this.writing = this.writing.then(() => this.tell({ state: "part", ...told })));
    recorder.start(CHUNK_MS);
    return () => {
      told.seconds = (performance.now() - began) / 1000;
      if (recorder.state === "recording") recorder.stop();
    };
  }

  /** The client in her room or cut out, with the stage beside where asked. @param {Start} order @param {HTMLVideoElement} video */
  together({ room, overlay }, video) {
    const canvas = document.createElement("canvas");
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const stream = canvas.captureStream();
    const draw = () => {
      if (!video.videoWidth || stream.getTracks()[0].readyState === "ended") return;
      const [picture, beside] = [room ? video : this.stage.mask, this.stage.canvas];
      const height = Math.min(HIGHEST, video.videoHeight);
      const wide = (/** @type {number} */ aspect) => 2 * Math.round((height * aspect) / 2);
      const own = wide(video.videoWidth / video.videoHeight);
      const width = own + (overlay ? wide(beside.width / beside.height) : 0);
      if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
      context.fillStyle = getComputedStyle(this.stage.element).backgroundColor;
      context.fillRect(0, 0, width, height);
      if (picture) context.drawImage(picture, 0, 0, own, height);
      if (overlay) context.drawImage(beside, own, 0, width - own, height);
      video.requestVideoFrameCallback(draw);
    };
    draw();
    return stream;
  }

  /** One time line of all parts, loaded as far as it is looked at. @param {HTMLVideoElement} video */
  async show(video) {
    const parts = await this.parts(this.shown);
    const source = new (globalThis.MediaSource ?? /** @type {any} */ (globalThis).ManagedMediaSource)();
    const starts = parts.reduce((so, { seconds }) => [...so, so[so.length - 1] + seconds], [0]);
    const loaded = new Set();
    const load = async () => {
      const [buffer] = source.sourceBuffers;
      const [from, to] = [video.currentTime, video.currentTime + AHEAD_S];
      const next = parts.findIndex((_, n) => !loaded.has(n) && starts[n] < to && starts[n + 1] > from);
      if (next < 0 || !buffer || buffer.updating) return;
      loaded.add(next);
      const bytes = await parts[next].blob.arrayBuffer();
      buffer.abort(); // a recorder's last cluster has no end of its own
      [buffer.timestampOffset, buffer.appendWindowEnd] = [starts[next], starts[next + 1]];
      buffer.appendBuffer(bytes);
    };
    source.onsourceopen = () => {
      source.duration = starts[parts.length];
      source.addSourceBuffer(parts[0].type).onupdateend = load;
      void load();
    };
    video.ontimeupdate = video.onseeking = load;
    video.disableRemotePlayback = true; // iPhones play no such source otherwise
    video.src = URL.createObjectURL(source);
  }

  /** @param {{recording: string, training: string, number: number, parts: number[]}} piece */
  async send({ recording, training, number, parts }) {
    const chosen = (await this.parts(recording)).filter(({ part }) => parts.includes(part));
    const rows = chosen.map(({ blob, position, at, seconds }) => ({ bytes: blob.size, position, at, seconds }));
    const header = new TextEncoder().encode(JSON.stringify({ format: "perscoach.film", version: 1, parts: rows }));
    const piece = new Blob([Uint32Array.of(header.length), header, ...chosen.map(({ blob }) => blob)]);
    // @ts-ignore it makes a global
    await import("/vendor/tus/tus.min.js");
    const upload = new /** @type {any} */ (window).tus.Upload(piece, {
      endpoint: "/api/films/", chunkSize: SEND_BYTES, retryDelays: RETRIES_MS, removeFingerprintOnSuccess: true,
      metadata: { training, recording, number: String(number) }, fingerprint: async () => `film-${recording}-${number}-${piece.size}`,
      onProgress: (/** @type {number} */ bytes) => this.tell({ state: "sending", number, bytes }),
      onSuccess: () => this.tell({ state: "piece", recording, number }),
      onError: (/** @type {any} */ error) => this.tell({ state: "stuck", recording, status: error.originalResponse?.getStatus() ?? 0 }),
    });
    const [begun] = await upload.findPreviousUploads();
    if (begun) upload.resumeFromPreviousUpload(begun);
    upload.start();
  }
}

/** @param {string} recording */
async function drop(recording) {
  for (const row of await store.all("film")) if (row.recording === recording) await store.remove("film", row);
}
