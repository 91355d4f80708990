// The page's side of the worker: one frame in flight, the newest one wins.

/** @typedef {import("./api.js").Manifest} Manifest */
/** @typedef {import("./engine.js").Track} Track */
/** @typedef {import("./engine.js").Moment} Moment */
/** @typedef {"model" | "python"} Part */

/** @typedef {{kind: "load", manifest: Manifest, poses: string, target: string | undefined, model: "lite" | "full", delegate: string | null}} Load */
/** @typedef {{kind: "look", frame: VideoFrame | ImageBitmap, moment: Moment, wantsMask: boolean}} Look */

/** @typedef {{kind: "progress", part: Part, done: number, bytes: number}} Progress `done` 0..1 of `bytes` */
/** @typedef {{kind: "ready", track: Track, delegate: string, ms: {model: number, python: number}}} Ready */
/** @typedef {{kind: "seen", output: Float32Array, mask: ImageBitmap | null, ms: {pose: number, mask: number, step: number}}} Seen */
/** @typedef {{kind: "failed", text: string}} Failed */
/** @typedef {Progress | Ready | Seen | Failed} Said */

export class Brain {
  /**
   * @param {(progress: Progress) => void} onProgress
   * @param {(seen: Seen) => void} onSeen
   * @param {(text: string) => void} onFailed
   */
  constructor(onProgress, onSeen, onFailed) {
    this.busy = false;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    /** @type {(ready: Ready) => void} */
    this.opened = () => {};
    /** @type {(error: Error) => void} */
    this.refused = () => {};
    this.worker.onmessage = (/** @type {MessageEvent<Said>} */ { data }) => {
      if (data.kind === "progress") onProgress(data);
      else if (data.kind === "ready") this.opened(data);
      else this.answered(data, onSeen, onFailed);
    };
    this.worker.onerror = (event) => this.answered({ kind: "failed", text: event.message || "worker" }, onSeen, onFailed);
  }

  /** @param {Omit<Load, "kind">} order @returns {Promise<Ready>} */
  load(order) {
    this.worker.postMessage({ kind: "load", ...order });
    return new Promise((resolve, reject) => {
      this.opened = resolve;
      this.refused = reject;
    });
  }

  /**
   * Looks at what the video shows now, unless the last look is still going on.
   * @param {HTMLVideoElement} video
   * @param {Moment} moment
   * @param {boolean} wantsMask
   */
  async look(video, moment, wantsMask) {
    if (this.busy || !video.videoWidth) return;
    this.busy = true;
    try {
      const frame = "VideoFrame" in window ? new VideoFrame(video) : await createImageBitmap(video);
      this.worker.postMessage({ kind: "look", frame, moment, wantsMask }, [frame]);
    } catch {
      // The camera had no picture to give at this moment.
      this.busy = false;
    }
  }

  /**
   * @param {Seen | Failed} said
   * @param {(seen: Seen) => void} onSeen
   * @param {(text: string) => void} onFailed
   */
  answered(said, onSeen, onFailed) {
    this.busy = false;
    if (said.kind === "seen") return onSeen(said);
    this.refused(new Error(said.text));
    onFailed(said.text);
  }

  close() {
    this.worker.terminate();
  }
}
