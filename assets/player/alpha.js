// Whether this browser shows VP9 with alpha: asked of the browser itself, never of its name.

/** A red picture, wholly transparent: one frame of VP9 with alpha, 16×16, as `gpu_jobs.video.encode` writes it. */
const CLEAR_RED =
  "GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwEAAAAAAAJIEU2bdLpNu4tTq4QVSalmU6yBoU27i1OrhBZUrmtTrIHYTbuMU6uEElTDZ1OsggEy" +
  "TbuMU6uEHFO7a1OsggIy7AEAAAAAAABZAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" +
  "AAAAAAAAAAAVSalmsirXsYMPQkBNgI1MYXZmNjIuMTIuMTAyV0GNTGF2ZjYyLjEyLjEwMkSJiEBAgAAAAAAAFlSua9WuAQAAAAAAAEzXgQFzxYhByzWyxEX3/JyBACK1" +
  "nIN1bmSIgQCGhVZfVlA5g4EBI+ODhAH8oFXgnbCBELqBEFPAgQFVsJBVuoEBVbGBAVW7gQFVuYEBElTDZ+xzc6BjwIBnyJpFo4dFTkNPREVSRIeNTGF2ZjYyLjEyLjEw" +
  "MnNzxmPAi2PFiEHLNbLERff8Z8iRRaOKQUxQSEFfTU9ERUSHgTFnyKFFo4hEVVJBVElPTkSHkzAwOjAwOjAwLjAzMzAwMDAwMAAfQ7Z1QInngQCgQIOhwYEAAACCSYNC" +
  "QADwAPYIOCQcGFYAACBAACKb//5ZE++Ug4wg37Ruo/2vXpPTZnhuWi6bWtnFvv//1Zn////91IAAdaG9prvugQGltoJJg0JAAPAA9gw4JBwYjAAAIEAAIpv//1ezDGgI" +
  "HA8dNf6NCRnqUQN0BjFNKxM85C8LL4MFABxTu2uRu4+zgQC3iveBAfGCAaPwgQM=";

/** A browser that shows nothing of so small a file by now never will, or only when touched: it gets the rendition that needs no trust. */
const PATIENCE_MS = 2000;
/** Halfway between seen through and opaque. */
const OPAQUE_FROM = 128;

/** @type {Promise<boolean> | undefined} */
let answer;

/** Whether VP9 with alpha is shown as it should be; asked once a page. @returns {Promise<boolean>} */
export function showsAlpha() {
  answer ??= probe().catch(() => false);
  return answer;
}

/** @param {string} type @returns {boolean} whether the browser does not rule it out */
export const mayPlay = (type) => document.createElement("video").canPlayType(type) !== "";

async function probe() {
  if (!mayPlay('video/webm; codecs="vp9"')) return false;
  const bytes = Uint8Array.from(atob(CLEAR_RED), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: "video/webm" })); // our policy forbids data: for media
  const video = document.createElement("video");
  video.muted = video.playsInline = true;
  try {
    await shown(video, address);
    return alphaOf(video) < OPAQUE_FROM;
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(address);
  }
}

/** @param {HTMLVideoElement} video @param {string} address @returns {Promise<void>} */
function shown(video, address) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no picture in time")), PATIENCE_MS);
    video.onloadeddata = () => resolve();
    video.onerror = () => reject(video.error);
    video.src = address;
    video.play().catch(() => {}); // phones load no picture before they are asked to play
  });
}

/** @param {HTMLVideoElement} video @returns {number} 0..255, of one pixel */
function alphaOf(video) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d");
  if (!context) return 255;
  context.drawImage(video, 0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data[3];
}
