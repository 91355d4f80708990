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
    const video = Object.assign(document.createElement("video"), { loop: true, muted: true, playsInline: true, preload: "auto" });
    video.setAttribute("data-clip", "");
    this.append(video);
    this.rendition = new Rendition(video, () => this.show());
    super.connectedCallback();
  }

  disconnectedCallback() {
    this.rendition?.close();
    this.rendition = null;
    this.loaded = "";
    this.replaceChildren();
  }

  attributeChangedCallback() {
    if (!this.rendition) return;
    const [webm, stacked] = [this.say("webm"), this.say("stacked")];
    const [unsigned] = webm.split("?");
    this.rendition.video.poster = this.say("poster");
    this.rendition.video.setAttribute("aria-label", this.say("label"));
    if (unsigned && unsigned !== this.loaded) void this.rendition.load({ webm, stacked });
    this.loaded = unsigned;
  }

  /** @param {Event} event */
  handleEvent({ type }) {
    const video = this.find("video");
    if (type === "error") this.loaded = ""; // the next link may be better
    else if (type === "click" && !video.paused) video.pause();
    else if (type === "click" || !(still.matches || "held" in video.dataset)) video.play().catch(() => {}); // it may be refused
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
