// Colour above, mask below, in one opaque picture: put together again as one with alpha. By the graphics card, else by hand.

import { drawVideo, setupGLContext } from "/vendor/stacked/gl-helpers.js";

/**
 * What puts the pictures of a stacked video together.
 * @typedef {object} Unstacker
 * @property {HTMLCanvasElement} canvas the last picture, with alpha, at the rendition's own size
 * @property {(video: HTMLVideoElement) => void} draw
 * @property {() => void} close
 */

/** @returns {Unstacker} */
export function unstacker() {
  const canvas = document.createElement("canvas");
  // The last picture stays readable: a stage draws it again without a new one having come.
  const gl = canvas.getContext("webgl2", { antialias: false, depth: false, preserveDrawingBuffer: true });
  if (!gl) return byHand(canvas);
  setupGLContext(canvas);
  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault()); // asks for it to be given back
  canvas.addEventListener("webglcontextrestored", () => setupGLContext(canvas));
  return {
    canvas,
    draw(video) {
      if (!gl.isContextLost() && video.videoWidth) drawVideo(gl, video);
    },
    close: () => gl.getExtension("WEBGL_lose_context")?.loseContext(), // browsers allow few at a time
  };
}

/** @param {HTMLCanvasElement} canvas @returns {Unstacker} */
function byHand(canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  return {
    canvas,
    draw(video) {
      const [width, height] = [video.videoWidth, video.videoHeight >> 1];
      if (!width || !height) return;
      Object.assign(canvas, { width, height });
      const [{ data: mask }, colour] = [height, 0].map((top) => {
        context.drawImage(video, 0, -top);
        return context.getImageData(0, 0, width, height);
      });
      for (let red = 0; red < mask.length; red += 4) colour.data[red + 3] = mask[red];
      context.putImageData(colour, 0, 0);
    },
    close() {},
  };
}
