// The page's side of the worker: one frame in flight, the newest one wins.

/** @typedef {import("./engine.js").Moment} Moment */
/** @typedef {[string, any][]} Commands what Python wants done */
/** @typedef {Record<"image" | "world" | "visibility", Float32Array> & {times: Float64Array, reach: import("./draw.js").Box}} Track */

/** @typedef {{kind: "load", manifest: import("./api.js").Manifest, model: "lite" | "full", delegate: string | null}} Load */
/** @typedef {{kind: "open", plan: import("./api.js").Plan, place: object | null, settings: string | null}} Open */
/** @typedef {{kind: "event", event: {name: string, now: number, [key: string]: unknown}}} Happened */
/** @typedef {{kind: "look", frame: VideoFrame | ImageBitmap, moment: Moment}} Look */

/** @typedef {{kind: "commands", commands: Commands}} Said */
/** @typedef {{kind: "track", item: number, track: Track}} Tracked */
/** @typedef {{kind: "progress", part: "model" | "python", done: number, bytes: number}} Progress `done` 0..1 of `bytes` */
/** @typedef {{kind: "ready", delegate: string}} Ready */
/** @typedef {{pose: number, mask: number, step: number}} Ms */
/** @typedef {{kind: "seen", output: Float32Array, mask?: ImageBitmap | null, world?: Float32Array, ms: Ms}} Seen */
/** @typedef {{kind: "free"}} Free it takes the next picture */
/** @typedef {{kind: "failed", part: "model" | "python" | "poses", text: string}} Failed */
/** @typedef {Said | Tracked | Progress | Ready | Seen | Free | Failed} Heard */

export class Brain {
  busy = false;
  early = /** @type {Heard[]} before anybody listens */ ([]);
  hear = /** @type {(heard: Heard) => void} */ ((heard) => void this.early.push(heard));
  worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });

  constructor() {
    this.worker.onmessage = (/** @type {MessageEvent<Heard>} */ { data }) => {
      if (data.kind === "free" || data.kind === "failed") this.busy = false;
      this.hear(data);
    };
    this.worker.onerror = (event) => this.hear({ kind: "failed", part: "python", text: event.message || "worker" });
  }

  /** @param {(heard: Heard) => void} hear what was said earlier first, once the listener is made */
  listen(hear) {
    this.hear = hear;
    queueMicrotask(() => this.early.splice(0).forEach(hear));
  }

  /** @param {Load | Open | Happened} order */
  tell(order) {
    this.worker.postMessage(order);
  }

  /** Looks at what the video shows now, unless the last look is still going on. @param {HTMLVideoElement} video @param {Moment} moment */
  async look(video, moment) {
    if (this.busy || !video.videoWidth) return;
    this.busy = true;
    try {
      const frame = "VideoFrame" in window ? new VideoFrame(video) : await createImageBitmap(video);
      this.worker.postMessage({ kind: "look", frame, moment }, [frame]);
    } catch {
      // The camera had no picture to give at this moment.
      this.busy = false;
    }
  }

  close() {
    this.worker.terminate();
  }
}
