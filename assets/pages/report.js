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
    const seek = type === "click" ? target.closest("[data-seek]") : null;
    if (seek) {
      const found = bars.findIndex((bar) => Number(seek.dataset.seek) < Number(bar.dataset.end));
      const bar = this.show(bars.at(found));
      this.play(Number(seek.dataset.seek));
      if (bar && seek.dataset.say) this.find("[data-word]").textContent = seek.dataset.say;
      this.scrollIntoView({ block: "nearest", behavior: "smooth" });
    } else if (target === this.find(".strip input") && type !== "pointermove") {
      const bar = this.show(bars[target.valueAsNumber]);
      if (bar) this.play((Number(bar.dataset.start) + Number(bar.dataset.end)) / 2);
    } else if (target === this.find(".strip input") && pointerType === "mouse" && !buttons) {
      this.show(bars[Math.floor((offsetX / target.clientWidth) * bars.length)]); // passing over it tells without moving the clip
    }
  }

  /** @param {HTMLElement | undefined} bar */
  show(bar) {
    if (!bar) return undefined;
    const { label = "", tone = "" } = bar.dataset;
    this.find(".here")?.classList.remove("here");
    bar.classList.add("here");
    this.find(".strip-needle").style.left = `${bar.offsetLeft + bar.offsetWidth / 2}px`;
    this.find(".strip input").setAttribute("aria-valuetext", label);
    Object.assign(this.find("[data-word]"), { textContent: label, className: `stage-word num ${tone}` });
    return bar;
  }

  /** The clip runs in a loop while a client trains; her own film, where there is one, knows its places. @param {number} seconds of the session */
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
