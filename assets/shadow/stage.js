// The stage: a canvas as sharp as the screen, redrawn when the trainer's video or the client moved.

import { CLIENT_COLOUR, TRAINER_COLOUR, clientPoints, drawOutline, drawSilhouette, drawSkeleton, fit, trainerPoints } from "./draw.js";
import { render } from "./dom.js";
import { GATE, OUTPUT } from "./layout.js";
import { Rendition } from "../player/rendition.js";

/** @typedef {import("./draw.js").Box} Box */

const SHARPEST = 2; // beyond this a finer canvas is not seen but is paid for
const ANEW_S = 0.5; // earlier than the picture before by so much: the clip began anew, it was not only drawn out of order
const USUAL = { clientShadow: true, trainerSkeleton: true, clientSkeleton: true, beside: false, limbs: false };
const VIDEO = { class: "shadow-eye", playsinline: "", loop: "", preload: "auto", "aria-hidden": "true", tabindex: "-1" };

export class Stage {
  item = -1; // whose clip is shown
  trackOf = -1; // whose poses are here
  present = /** @type {import("./draw.js").Track | null} */ (null);
  output = /** @type {Float32Array | null} */ (null);
  mask = /** @type {ImageBitmap | null} */ (null);
  body = /** @type {import("./body3d.js").Bodies | null} the bodies in space, while open */ (null);
  followers = /** @type {((time: number) => void)[]} told of each new picture's time */ ([]);
  view = /** @type {Record<string, any>} which layers are shown */ (USUAL);
  outline = false;
  loop = 0;
  time = 0;
  dirty = true;
  pictures = 0;
  takenAt = -1;
  size = { width: 1, height: 1, top: 0, right: 0, bottom: 0, left: 0 };
  drawMs = 0;
  taken = new OffscreenCanvas(1, 1);
  element = Object.assign(document.createElement("div"), { className: "shadow-stage" });

  constructor() {
    render(this.element, [["video", VIDEO], ["canvas", { class: "shadow-canvas", role: "img" }]]);
    this.trainer = /** @type {HTMLVideoElement} */ (this.element.firstChild);
    this.canvas = /** @type {HTMLCanvasElement} */ (this.element.lastChild);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.element);
    this.frame = requestAnimationFrame(() => this.tick());
    this.rendition = new Rendition(this.trainer, (time) => this.came(time));
  }

  get track() {
    return this.present;
  }

  /** The trainer's poses; her whole movement is what the stage makes room for. */
  set track(track) {
    this.present = track;
    this.dirty = true;
  }

  /** Each picture of the trainer's video tells its own time; one that goes back is a new loop. @param {number} time seconds */
  came(time) {
    if (time < this.time - ANEW_S) this.loop += 1;
    this.time = time;
    this.pictures += 1;
    this.dirty = true;
    for (const follow of this.followers) follow(time);
  }

  /** Which layers are wanted now. @param {import("./face.js").Look} look */
  take({ view, outline, label }) {
    [this.view, this.outline] = [{ ...USUAL, ...view }, outline];
    this.canvas.setAttribute("aria-label", label);
    this.resize();
  }

  /**
   * @param {Float32Array} output @param {ImageBitmap | null} [mask] the one before stays where there is none
   * @param {Float32Array} [world] while the bodies in space are open
   */
  show(output, mask, world) {
    if (mask !== undefined) {
      this.mask?.close();
      this.mask = mask;
    }
    this.output = output;
    this.dirty = true;
    if (world) this.body?.follow?.(output, world);
  }

  /** The client is gone from the stage. */
  clear() {
    this.mask?.close();
    this.mask = this.output = null;
    this.dirty = true;
  }

  /** Sizes are read here and not at every picture: reading them makes the browser lay the page out. */
  resize() {
    const { width, height } = this.element.getBoundingClientRect();
    const style = getComputedStyle(this.element);
    const [top, right, bottom, left] = [style.paddingTop, style.paddingRight, style.paddingBottom, style.paddingLeft].map(parseFloat);
    const size = { width, height, top, right, bottom, left };
    this.dirty = true;
    if (JSON.stringify(size) === JSON.stringify(this.size)) return;
    this.size = size;
    const sharpness = Math.min(SHARPEST, devicePixelRatio || 1);
    this.canvas.width = Math.max(1, Math.round(width * sharpness));
    this.canvas.height = Math.max(1, Math.round(height * sharpness));
    this.draw();
  }

  tick() {
    this.frame = requestAnimationFrame(() => this.tick());
    if (this.dirty) this.draw();
  }

  /** Where the rendition is on the stage, CSS pixels; side by side the client's is the second of two. @param {number} [place] */
  box(place = 0) {
    const { width, height, top, right, bottom, left } = this.size;
    const { width: across, height: down } = this.rendition.size;
    const wide = Math.max(1, width - left - right) / (this.view.beside ? 2 : 1);
    const area = { x: left + (this.view.beside ? place * wide : 0), y: top, width: wide, height: Math.max(1, height - top - bottom) };
    return fit(area, across && down ? across / down : 9 / 16, this.present?.reach);
  }

  draw() {
    const began = performance.now();
    this.dirty = false;
    const { context, canvas, view, output } = this;
    const present = this.trackOf === this.item ? this.present : null; // another exercise's figure does not lie over this clip
    const scale = canvas.width / Math.max(1, this.size.width);
    const [box, theirs] = [this.box(), this.box(1)];
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, canvas.width / scale, canvas.height / scale); // CSS pixels, as everything drawn below
    if (this.outline) this.drawPlace(box);
    if (!this.outline) this.drawTrainer(box, scale);
    const seen = output && !(output[OUTPUT.gate] & GATE.nobody);
    if (seen && this.mask && view.clientShadow) drawSilhouette(context, this.mask, output, theirs);
    if (present && view.trainerSkeleton && !this.outline) drawSkeleton(context, trainerPoints(present, this.time), TRAINER_COLOUR, box);
    const scores = output && view.limbs ? output.subarray(OUTPUT.limbs, OUTPUT.limbs + OUTPUT.limbCount) : null;
    if (seen && view.clientSkeleton) drawSkeleton(context, clientPoints(output), CLIENT_COLOUR, theirs, scores);
    this.drawMs = performance.now() - began;
  }

  /** Her picture is taken from the video once, however often the client moves before the next. @param {Box} box @param {number} scale */
  drawTrainer(box, scale) {
    const picture = this.rendition.picture();
    if (!picture) return;
    const [width, height] = [Math.ceil(box.width * scale), Math.ceil(box.height * scale)];
    if (this.taken.width !== width || this.taken.height !== height) Object.assign(this.taken, { width, height });
    else if (this.takenAt === this.pictures) return void this.context.drawImage(this.taken, box.x, box.y, box.width, box.height);
    this.takenAt = this.pictures;
    const taking = /** @type {OffscreenCanvasRenderingContext2D} */ (this.taken.getContext("2d"));
    taking.globalCompositeOperation = "copy";
    taking.drawImage(picture, 0, 0, width, height);
    this.context.drawImage(this.taken, box.x, box.y, box.width, box.height);
  }

  /** The trainer's first pose as an outline to step into. @param {Box} box */
  drawPlace(box) {
    const { context, present } = this;
    if (!present) return;
    const points = trainerPoints(present, 0);
    context.strokeStyle = context.fillStyle = "#ffffffd0";
    drawOutline(context, points, box, Math.max(2, box.height / 240));
    context.globalCompositeOperation = "destination-out";
    context.strokeStyle = context.fillStyle = "#000";
    drawOutline(context, points, box, 0);
    context.globalCompositeOperation = "source-over";
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.sizes.disconnect();
    this.clear();
    this.rendition.close();
  }
}
