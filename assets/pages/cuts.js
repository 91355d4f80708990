// <pc-cuts clip-seconds="8.2">: what a clip holds. Choosing a part takes the player there, a needle follows the player, and the edges of
// the chosen part show the player's picture while they are dragged; `[data-wipe]` moves the border between two pictures of one frame.

import { PageElement } from "./element.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

customElements.define("pc-cuts", class extends PageElement {
  static hears = ["click", "input", "change", "timeupdate"];

  /** @param {Event & {target: any}} event */
  handleEvent({ type, target }) {
    if (type === "change" && target.matches("[data-edge]")) target.form?.requestSubmit(); // the server hears of an edge let go
    if (type === "input" && target.matches("[data-wipe]")) this.style.setProperty("--wipe", `${target.value}%`);
    const video = this.find("video");
    const length = Number(this.say("clip-seconds")) || video?.duration;
    if (!video || !length) return;
    const part = type === "click" ? target.closest("[data-seek]") : null;
    if (part) {
      video.currentTime = Number(part.dataset.seek);
      if (!still.matches) video.play().catch(() => {});
    } else if (type === "input" && target.matches("[data-edge]")) {
      video.pause();
      video.currentTime = Number(target.value);
      this.stretch(length);
    }
    this.follow(video.currentTime, length);
  }

  /** The stretch on the strip goes with its edge at once. @param {number} length seconds */
  stretch(length) {
    const [start, end] = Array.from(this.querySelectorAll("[data-edge]"), (edge) => Number(/** @type {any} */ (edge).value));
    const stretch = this.find("[data-cuts] [data-chosen=true]");
    if (stretch) Object.assign(stretch.style, { left: `${(100 * start) / length}%`, width: `${(100 * (end - start)) / length}%` });
  }

  /** @param {number} at where the player is @param {number} length seconds */
  follow(at, length) {
    this.style.setProperty("--at", `${(100 * at) / length}%`);
    for (const place of /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("[data-at]"))) place.value = at.toFixed(3);
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-seek]"))) {
      const here = at >= Number(part.dataset.seek) && at < Number(part.dataset.until);
      part.classList.toggle("here", here);
      if (part.matches("button")) here ? part.setAttribute("aria-current", "true") : part.removeAttribute("aria-current");
    }
  }
});
