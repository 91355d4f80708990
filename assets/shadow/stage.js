// The stage: a canvas as sharp as the screen, redrawn when the trainer's video or the client moved.

import { CLIENT_COLOUR, TRAINER_COLOUR, clientPoints, drawSilhouette, drawSkeleton, fit, trainerPoints } from "./draw.js";
import { el } from "./dom.js";
import { GATE, OUTPUT } from "./layout.js";
import { Rendition } from "../player/rendition.js";

/** @typedef {import("./view.js").View} View */

/** Beyond this a finer canvas is not seen but is paid for. */
const SHARPEST = 2;

export class Stage {
  /** @param {View} view which layers are shown @param {string} label for those who do not see it */
  constructor(view, label) {
    this.view = view;
    this.canvas = el("canvas", { class: "shadow-canvas", role: "img", "aria-label": label });
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.trainer = el("video", { class: "shadow-eye", playsinline: true, loop: true, preload: "auto", "aria-hidden": "true", tabindex: -1 });
    this.element = el("div", { class: "shadow-stage" }, this.trainer, this.canvas);
    /** @type {import("./engine.js").Track | null} */
    this.track = null;
    /** @type {Float32Array | null} */
    this.output = null;
    /** @type {ImageBitmap | null} */
    this.mask = null;
    this.loop = 0;
    this.time = 0;
    this.dirty = true;
    this.size = { width: 1, height: 1, top: 0, bottom: 0 };
    this.drawMs = 0;
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.element);
    this.frame = requestAnimationFrame(() => this.tick());
    this.rendition = new Rendition(this.trainer, (time) => this.came(time));
  }

  /** Each picture of the trainer's video tells its own time; one that goes back is a new loop. @param {number} time seconds */
  came(time) {
    if (time < this.time - 0.5) this.loop += 1;
    this.time = time;
    this.dirty = true;
  }

  /** @param {Float32Array} output @param {ImageBitmap | null} mask */
  show(output, mask) {
    this.mask?.close();
    this.mask = mask;
    this.output = output;
    this.dirty = true;
  }

  /** The client is gone from the stage. */
  clear() {
    this.mask?.close();
    this.mask = null;
    this.output = null;
    this.dirty = true;
  }

  /** Sizes are read here and not at every picture: reading them makes the browser lay the page out. */
  resize() {
    const { width, height } = this.element.getBoundingClientRect();
    const style = getComputedStyle(this.element);
    this.size = { width, height, top: parseFloat(style.paddingTop), bottom: parseFloat(style.paddingBottom) };
    const sharpness = Math.min(SHARPEST, devicePixelRatio || 1);
    this.canvas.width = Math.max(1, Math.round(width * sharpness));
    this.canvas.height = Math.max(1, Math.round(height * sharpness));
    this.dirty = true;
    this.draw();
  }

  tick() {
    this.frame = requestAnimationFrame(() => this.tick());
    if (this.dirty) this.draw();
  }

  /** Where the trainer's rendition is on the stage, CSS pixels. */
  box() {
    const { width, height } = this.rendition.size;
    return fit(this.size.width, this.size.height, width && height ? width / height : 9 / 16, this.size);
  }

  draw() {
    const began = performance.now();
    this.dirty = false;
    const { context, canvas, view, output } = this;
    const scale = canvas.width / Math.max(1, this.size.width);
    const box = this.box();
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, canvas.width / scale, canvas.height / scale); // CSS pixels, as everything drawn below
    const picture = this.rendition.picture();
    if (picture) context.drawImage(picture, box.x, box.y, box.width, box.height);
    const seen = output && !(output[OUTPUT.gate] & GATE.nobody);
    if (seen && this.mask && view.clientShadow) drawSilhouette(context, this.mask, output, box);
    if (this.track && view.trainerSkeleton) drawSkeleton(context, trainerPoints(this.track, this.time), TRAINER_COLOUR, box);
    if (seen && view.clientSkeleton) drawSkeleton(context, clientPoints(output), CLIENT_COLOUR, box);
    this.drawMs = performance.now() - began;
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.sizes.disconnect();
    this.clear();
    this.rendition.close();
  }
}
