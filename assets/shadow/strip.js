// The score over time along the bottom: the same strip the trainer sees later.

import { el } from "./dom.js";
import { grade } from "./layout.js";

const SLOTS = 60;

export class Strip {
  /** @param {string} label */
  constructor(label) {
    this.bars = Array.from({ length: SLOTS }, () => el("i"));
    this.element = el("div", { class: "shadow-strip", role: "img", "aria-label": label }, ...this.bars);
    /** Seconds one bar stands for; doubled when the strip is full. */
    this.span = 1;
    /** @type {{sum: number, count: number}[]} */
    this.bins = [];
  }

  /** @param {number} elapsed @param {number | null} score */
  add(elapsed, score) {
    while (elapsed >= this.span * SLOTS) this.halve();
    const at = Math.floor(elapsed / this.span);
    while (this.bins.length <= at) this.bins.push({ sum: 0, count: 0 });
    if (score !== null) {
      this.bins[at].sum += score;
      this.bins[at].count += 1;
    }
    this.paint(at);
  }

  halve() {
    this.span *= 2;
    const bins = [];
    for (let i = 0; i < this.bins.length; i += 2) {
      const next = this.bins[i + 1] ?? { sum: 0, count: 0 };
      bins.push({ sum: this.bins[i].sum + next.sum, count: this.bins[i].count + next.count });
    }
    this.bins = bins;
    for (let i = 0; i < SLOTS; i += 1) this.paint(i);
  }

  /** @param {number} at */
  paint(at) {
    const bin = this.bins[at];
    const score = bin?.count ? bin.sum / bin.count : null;
    const bar = this.bars[at];
    bar.dataset.grade = bin ? grade(score) : "ahead";
    bar.style.height = score === null ? "" : `${Math.max(12, score)}%`;
  }
}
