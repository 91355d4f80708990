// Whether this browser shows VP9 with alpha: asked of the browser itself, never of its name.

/** A red picture, wholly transparent: one frame of VP9 with alpha, 16×16, as `gpu_jobs.video.encode` writes it. */
const CLEAR_RED = new URL("clear_red.webm", import.meta.url).href;
/** A browser that shows nothing of so small a file by now never will, or only when touched: it gets the rendition that needs no trust. */
const PATIENCE_MS = 2000;
/** Halfway between seen through and opaque. */
const OPAQUE_FROM = 128;

/** @type {Promise<boolean> | undefined} */
let answer;

/** Whether VP9 with alpha is shown as it should be; asked once a page. */
export const showsAlpha = () => (answer ??= probe().catch(() => false));

/** @param {string} type @returns {boolean} whether the browser does not rule it out */
export const mayPlay = (type) => document.createElement("video").canPlayType(type) !== "";

async function probe() {
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
  const context = document.createElement("canvas").getContext("2d");
  if (!context || !mayPlay('video/webm; codecs="vp9"')) return false;
  await new Promise((resolve, reject) => {
    setTimeout(reject, PATIENCE_MS);
    Object.assign(video, { onloadeddata: resolve, onerror: reject, src: CLEAR_RED });
    video.play().catch(() => {}); // phones load no picture before they are asked to play
  });
  context.drawImage(video, 0, 0, 1, 1);
  video.removeAttribute("src");
  return context.getImageData(0, 0, 1, 1).data[3] < OPAQUE_FROM;
}
