// The trainer's clip as something to draw with alpha, whichever of its two renditions this browser can show.

import { mayPlay, showsAlpha } from "./alpha.js";

/** @typedef {{webm: string, stacked: string | null}} Sources addresses; `stacked` is empty where there is none */
/** @typedef {"webm" | "stacked"} Kind VP9 with alpha, or colour over mask in opaque H.264 */

/** What the worker writes: H.264 High. */
const STACKED_TYPE = 'video/mp4; codecs="avc1.64001f"';

/**
 * Which rendition to show. `?rendition=stacked` or `?rendition=webm` in the page's address decides it: for tests, and for people who see
 * wrong edges.
 * @param {Sources} sources @returns {Promise<Kind>}
 */
export async function choose({ webm, stacked }) {
  if (!stacked) return "webm";
  if (!webm) return "stacked";
  const wish = new URLSearchParams(location.search).get("rendition");
  if (wish === "webm" || wish === "stacked") return wish;
  return (await showsAlpha()) || !mayPlay(STACKED_TYPE) ? "webm" : "stacked";
}

export class Rendition {
  /** @type {import("./unstack.js").Unstacker | null} */
  unstacker = null;
  stale = true;
  turn = 0;
  time = 0;
  stop = new AbortController();

  /**
   * @param {HTMLVideoElement} video plays the clip; it need not be seen
   * @param {(time: number) => void} onPicture told of each new picture, with its time in seconds
   */
  constructor(video, onPicture) {
    this.video = video;
    this.onPicture = onPicture;
    // Here the element's own time may be ahead of its picture: what the pictures tell is waited for.
    for (const event of ["loadeddata", "seeked"]) video.addEventListener(event, () => this.came(this.time), this.stop);
    this.watch();
  }

  watch() {
    this.video.requestVideoFrameCallback((_, { mediaTime }) => {
      if (this.stop.signal.aborted) return;
      this.came(mediaTime);
      this.watch();
    });
  }

  /** @param {number} time seconds */
  came(time) {
    this.stale = true;
    this.time = time;
    this.onPicture(time);
  }

  /** Loads the rendition this browser can show. @param {Sources} sources @returns {Promise<Kind | null>} null: another load came after */
  async load(sources) {
    const turn = ++this.turn;
    const kind = await choose(sources);
    const { unstacker } = kind === "stacked" ? await import("./unstack.js") : { unstacker: null };
    if (turn !== this.turn || this.stop.signal.aborted) return null;
    if (!unstacker) this.leave();
    else this.unstacker ??= unstacker();
    this.video.src = sources[kind] ?? "";
    return kind;
  }

  /** Pixels of what `picture` gives; 0 before they are known. */
  get size() {
    const { videoWidth, videoHeight } = this.video;
    return { width: videoWidth, height: this.unstacker ? videoHeight >> 1 : videoHeight };
  }

  /** The present picture, to be drawn with its alpha; null while there is none. @returns {HTMLVideoElement | HTMLCanvasElement | null} */
  picture() {
    if (this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    if (!this.unstacker) return this.video;
    if (this.stale) this.unstacker.draw(this.video);
    this.stale = false;
    return this.unstacker.canvas;
  }

  leave() {
    this.unstacker?.close();
    this.unstacker = null;
  }

  close() {
    this.stop.abort();
    this.leave();
    this.video.removeAttribute("src");
    this.video.load();
  }
}
