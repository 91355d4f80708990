// The stage: a canvas as sharp as the screen, redrawn when the trainer's video or the client moved.

import { CLIENT_COLOUR, TRAINER_COLOUR, clientPoints, drawOutline, drawSilhouette, drawSkeleton, fit, reachOf, trainerPoints } from "./draw.js";
import { el } from "./dom.js";
import { GATE, OUTPUT } from "./layout.js";
import { Rendition } from "../player/rendition.js";

/** @typedef {import("./draw.js").Box} Box */

/** Beyond this a finer canvas is not seen but is paid for. */
const SHARPEST = 2;
/** Earlier than the picture before by so much: the clip began anew, it was not only drawn out of order. */
const ANEW_S = 0.5;
const USUAL = { clientShadow: true, trainerSkeleton: true, clientSkeleton: true, beside: false, limbs: false };

export class Stage {
  /** @type {import("./draw.js").Track | null} */
  present = null;
  /** @type {Box | undefined} */
  reach;
  /** @type {Float32Array | null} */
  output = null;
  /** @type {ImageBitmap | null} */
  mask = null;
  outline = false;
  loop = 0;
  time = 0;
  dirty = true;
  pictures = 0;
  takenAt = -1;
  size = { width: 1, height: 1, top: 0, right: 0, bottom: 0, left: 0 };
  drawMs = 0;
  taken = new OffscreenCanvas(1, 1);
  /** @type {((time: number) => void)[]} told of each new picture's time */
  followers = [];
  /** @type {{show: (output: Float32Array, world: Float32Array) => void, close: () => void} | null} the bodies in space, while open */
  body = null;

  /** @param {Record<string, any>} [view] which layers are shown @param {string} [label] for those who do not see it */
  constructor(view = USUAL, label = "") {
    this.view = view;
    this.canvas = el("canvas", { class: "shadow-canvas", role: "img", "aria-label": label });
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.trainer = el("video", { class: "shadow-eye", playsinline: true, loop: true, preload: "auto", "aria-hidden": "true", tabindex: "-1" });
    this.element = el("div", { class: "shadow-stage" }, this.trainer, this.canvas);
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
    this.reach = undefined;
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

  /** @param {Float32Array} output @param {ImageBitmap | null | undefined} mask the last one stays where it is undefined @param {Float32Array} [world] while the bodies in space are open */
  show(output, mask, world) {
    if (mask !== undefined) [this.mask?.close(), (this.mask = mask)];
    this.output = output;
    this.dirty = true;
    if (world) this.body?.show(output, world);
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
    const aspect = across && down ? across / down : 9 / 16;
    if (this.present && across) this.reach ??= reachOf(this.present, aspect);
    const wide = Math.max(1, width - left - right) / (this.view.beside ? 2 : 1);
    return fit({ x: left + (this.view.beside ? place * wide : 0), y: top, width: wide, height: Math.max(1, height - top - bottom) }, aspect, this.reach);
  }

  /** Where the trainer moves on the stage, CSS pixels. */
  bodyBox() {
    const [box, reach] = [this.box(), this.reach ?? { x: 0, y: 0, width: 1, height: 1 }];
    return { x: box.x + reach.x * box.width, y: box.y + reach.y * box.height, width: reach.width * box.width, height: reach.height * box.height };
  }

  draw() {
    const began = performance.now();
    this.dirty = false;
    const { context, canvas, view, output, present } = this;
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
    this.body?.close();
    this.rendition.close();
  }
}
