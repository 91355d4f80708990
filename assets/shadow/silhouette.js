// From the pose task's mask to the client's green shadow.

/** The seed's colour: rgba(0, 255, 136, 90/255). */
export const SHADOW = Object.freeze({ red: 0, green: 255, blue: 136, alpha: 90 });

/** The model sees the person at 256×256, about three pixels of a 640×480 picture to one of its own: blocks of three keep all it knows. */
const STEP = 3;
/** Confidence from which a pixel begins to be the person, and from which it wholly is: a soft edge without a halo. */
const EDGE_FROM = 0.3;
const EDGE_TO = 0.8;
/** Mean of four confidences in 255ths. */
const QUARTER = 255 / 4;

export class Silhouette {
  constructor() {
    this.canvas = new OffscreenCanvas(1, 1);
    this.context = /** @type {OffscreenCanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.picture = new ImageData(1, 1);
    this.alphas = edgeTable();
  }

  /**
   * @param {Float32Array} mask confidence that a pixel is the person, 0..1, row by row
   * @param {number} width
   * @param {number} height
   * @returns {ImageBitmap} unmirrored, as the camera sees; transparent where the person is not
   */
  paint(mask, width, height) {
    const across = Math.floor(width / STEP);
    const down = Math.floor(height / STEP);
    if (this.canvas.width !== across || this.canvas.height !== down) {
      this.canvas.width = across;
      this.canvas.height = down;
      this.picture = new ImageData(across, down);
      fill(this.picture.data);
    }
    const bytes = this.picture.data;
    let to = 3;
    for (let y = 0; y < down; y += 1) {
      // The block's corners, averaged: single samples would show the model's own pixels as stairs.
      let top = y * STEP * width;
      let bottom = top + (STEP - 1) * width;
      for (let x = 0; x < across; x += 1, top += STEP, bottom += STEP, to += 4) {
        const sum = mask[top] + mask[top + STEP - 1] + mask[bottom] + mask[bottom + STEP - 1];
        bytes[to] = this.alphas[(sum * QUARTER) | 0];
      }
    }
    this.context.putImageData(this.picture, 0, 0);
    return this.canvas.transferToImageBitmap();
  }
}

/** @param {Uint8ClampedArray} bytes */
function fill(bytes) {
  for (let at = 0; at < bytes.length; at += 4) {
    bytes[at] = SHADOW.red;
    bytes[at + 1] = SHADOW.green;
    bytes[at + 2] = SHADOW.blue;
  }
}

/** Alpha by confidence in 255ths: a smooth step between the two edges. */
function edgeTable() {
  return Uint8Array.from({ length: 256 }, (_, level) => {
    const x = Math.min(1, Math.max(0, (level / 255 - EDGE_FROM) / (EDGE_TO - EDGE_FROM)));
    return Math.round(SHADOW.alpha * x * x * (3 - 2 * x));
  });
}
