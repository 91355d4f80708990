// <pc-cuts clip-seconds="8.2">: what a clip holds. Choosing a part takes the player there, a needle follows the player, and the edges of the
// chosen part show the player's picture while they are dragged.

const still = matchMedia("(prefers-reduced-motion: reduce)");

class Cuts extends HTMLElement {
  connectedCallback() {
    for (const name of ["click", "input", "change"]) this.addEventListener(name, this);
    this.addEventListener("timeupdate", this, true); // events of media do not bubble
  }

  disconnectedCallback() {
    for (const name of ["click", "input", "change"]) this.removeEventListener(name, this);
    this.removeEventListener("timeupdate", this, true);
  }

  /** @param {Event} event */
  handleEvent({ type, target }) {
    if (type === "timeupdate") this.follow();
    else if (type === "click" && target instanceof Element) this.choose(target.closest("[data-seek]"));
    else if (target instanceof HTMLInputElement && target.matches("[data-edge]")) type === "input" ? this.drag(target) : target.form?.requestSubmit();
  }

  get video() {
    return this.querySelector("video");
  }

  /** Seconds. */
  get length() {
    return Number(this.getAttribute("clip-seconds")) || this.video?.duration || 0;
  }

  /** @param {Element | null} part */
  choose(part) {
    const { video } = this;
    if (!video || !(part instanceof HTMLElement)) return;
    video.currentTime = Number(part.dataset.seek);
    if (!still.matches) video.play().catch(() => {});
    this.follow();
  }

  /** The stretch on the strip goes with the edge at once; the server hears of it when the edge is let go. @param {HTMLInputElement} edge */
  drag(edge) {
    const { video, length } = this;
    if (!video || !length) return;
    video.pause();
    video.currentTime = Number(edge.value);
    const [start, end] = [...this.querySelectorAll("[data-edge]")].map((one) => (one instanceof HTMLInputElement ? Number(one.value) : 0));
    const part = this.querySelector("[data-cuts] [data-chosen=true]");
    if (part instanceof HTMLElement) Object.assign(part.style, { left: `${(100 * start) / length}%`, width: `${(100 * (end - start)) / length}%` });
    this.follow();
  }

  follow() {
    const { video, length } = this;
    if (!video || !length) return;
    const at = video.currentTime;
    this.style.setProperty("--at", `${(100 * at) / length}%`);
    for (const place of this.querySelectorAll("[data-at]")) if (place instanceof HTMLInputElement) place.value = at.toFixed(3);
    for (const part of this.querySelectorAll("[data-seek]")) {
      if (!(part instanceof HTMLElement)) continue;
      const here = at >= Number(part.dataset.seek) && at < Number(part.dataset.until);
      part.classList.toggle("here", here);
      if (part instanceof HTMLButtonElement) here ? part.setAttribute("aria-current", "true") : part.removeAttribute("aria-current");
    }
  }
}

customElements.define("pc-cuts", Cuts);
