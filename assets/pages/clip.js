// <pc-clip webm="…" stacked="…" poster="…" label="…">: a trainer's clip on the grey of its stage. It plays by itself, silently, unless its
// viewer asked for less motion; a click stops it and starts it again.

import { Rendition } from "../player/rendition.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

class Clip extends HTMLElement {
  static observedAttributes = ["webm", "stacked", "poster", "label"];
  /** @type {Rendition | null} */
  rendition = null;
  /** What is loaded: a link that is only signed anew is no new clip. */
  loaded = "";

  connectedCallback() {
    const video = document.createElement("video");
    Object.assign(video, { loop: true, muted: true, playsInline: true, preload: "auto" });
    video.setAttribute("data-clip", "");
    video.addEventListener("loadeddata", () => this.start());
    video.addEventListener("error", () => (this.loaded = "")); // the next link may be better
    this.append(video);
    this.rendition = new Rendition(video, () => this.show());
    this.addEventListener("click", this);
    this.change();
  }

  disconnectedCallback() {
    this.rendition?.close();
    this.rendition = null;
    this.loaded = "";
    this.replaceChildren();
  }

  attributeChangedCallback() {
    if (this.rendition) this.change();
  }

  handleEvent() {
    const video = this.rendition?.video;
    if (video) video.paused ? void video.play() : video.pause();
  }

  change() {
    const { rendition } = this;
    if (!rendition) return;
    const of = (/** @type {string} */ name) => this.getAttribute(name) ?? "";
    rendition.video.poster = of("poster");
    rendition.video.setAttribute("aria-label", of("label"));
    const sources = { webm: of("webm"), stacked: of("stacked") };
    const [unsigned] = sources.webm.split("?");
    if (!unsigned || unsigned === this.loaded) return;
    this.loaded = unsigned;
    void rendition.load(sources);
  }

  start() {
    const video = this.rendition?.video;
    if (video && !still.matches && !video.hasAttribute("data-held")) video.play().catch(() => {}); // a browser may refuse: the first picture stays
  }

  /** A stacked clip is shown by its canvas; the video beside it only plays. */
  show() {
    const picture = this.rendition?.picture();
    if (!(picture instanceof HTMLCanvasElement) || picture.isConnected) return;
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.append(picture);
    this.setAttribute("data-stacked", "");
  }
}

customElements.define("pc-clip", Clip);
