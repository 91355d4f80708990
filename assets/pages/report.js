// <pc-report clip-seconds="8.2">: the strip's needle moves by mouse, finger and arrow keys, and takes the trainer's clip along.

class ReportPlayer extends HTMLElement {
  /** Number of the bar that is shown. */
  at = 0;

  connectedCallback() {
    this.addEventListener("keydown", this);
    this.addEventListener("pointerdown", this);
    this.addEventListener("pointermove", this);
    document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    const target = event.target instanceof Element ? event.target : null;
    if (event instanceof KeyboardEvent) this.byKey(event);
    else if (event.type === "click") {
      const seek = target?.closest("[data-seek]");
      if (seek instanceof HTMLElement) this.goTo(Number(seek.dataset.seek), seek.dataset.say ?? "");
    } else if (event instanceof PointerEvent && target?.closest("[data-strip]")) {
      const pressed = event.type === "pointerdown" || event.buttons === 1;
      if (pressed || event.pointerType === "mouse") this.pick(this.barUnder(event.clientX), pressed);
    }
  }

  /** @returns {HTMLElement[]} */
  get bars() {
    return [...this.querySelectorAll(".strip-bar")].filter((bar) => bar instanceof HTMLElement);
  }

  /** @param {KeyboardEvent} event */
  byKey(event) {
    if (!(event.target instanceof Element && event.target.matches("[data-strip]"))) return;
    const last = this.bars.length - 1;
    const steps = { ArrowRight: this.at + 1, ArrowUp: this.at + 1, ArrowLeft: this.at - 1, ArrowDown: this.at - 1,
      PageUp: this.at + 10, PageDown: this.at - 10, Home: 0, End: last };
    const wish = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (wish === undefined) return;
    event.preventDefault();
    this.pick(Math.min(last, Math.max(0, wish)), true);
  }

  /** @param {number} x in the window */
  barUnder(x) {
    const found = this.bars.findIndex((bar) => x <= bar.getBoundingClientRect().right);
    return found < 0 ? this.bars.length - 1 : found;
  }

  /** Shows a moment and brings the clip into view. @param {number} seconds of the session @param {string} fault in words */
  goTo(seconds, fault) {
    const found = this.bars.findIndex((bar) => seconds < Number(bar.dataset.end));
    this.pick(found < 0 ? this.bars.length - 1 : found, true, seconds);
    const word = this.querySelector("[data-word]");
    if (word && fault) word.textContent = fault;
    this.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  /** @param {number} index @param {boolean} move take the clip along @param {number} [seconds] of the session */
  pick(index, move, seconds) {
    const bar = this.bars[index];
    const strip = this.querySelector("[data-strip]");
    if (!bar || !(strip instanceof HTMLElement)) return;
    this.at = index;
    for (const other of this.bars) other.classList.toggle("here", other === bar);
    const needle = strip.querySelector(".strip-needle");
    if (needle instanceof HTMLElement) needle.style.left = `${bar.offsetLeft + bar.offsetWidth / 2}px`;
    strip.setAttribute("aria-valuenow", String(index));
    strip.setAttribute("aria-valuetext", bar.dataset.label ?? "");
    const word = this.querySelector("[data-word]");
    if (word) {
      word.textContent = bar.dataset.label ?? "";
      word.className = `stage-word num ${bar.dataset.tone ?? ""}`;
    }
    if (move) this.showClip(seconds ?? (Number(bar.dataset.start) + Number(bar.dataset.end)) / 2);
  }

  /** The clip runs in a loop while a client trains, so a session's second is a place in the clip. @param {number} seconds */
  showClip(seconds) {
    const video = this.querySelector("video");
    const length = Number(this.getAttribute("clip-seconds")) || video?.duration || 0;
    if (!video || !length) return;
    video.setAttribute("data-held", "");
    video.pause();
    video.currentTime = seconds % length;
  }
}

customElements.define("pc-report", ReportPlayer);
