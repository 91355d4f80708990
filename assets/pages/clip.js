// <pc-clip webm="…" stacked="…" poster="…" label="…">: a trainer's clip on the grey of its stage. It plays by itself, silently, unless its
// viewer asked for less motion; a click stops it and starts it again.

import { Rendition } from "../player/rendition.js";
import { PageElement } from "./element.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

customElements.define("pc-clip", class extends PageElement {
  static hears = ["click", "loadeddata", "error"];
  static observedAttributes = ["webm", "stacked", "poster", "label"];
  /** @type {Rendition | null} */
  rendition = null;
  /** What is loaded: a link that is only signed anew is no new clip. */
  loaded = "";

  connectedCallback() {
    super.connectedCallback();
    const video = Object.assign(document.createElement("video"), { loop: true, muted: true, playsInline: true, preload: "auto" });
    video.setAttribute("data-clip", "");
    this.append(video);
    this.rendition = new Rendition(video, () => this.show());
    this.attributeChangedCallback();
  }

  disconnectedCallback() {
    this.rendition?.close();
    this.rendition = null;
    this.loaded = "";
    this.replaceChildren();
  }

  attributeChangedCallback() {
    const [webm, stacked, poster, label] = ["webm", "stacked", "poster", "label"].map((name) => this.say(name));
    const [unsigned] = webm.split("?");
    if (!this.rendition) return;
    this.rendition.video.poster = poster;
    this.rendition.video.setAttribute("aria-label", label);
    if (unsigned && unsigned !== this.loaded) this.rendition.load({ webm, stacked });
    this.loaded = unsigned;
  }

  /** @param {Event} event */
  handleEvent({ type }) {
    const video = this.rendition?.video;
    const held = still.matches || video?.hasAttribute("data-held");
    if (type === "error") this.loaded = ""; // the next link may be better
    else if (type === "click" && !video?.paused) video?.pause();
    else if (type === "click" || !held) video?.play().catch(() => {}); // a browser may refuse: the first picture stays
  }

  /** A stacked clip is shown by its canvas; the video beside it only plays. */
  show() {
    const picture = this.rendition?.picture();
    if (!(picture instanceof HTMLCanvasElement) || picture.isConnected) return;
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", this.say("label"));
    this.append(picture);
    this.setAttribute("data-stacked", "");
  }
});
