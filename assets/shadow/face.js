// Puts into the page what Python made (`perscoach_training.look`), and tells it what was pressed. Here are no texts and no decisions.

import { dress, el, render } from "./dom.js";
import { GATE, OUTPUT } from "./layout.js";

/** @typedef {(event: {name: string, [key: string]: unknown}) => void} Send */
/** @typedef {{root: Record<string, string>, parts: Record<string, import("./dom.js").Tree[]>, view: Record<string, any>, outline: boolean, label: string}} Look */

const PANEL = ["brand", "now", "match", "settings", "thumb"];
const OVER = ["hud", "cue", "strip", "card"];
/** From this part of the goal the meter is full. */
const REACHED = 0.95;

export class Face {
  /** @param {HTMLElement} root @param {HTMLElement} stage @param {Send} send @param {(video: HTMLVideoElement) => void} [filmOf] gives a video the recording */
  constructor(root, stage, send, filmOf = () => {}) {
    this.root = root;
    this.send = send;
    this.filmOf = filmOf;
    /** @type {Record<string, HTMLElement>} */
    this.parts = { live: el("p", { class: "shadow-spoken", role: "status", "aria-live": "polite" }) };
    for (const name of [...PANEL, ...OVER]) this.parts[name] = el("div", { class: `shadow-part-${name}` });
    dress(this.parts.thumb, { role: "group", tabindex: "-1" }); // where the focus is while there is no card: every key keeps its meaning
    const among = (/** @type {string[]} */ names) => names.map((name) => this.parts[name]);
    const main = el("section", { class: "shadow-main" }, stage, ...among(OVER));
    root.replaceChildren(el("aside", { class: "shadow-panel" }, ...among(PANEL)), main, this.parts.live);
    root.toggleAttribute("data-full", document.fullscreenEnabled);
    const sheet = new URL("./shadow.css", import.meta.url).href;
    if (![...document.styleSheets].some(({ href }) => href === sheet)) document.head.append(el("link", { rel: "stylesheet", href: sheet }));
    /** @type {HTMLElement | null} */
    this.reach = null;
    this.stop = new AbortController();
    for (const name of ["click", "input"]) root.addEventListener(name, (event) => this.pressed(event), { signal: this.stop.signal });
    addEventListener("keydown", (event) => this.key(event), { signal: this.stop.signal });
  }

  /** @param {Look} look */
  show({ root, parts }) {
    const card = this.find(".shadow-card")?.dataset.name;
    const held = /** @type {HTMLElement} */ (document.activeElement ?? document.body);
    dress(this.root, root);
    for (const [name, trees] of Object.entries(parts)) render(this.parts[name], trees);
    this.reach = this.find("#shadow-reach");
    const film = /** @type {HTMLVideoElement | null} */ (this.find("video[data-film]:not([src])"));
    if (film && !film.srcObject) this.filmOf(film);
    const now = this.find(".shadow-card");
    if (now && now.dataset.name !== card) now.focus({ preventScroll: true });
    else if (held !== document.body && document.activeElement === document.body) {
      const same = this.find(`[data-id="${CSS.escape(held.dataset.id ?? "")}"]`);
      (same ?? now ?? this.parts.thumb).focus({ preventScroll: true });
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
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented || at?.closest("input:not([type=range]), video")) return;
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
