// <pc-report clip-seconds="8.2">: a slider over the strip's bars, and buttons anywhere on the page that name a second of the session, show
// that moment: the needle, its words, and its place in the trainer's clip.

import { PageElement } from "./element.js";

customElements.define("pc-report", class extends PageElement {
  static hears = ["input", "pointermove"];

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
  }

  /** @param {Event & {target: any, offsetX?: number, buttons?: number, pointerType?: string}} event */
  handleEvent({ type, target, offsetX = 0, buttons, pointerType }) {
    const bars = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".strip-bar")]);
    const seek = type === "click" && target.closest("[data-seek]")?.dataset;
    if (seek) {
      this.show(bars.find((bar) => Number(seek.seek) < Number(bar.dataset.end)) ?? bars.at(-1), seek.say);
      this.play(Number(seek.seek));
      this.scrollIntoView({ block: "nearest", behavior: "smooth" });
    } else if (target === this.find(".strip input") && type !== "pointermove") {
      const { start, end } = bars[target.valueAsNumber].dataset;
      this.show(bars[target.valueAsNumber]);
      this.play((Number(start) + Number(end)) / 2);
    } else if (target === this.find(".strip input") && pointerType === "mouse" && !buttons) {
      this.show(bars[Math.floor((offsetX / target.clientWidth) * bars.length)]); // passing over it tells without moving the clip
    }
  }

  /** @param {HTMLElement | undefined} bar @param {string} [words] in place of the bar's own */
  show(bar, words) {
    if (!bar) return;
    const { label = "", tone = "" } = bar.dataset;
    this.find(".here")?.classList.remove("here");
    bar.classList.add("here");
    this.find(".strip-needle").style.left = `${bar.offsetLeft + bar.offsetWidth / 2}px`;
    this.find(".strip input").setAttribute("aria-valuetext", label);
    Object.assign(this.find("[data-word]"), { textContent: words || label, className: `stage-word num ${tone}` });
  }

  /** The clip runs in a loop while a client trains; her own film, where there is one, knows its places. @param {number} seconds */
  play(seconds) {
    const film = this.find("[data-film]");
    const marks = /** @type {number[][]} */ (JSON.parse(film?.dataset.film ?? "[]"));
    const mark = marks.find(([at, , length]) => seconds >= at && seconds < at + length + 1); // it may end a moment before the set does
    if (mark) film.currentTime = mark[1] + Math.min(seconds - mark[0], mark[2] - 0.1);
    const video = this.find("pc-clip video");
    const length = Number(this.say("clip-seconds")) || video?.duration;
    if (!video || !length) return;
    video.setAttribute("data-held", "");
    video.pause();
    video.currentTime = seconds % length;
  }
});
