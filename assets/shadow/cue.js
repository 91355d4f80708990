// One sentence at a time: what to do otherwise, how far off it is, or that it got better. The engine chooses it and the moment.

import { el, write } from "./dom.js";
import { OUTPUT } from "./layout.js";

/** @typedef {import("./api.js").CueText} CueText */

/** Long enough to look up at the end of a movement and read ten words twice. */
const SHOWN_S = 4;
/** Sizes are said in steps of five, as `perscoach_motion.phrases` does: landmarks are not read more finely. */
const STEP = 5;

export class CueLine {
  /** @param {CueText[]} texts by cue number */
  constructor(texts) {
    this.texts = texts;
    this.element = el("p", { class: "shadow-cue", role: "status", "aria-live": "polite" });
    /** Until when it stays, seconds trained. */
    this.until = -Infinity;
  }

  /**
   * Shows what this step says, if it says anything.
   * @param {Float32Array} output
   * @param {number} elapsed
   * @param {number} beside CSS pixels free to the left of the trainer's picture
   */
  hear(output, elapsed, beside) {
    const text = this.texts[output[OUTPUT.cue]];
    if (!text?.full) return;
    this.until = elapsed + SHOWN_S;
    this.element.style.setProperty("--beside", `${Math.round(beside)}px`);
    this.element.dataset.cue = String(output[OUTPUT.cue]);
    this.element.dataset.mood = text.praise ? "praise" : "advice";
    write(this.element, sentence(text, output));
  }

  clear() {
    write(this.element, "");
  }
}

/** The full sentence, with its size where that is known. @param {CueText} text @param {Float32Array} output */
export function sentence({ full, figure, measured }, output) {
  const size = figure === "degrees" ? output[OUTPUT.cueDegrees] : figure === "percent" ? 100 * output[OUTPUT.cueShare] : NaN;
  const value = STEP * Math.round(Math.max(0, size) / STEP);
  return Number.isFinite(value) ? measured.replace("{value}", String(value)) : full;
}
