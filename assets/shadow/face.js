// Puts into the page what Python made (`perscoach_training.look`), and tells it what was pressed. Here are no texts and no decisions.

import { dress, render } from "./dom.js";
import { GATE, OUTPUT } from "./layout.js";

/** @typedef {import("./dom.js").Tree} Tree */
/** @typedef {(event: {name: string, [key: string]: unknown}) => void} Send */
/** @typedef {Record<string, string>} Attributes */
/** @typedef {{root: Attributes, parts: Record<string, Tree[]>, view: Record<string, any>, outline: boolean, label: string}} Look */

const part = (/** @type {string} */ name, more = {}) => ["div", { class: `shadow-part-${name}`, ...more }];
/** The last is where the focus is while there is no card: every key keeps its meaning. */
const PANEL = [...["brand", "now", "match", "settings"].map((name) => part(name)), part("thumb", { role: "group", tabindex: "-1" })];
const OVER = ["hud", "cue", "strip", "card"].map((name) => part(name));
/** What the parts are in; the stage comes before those that stand over it. @type {Tree[]} */
const FRAME = [
  ["aside", { class: "shadow-panel" }, ...PANEL],
  ["section", { class: "shadow-main" }, ...OVER],
  ["p", { class: "shadow-spoken shadow-part-live", role: "status", "aria-live": "polite" }],
];
const REACHED = 0.95; // from this part of the goal the meter is full

export class Face {
  reach = /** @type {HTMLElement | null} */ (null);
  stop = new AbortController();

  /** @param {HTMLElement} root @param {HTMLElement} stage @param {Send} send @param {(video: HTMLVideoElement) => void} filmOf */
  constructor(root, stage, send, filmOf) {
    this.root = root;
    this.send = send;
    this.filmOf = filmOf;
    render(root, FRAME);
    this.find(".shadow-main")?.prepend(stage);
    root.toggleAttribute("data-full", document.fullscreenEnabled);
    const href = new URL("./shadow.css", import.meta.url).href;
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    if (![...document.styleSheets].some((one) => one.href === href)) document.head.append(sheet);
    for (const name of ["click", "input"]) root.addEventListener(name, (event) => this.pressed(event), this.stop);
    addEventListener("keydown", (event) => this.key(event), this.stop);
  }

  /** @param {Look} look */
  show({ root, parts }) {
    const card = this.find(".shadow-card")?.dataset.name;
    const held = /** @type {HTMLElement} */ (document.activeElement ?? document.body);
    dress(this.root, root);
    for (const [name, trees] of Object.entries(parts)) render(/** @type {HTMLElement} */ (this.find(`.shadow-part-${name}`)), trees);
    this.reach = this.find("#shadow-reach");
    const film = /** @type {HTMLVideoElement | null} */ (this.find("video[data-film]:not([src])"));
    if (film && !film.srcObject) this.filmOf(film);
    const now = this.find(".shadow-card");
    if (now && now.dataset.name !== card) now.focus({ preventScroll: true });
    else if (held !== document.body && document.activeElement === document.body) {
      const same = this.find(`[data-id="${CSS.escape(held.dataset.id ?? "")}"]`);
      (same ?? now ?? this.find(".shadow-part-thumb"))?.focus({ preventScroll: true });
    }
  }

  /** @param {string} selector @returns {HTMLElement | null} */
  find(selector) {
    return this.root.querySelector(selector);
  }

  /** What changes with every look at the client. @param {Float32Array} output */
  frame(output) {
    if (!this.reach) return;
    const phase = output[OUTPUT.gate] & GATE.nobody || !(output[OUTPUT.phase] > 0) ? 0 : output[OUTPUT.phase];
    this.reach.style.transform = `scaleY(calc(min(${phase}, var(--top)) / var(--top)))`;
    this.reach.style.setProperty("--reached", phase >= REACHED ? "1" : "0");
  }

  /** @param {Event} event */
  pressed({ type, target }) {
    const element = target instanceof Element ? target.closest("[data-send]") : null;
    const slides = element instanceof HTMLInputElement;
    if (!(element instanceof HTMLElement) || slides !== (type === "input")) return;
    const event = JSON.parse(element.dataset.send ?? "{}");
    if (event.id === "full") void (document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen()).catch(() => {});
    if (element.ariaChecked) element.ariaChecked = String(element.ariaChecked !== "true"); // at once, before Python has heard of it
    this.send(slides ? { ...event, value: Number(element.value) } : event);
  }

  /** A key presses what it is written on, the card's before the panel's. @param {KeyboardEvent} event */
  key(event) {
    const at = event.target instanceof Element ? event.target : null;
    const elsewhere = event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented;
    if (elsewhere || at?.closest("input:not([type=range]), video")) return;
    if ((event.code === "Space" || event.code === "Enter") && at?.closest("button, a, summary")) return;
    const named = `[data-key~="${CSS.escape(event.code)}"]`;
    const button = this.find(`.shadow-card ${named}`) ?? this.find(named);
    if (button) event.preventDefault();
    button?.click();
  }

  close() {
    this.stop.abort();
    this.root.replaceChildren();
  }
}
