// <pc-cuts clip-seconds="8.2">: what a clip holds. Choosing a part takes the player there; a needle follows the player.

const still = matchMedia("(prefers-reduced-motion: reduce)");

class Cuts extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("timeupdate", this, true); // events of media do not bubble
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
    this.removeEventListener("timeupdate", this, true);
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "timeupdate") this.follow();
    else if (event.target instanceof Element) this.choose(event.target.closest("[data-seek]"));
  }

  get video() {
    return this.querySelector("video");
  }

  /** @param {Element | null} part */
  choose(part) {
    const { video } = this;
    if (!video || !(part instanceof HTMLElement)) return;
    video.currentTime = Number(part.dataset.seek);
    if (!still.matches) video.play().catch(() => {});
    this.follow();
  }

  follow() {
    const { video } = this;
    const length = Number(this.getAttribute("clip-seconds")) || video?.duration || 0;
    if (!video || !length) return;
    const at = video.currentTime;
    this.style.setProperty("--at", `${(100 * at) / length}%`);
    for (const part of this.querySelectorAll("[data-seek]")) {
      if (!(part instanceof HTMLElement)) continue;
      const here = at >= Number(part.dataset.seek) && at < Number(part.dataset.until);
      part.classList.toggle("here", here);
      if (part instanceof HTMLButtonElement) here ? part.setAttribute("aria-current", "true") : part.removeAttribute("aria-current");
    }
  }
}

customElements.define("pc-cuts", Cuts);
