// Shows what Python says: one document, drawn as it is. Here are no texts and no decisions.

import { el, piece, ring, write } from "./dom.js";
import { Card } from "./face_card.js";
import { Panel } from "./face_panel.js";
import { OUTPUT } from "./layout.js";

/** @typedef {"good" | "fair" | "poor" | "none"} Grade */
/** @typedef {{id: string, group: string, kind: "switch" | "select" | "range", label: string, value: any, text?: string | null,
 *   options?: {value: any, label: string}[], min?: number, max?: number, step?: number}} Setting */
/** @typedef {{id: string, label: string, kind: "main" | "plain" | "quiet" | "danger", key?: string}} Control */
/** @typedef {{id: string, label: string, hint?: string, kind?: "main" | "plain" | "quiet" | "danger", key?: string}} Choice */
/** @typedef {"done" | "now" | "open"} Progress */
/** @typedef {{label: string, parts: Progress[], state: Progress}} Step */
/** @typedef {{clientShadow: boolean, trainerSkeleton: boolean, clientSkeleton: boolean, figure: "colour" | "real", beside: boolean, mirror: boolean, limbs: boolean}} View */
/** @typedef {(event: {name: string, [key: string]: unknown}) => void} Send */
/**
 * @typedef {object} Document docs/formats.md
 * @property {string} state
 * @property {boolean} training whether the client moves: score and cue are large
 * @property {string} tenant
 * @property {string} title
 * @property {string} where
 * @property {Step[]} steps
 * @property {{value: string, of?: string, label: string, note?: string} | null} count
 * @property {{value: number | null, grade: Grade, label: string} | null} score
 * @property {{text: string, hint?: string, mood: "advice" | "praise" | "hint"} | null} cue
 * @property {{title: string, hint?: string} | null} told
 * @property {{value: string, share: number, label: string} | null} timer
 * @property {boolean} range
 * @property {{id: string, title: string, text?: string, tone?: string, lines?: {mark: string, text: string, share?: number}[], choices?: Choice[], fields?: Setting[],
 *   bars?: {label: string, share: number, text: string, grade?: string}[], video?: string | null, picture?: string | null} | null} card
 * @property {Setting[]} settings
 * @property {Control[]} controls
 * @property {{id: string, label: string, value: string}[]} facts
 * @property {Grade[]} grades
 * @property {string} live
 * @property {View} view
 * @property {Record<string, string>} words
 * @property {Record<string, string>} [colours] custom properties of the trainer's brand
 */

/** States whose card stands beside the client instead of before her. */
const BESIDE = new Set(["check", "rest", "countdown", "intro"]);
/** Bars the strip shows at least: a short training does not look finished. */
const SLOTS = 48;
/** In parts of a cue's size: a letter's width, and what the frame adds to its lines, across and down. */
const [LETTER, ACROSS, DOWN] = [0.61, 0.85, 0.35];
/** CSS pixels of a cue's room that a smaller line below it takes; where the room is lower the line stands elsewhere. */
const [HINT, LOW] = [48, 100];
/** The meter's full height in goals: a little more than asked can be seen. */
const METER_TOP = 1.15;

export class Face {
  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} stage
   * @param {Send} send
   * @param {(video: HTMLVideoElement) => void} [filmOf] gives a video element the recording
   */
  constructor(root, stage, send, filmOf = () => {}) {
    this.root = root;
    this.send = send;
    /** @type {Document | null} */
    this.document = null;
    this.count = el("div", { class: "shadow-count", "aria-hidden": "true" });
    this.score = el("div", { class: "shadow-score", id: "shadow-score", "aria-hidden": "true" });
    this.panel = new Panel(send, (id) => this.press(id), el("div", { class: "shadow-now" }, this.count, this.score));
    this.cue = el("div", { class: "shadow-cue", "aria-hidden": "true" });
    this.ringed = ring("shadow-timer");
    this.digit = el("div", { class: "shadow-digit", "aria-hidden": "true" });
    this.card = new Card(send, (id) => this.choose(id), this.ringed.element, filmOf);
    this.reach = el("i");
    this.range = el("div", { class: "shadow-range", "aria-hidden": "true", "--top": METER_TOP }, el("div", {}, this.reach), el("span"));
    this.legend = el("div", { class: "shadow-legend", "aria-hidden": "true" });
    this.strip = el("div", { class: "shadow-strip", role: "img" });
    this.live = el("p", { class: "shadow-spoken", role: "status", "aria-live": "polite" });
    this.pieces = {
      count: piece(this.count, ({ value, of, label, note }) => [el("b", {}, value), el("span", {}, label), of ? el("small", {}, of) : null, note ? el("small", {}, note) : null]),
      score: piece(this.score, ({ value }) => [el("b", {}, value === null ? "—" : String(value))]),
      cue: piece(this.cue, ({ text, hint }) => {
        const { clientWidth, clientHeight } = this.cue;
        const size = largest(text, clientWidth, clientHeight - (hint && clientHeight > LOW ? HINT : 0));
        return [el("b", { "--size": `${size}px` }, text), hint ? el("span", {}, hint) : null];
      }),
      strip: piece(this.strip, (grades) => Array.from({ length: Math.max(SLOTS, grades.length) }, (_, n) => el("i", { "data-grade": grades[n] ?? "ahead" }))),
      legend: piece(this.legend, (names) => names.map((/** @type {string} */ name, /** @type {number} */ n) => el("span", { class: n ? "is-client" : "is-trainer" }, name))),
    };
    this.main = el("section", { class: "shadow-main" }, stage, this.range, this.legend, this.cue, this.digit, this.strip, this.card.element);
    root.replaceChildren(this.panel.element, this.main, this.live);
    const sheet = new URL("./shadow.css", import.meta.url).href;
    if (![...document.styleSheets].some(({ href }) => href === sheet)) document.head.append(el("link", { rel: "stylesheet", href: sheet }));
    this.stop = new AbortController();
    addEventListener("keydown", (event) => this.key(event), { signal: this.stop.signal });
  }

  /** @param {Document} face */
  show(face) {
    const { root, pieces } = this;
    const { state, training, count, score, cue, told, card, words, view } = face;
    this.document = face;
    const beside = BESIDE.has(state) || Boolean(card?.picture);
    const had = root.contains(document.activeElement) && this.card.element.contains(document.activeElement);
    Object.assign(root.dataset, { state, training: String(training), card: card ? (beside ? "beside" : "over") : "none" });
    for (const [name, colour] of Object.entries(face.colours ?? {})) root.style.setProperty(name, colour);
    this.panel.show(face);
    pieces.count(count);
    pieces.score(score);
    this.score.dataset.grade = score?.grade ?? "none";
    this.cue.dataset.mood = told ? "told" : (cue?.mood ?? "");
    pieces.cue(told ? { text: told.title, hint: told.hint } : cue && { text: cue.text });
    this.timed(face);
    this.card.show(card, beside);
    this.range.hidden = !face.range;
    write(/** @type {Element} */ (this.range.lastElementChild), words.range);
    pieces.legend(view.clientShadow || view.clientSkeleton ? [words.trainer, words.you] : [words.trainer]);
    this.strip.setAttribute("aria-label", words.strip);
    pieces.strip(face.grades);
    write(this.live, face.live);
    if (had && !card) /** @type {HTMLElement | null} */ (this.panel.element.querySelector(".shadow-row button"))?.focus({ preventScroll: true });
    if (card) this.panel.unfold(false);
  }

  /** A huge digit counts down; else a ring turns in the card: the time left, or after the set its score. @param {Document} face */
  timed({ state, timer, score, card, training }) {
    const digit = state === "countdown" ? timer : null;
    write(this.digit, digit?.value ?? "");
    this.digit.hidden = !digit;
    const result = !training && card && score?.value != null ? score : null;
    const ringed = digit ? null : timer;
    this.ringed.element.hidden = !ringed && !result;
    const home = card ? this.card.card : this.main;
    if (this.ringed.element.parentElement !== home) home.prepend(this.ringed.element);
    this.ringed.element.dataset.grade = ringed ? "" : (result?.grade ?? "none");
    if (ringed) this.ringed.set(ringed.share, ringed.value, ringed.label);
    else if (result) this.ringed.set((result.value ?? 0) / 100, `${result.value}%`, result.label);
  }

  /** What changes with every look at the client. @param {Float32Array} output */
  frame(output) {
    if (this.range.hidden) return;
    const phase = output[OUTPUT.gate] || !Number.isFinite(output[OUTPUT.phase]) ? 0 : output[OUTPUT.phase];
    this.reach.style.transform = `scaleY(${Math.min(METER_TOP, Math.max(0, phase)) / METER_TOP})`;
    this.reach.toggleAttribute("data-reached", phase >= 0.95);
  }

  /** @param {string} id of a control */
  press(id) {
    if (id === "full") void (document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen()).catch(() => {});
    this.send({ name: "control", id });
  }

  /** @param {string} id of a choice */
  choose(id) {
    this.send({ name: "choose", id });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const at = event.target instanceof Element ? event.target : null;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented || !this.document) return;
    if (at?.closest("select, textarea, input:not([type=range]), video, [data-turns]")) return;
    if ((event.code === "Space" || event.code === "Enter") && at?.closest("button, a, summary")) return;
    const { card, controls } = this.document;
    const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? 0);
    const choices = card?.choices ?? [];
    const choice = choices.find(({ key }) => key === event.code) ?? (choices.length > 1 ? choices[digit - 1] : undefined);
    const control = controls.find(({ key }) => key === event.code);
    if (!choice && !control) return;
    event.preventDefault();
    if (choice) this.choose(choice.id);
    else if (control) this.press(control.id);
  }

  close() {
    this.stop.abort();
    this.root.replaceChildren();
  }
}

/**
 * How large a cue can be written in so much room: on as many lines as make it largest.
 * @param {string} text
 * @param {number} width CSS pixels
 * @param {number} height
 */
function largest(text, width, height) {
  const words = text.split(" ");
  /** @type {number[]} letters of the longest line, by the number of lines */
  const longest = [];
  for (let most = Math.max(...words.map((word) => word.length)); most <= text.length; most += 1) {
    let [lines, filled] = [1, -1];
    for (const { length } of words) [lines, filled] = filled + 1 + length > most ? [lines + 1, length] : [lines, filled + 1 + length];
    longest[lines] ??= most;
  }
  return Math.max(...longest.map((letters, lines) => Math.min(width / (letters * LETTER + ACROSS), height / (lines + DOWN))).filter(Boolean));
}
