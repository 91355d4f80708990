// The one card over the stage: the welcome with what is still loading, every trouble with a way on, the end.

import { el, write } from "./dom.js";

/** @typedef {import("./texts.js").Say} Say */
/** @typedef {import("./texts.js").Phrase} Phrase */
/** @typedef {{label: string, act: () => void, kind?: "main" | "plain" | "quiet", hint?: string, id?: string}} Choice */

export class Overlay {
  constructor() {
    this.title = el("h2", { id: "shadow-card-title" });
    this.text = el("p");
    this.choices = el("div", { class: "shadow-choices" });
    this.extra = el("div", { class: "shadow-extra" });
    this.card = el("div", { class: "shadow-overlay-card", role: "dialog", "aria-labelledby": "shadow-card-title", tabindex: -1 },
      this.title, this.text, this.choices, this.extra);
    this.element = el("div", { class: "shadow-overlay", hidden: true }, this.card);
  }

  /**
   * @param {string} name a word for tests and styles
   * @param {string} title
   * @param {string} text
   * @param {Choice[]} choices
   * @param {HTMLElement} [extra]
   */
  open(name, title, text, choices = [], extra) {
    this.card.dataset.name = name;
    write(this.title, title);
    write(this.text, text);
    this.choices.replaceChildren(...choices.map(choiceButton));
    this.extra.replaceChildren(...(extra ? [extra] : []));
    this.element.hidden = false;
    this.card.focus({ preventScroll: true });
  }

  close() {
    this.element.hidden = true;
    delete this.card.dataset.name;
  }
}

/** @param {Choice} choice */
function choiceButton({ label, act, kind = "plain", hint, id }) {
  return el("button", { type: "button", class: `shadow-choice is-${kind}`, onclick: act, "data-choice": id }, el("span", {}, label), hint ? el("small", {}, hint) : null);
}

/** @typedef {"video" | "model" | "python"} Part */

/** The three things a session needs, each with a word about how far it is. */
export class Loading {
  /** @param {Say} say */
  constructor(say) {
    this.say = say;
    /** @type {Record<Part, number>} 0..1 */
    this.done = { video: 0, model: 0, python: 0 };
    /** @type {Record<Part, Phrase>} */
    this.names = { video: "partVideo", model: "partModel", python: "partPython" };
    this.element = el("ul", { class: "shadow-parts", "aria-live": "polite" });
    /** @type {Record<string, HTMLElement>} */
    this.rows = {};
    for (const part of /** @type {Part[]} */ (Object.keys(this.done))) {
      this.rows[part] = el("li", { "data-part": part }, el("span", {}, say(this.names[part])), el("b", {}, say("partWaiting")));
      this.element.append(this.rows[part]);
    }
  }

  /** @param {Part} part @param {number} done 0..1 @param {number} [bytes] all of them */
  tell(part, done, bytes = 0) {
    this.done[part] = done;
    const row = this.rows[part];
    row.toggleAttribute("data-done", done >= 1);
    row.style.setProperty("--done", String(done));
    const megabytes = { done: (done * bytes) / 1e6, all: bytes / 1e6 };
    write(row.children[1], done >= 1 ? this.say("partReady") : bytes ? this.say("megabytes", megabytes) : this.say("partWaiting"));
  }

  /** What is still awaited. @returns {Phrase | null} */
  awaited() {
    const part = /** @type {Part[]} */ (Object.keys(this.done)).find((name) => this.done[name] < 1);
    return part ? this.names[part] : null;
  }
}
