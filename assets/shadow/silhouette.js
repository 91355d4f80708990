// From the pose task's mask to the client on the stage: a green shadow, or her own picture cut out of the room.

const SHADOW = [0, 255, 136, 90]; // the seed's colour
/** The model sees the person at 256×256, about three pixels of a 640×480 picture to one of its own: blocks of three keep all it knows. */
const STEP = 3;
/** Confidence from which a pixel begins to be the person, and from which it wholly is: a soft edge without a halo. */
const [EDGE_FROM, EDGE_TO] = [0.3, 0.8];
const QUARTER = 255 / 4; // mean of four confidences in 255ths

export class Silhouette {
  canvas = new OffscreenCanvas(1, 1);
  whole = new OffscreenCanvas(1, 1);
  context = /** @type {OffscreenCanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
  picture = new ImageData(1, 1);
  edges = [SHADOW[3], 255].map(edgeTable);

  /**
   * Unmirrored, as the camera sees; transparent where the person is not.
   * @param {Float32Array} mask confidence that a pixel is the person, 0..1, row by row @param {number} width @param {number} height
   * @param {VideoFrame | ImageBitmap | null} [frame] the picture the mask is of, for the person's real look
   */
  paint(mask, width, height, frame = null) {
    const [across, down] = [Math.floor(width / STEP), Math.floor(height / STEP)];
    if (this.canvas.width !== across || this.canvas.height !== down) {
      [this.canvas.width, this.canvas.height] = [across, down];
      this.picture = new ImageData(across, down);
      for (let at = 0; at < this.picture.data.length; at += 4) this.picture.data.set(SHADOW, at);
    }
    const alphas = this.edges[frame ? 1 : 0];
    const bytes = this.picture.data;
    let to = 3;
    for (let y = 0; y < down; y += 1) {
      // The block's corners, averaged: single samples would show the model's own pixels as stairs.
      let top = y * STEP * width;
      let bottom = top + (STEP - 1) * width;
      for (let x = 0; x < across; x += 1, top += STEP, bottom += STEP, to += 4) {
        const sum = mask[top] + mask[top + STEP - 1] + mask[bottom] + mask[bottom + STEP - 1];
        bytes[to] = alphas[(sum * QUARTER) | 0];
      }
    }
    this.context.putImageData(this.picture, 0, 0);
    return frame ? this.cut(frame, width, height) : this.canvas.transferToImageBitmap();
  }

  /** The camera's picture where the mask is. @param {VideoFrame | ImageBitmap} frame @param {number} width @param {number} height */
  cut(frame, width, height) {
    if (this.whole.width !== width || this.whole.height !== height) [this.whole.width, this.whole.height] = [width, height];
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (this.whole.getContext("2d"));
    context.globalCompositeOperation = "copy";
    context.drawImage(this.canvas, 0, 0, width, height);
    context.globalCompositeOperation = "source-in";
    context.drawImage(frame, 0, 0, width, height);
    return this.whole.transferToImageBitmap();
  }
}

/** Alpha by confidence in 255ths: a smooth step between the two edges. @param {number} most */
function edgeTable(most) {
  return Uint8Array.from({ length: 256 }, (_, level) => {
    const x = Math.min(1, Math.max(0, (level / 255 - EDGE_FROM) / (EDGE_TO - EDGE_FROM)));
    return Math.round(most * x * x * (3 - 2 * x));
  });
}
