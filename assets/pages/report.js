// <pc-report session="…" seconds="34" clip-seconds="8.2" sync="[[0.6, 1.2], …]" film-marks="[[0, 14.2, 30], …]">: one set of a training. The client's film, both figures in
// space, the trainer's clip and the strip's needle keep to the same second of it; buttons anywhere on the page may name another.

import { PageElement } from "./element.js";

const DRIFT_S = 0.25; // a clip that plays by itself is put right when it is farther off than an eye forgives

customElements.define("pc-report", class extends PageElement {
  static hears = ["input", "pointermove", "seeked", "play", "pause"];
  static observedAttributes = ["session", "film-marks"];
  /** Seconds of the set; `body.js` shows the figures of this moment. */
  now = 0;
  /** Words shown in place of the bar's own. @type {string | undefined} */
  said;
  ticking = 0;
  last = 0;
  sought = false; // it was us who moved the film
  /** A moment of a set that is being opened. @type {DOMStringMap | null} */
  wanted = null;

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
    cancelAnimationFrame(this.ticking);
  }

  /** Another set begins at its beginning, or where it was opened for; its place in the film comes a moment later. @param {string} [name] @param {string | null} [before] */
  attributeChangedCallback(name, before) {
    if (name === "film-marks") return void (this.find(".here") && !this.ticking && this.show(this.now, this.said));
    this.stop();
    const wanted = this.wanted;
    this.wanted = null;
    if (wanted?.session === this.say("session")) requestAnimationFrame(() => this.go(wanted)); // its strip is drawn by then
    else if (before) requestAnimationFrame(() => this.show(0));
  }

  get bars() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".strip-bar")]);
  }

  /** @param {Event & {target: any, offsetX?: number, buttons?: number, pointerType?: string}} event */
  handleEvent({ type, target, offsetX = 0, buttons, pointerType }) {
    const slider = this.find(".strip input");
    const seek = type === "click" && target.closest?.("[data-seek]")?.dataset;
    if (seek) this.open(seek);
    else if (type === "click" && target.closest?.("[data-heat]")) {
      this.go({ seek: String((offsetX / target.closest("[data-heat]").clientWidth) * Number(this.say("seconds"))) });
    } else if (type === "click" && this.contains(target) && target.closest("[data-play], [data-film]")) this.ticking ? this.stop() : this.start();
    else if (target === slider && type === "input") {
      const bar = this.bars[target.valueAsNumber];
      this.show((Number(bar.dataset.start) + Number(bar.dataset.end)) / 2);
    } else if (target === slider && type === "pointermove" && pointerType === "mouse" && !buttons) {
      this.tell(this.bars[Math.floor((offsetX / target.clientWidth) * this.bars.length)]); // passing over it tells without moving the clip
    } else if (target === this.film && type === "play") this.start();
    else if (target === this.film && type === "pause") this.stop();
    else if (target === this.film && type === "seeked" && !this.ticking) this.sought ? (this.sought = false) : this.follow();
  }

  /** @param {DOMStringMap} seek */
  open(seek) {
    if (!seek.session || seek.session === this.say("session")) return this.go(seek);
    this.wanted = seek;
    /** @type {HTMLElement | null} */ (document.querySelector(`[data-set="${seek.session}"]`))?.click();
  }

  /** @param {DOMStringMap} seek */
  go({ seek, say }) {
    this.stop();
    this.show(Number(seek), say);
    this.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  /** Everything goes to a second of the set. @param {number} seconds @param {string} [words] in place of the bar's own */
  show(seconds, words) {
    this.said = words;
    const mark = this.marks.find(([at, , length]) => seconds >= at && seconds < at + length + 1); // it may end a moment before the set does
    if (mark) [this.sought, this.film.currentTime] = [true, mark[1] + Math.min(seconds - mark[0], mark[2] - 0.1)];
    this.move(seconds, words);
  }

  /** Everything but the film. @param {number} seconds @param {string} [words] */
  move(seconds, words) {
    this.now = seconds;
    this.tell(this.bars.find((bar) => seconds < Number(bar.dataset.end)) ?? this.bars.at(-1), words);
    /** @type {HTMLInputElement | null} */ const at = document.querySelector("[data-comment-at]");
    if (at) at.value = seconds.toFixed(2);
    const clock = document.querySelector("[data-comment-clock]");
    if (clock) clock.textContent = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
    const video = this.find("pc-clip video");
    const length = Number(this.say("clip-seconds")) || video?.duration;
    if (!video || !length) return;
    video.setAttribute("data-held", "");
    video.pause();
    const beside = this.clip(seconds, length);
    if (!this.ticking || Math.abs(video.currentTime - beside) > 1 / 15) video.currentTime = beside;
  }

  /** The clip's second beside one of the set: in step where the movements were laid side by side. @param {number} seconds @param {number} length */
  clip(seconds, length) {
    const sync = /** @type {number[][]} */ (JSON.parse(this.say("sync") || "[]"));
    const known = sync.findLast(([own]) => own <= seconds) ?? sync[0];
    return known ? Math.min(Math.max(0, known[1] + Math.max(-1, Math.min(1, seconds - known[0]))), length - 0.05) : seconds % length;
  }

  /** @param {HTMLElement | undefined} bar @param {string} [words] */
  tell(bar, words) {
    if (!bar) return;
    const { label = "", tone = "" } = bar.dataset;
    this.find(".here")?.classList.remove("here");
    bar.classList.add("here");
    this.find(".strip-needle").style.left = `${bar.offsetLeft + bar.offsetWidth / 2}px`;
    this.find(".strip input").setAttribute("aria-valuetext", label);
    Object.assign(this.find("[data-word]"), { textContent: words || label, className: `stage-word num ${tone}` });
  }

  get film() {
    return this.find("[data-film]");
  }

  /** Which seconds of the set the film shows. @returns {number[][]} */
  get marks() {
    return this.film ? JSON.parse(this.say("film-marks") || "[]") : [];
  }

  /** The second of the set that the film shows now. */
  follow() {
    const at = this.film.currentTime;
    const mark = this.marks.find(([, begin, length]) => at >= begin - DRIFT_S && at < begin + length + DRIFT_S);
    if (mark) this.move(mark[0] + Math.max(0, at - mark[1]));
    return Boolean(mark);
  }

  /** With a film its own clock counts; without one, the figures go on by this page's. */
  start() {
    if (this.ticking) return;
    if (this.film?.paused && this.marks.length) {
      if (!this.follow()) this.show(0); // the film is longer than this set: begin where the set does
      this.film.play().catch(() => {});
    }
    if (this.now >= Number(this.say("seconds")) - 0.2) this.now = 0;
    this.last = performance.now();
    const tick = (/** @type {number} */ time) => {
      this.ticking = requestAnimationFrame(tick);
      const playing = this.film && this.marks.length;
      if (playing) this.follow() || this.stop();
      else this.move(this.now + (time - this.last) / 1000);
      this.last = time;
      if (this.now >= Number(this.say("seconds"))) this.stop();
    };
    this.ticking = requestAnimationFrame(tick);
    this.find("[data-play]")?.setAttribute("aria-pressed", "true");
  }

  stop() {
    cancelAnimationFrame(this.ticking);
    this.ticking = 0;
    this.film?.pause();
    this.find("[data-play]")?.setAttribute("aria-pressed", "false");
  }
});
