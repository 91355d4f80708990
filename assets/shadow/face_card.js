// The one card over the stage: a welcome, a check, a question, a trouble with its way on, the end. Beside the client where she must be seen.

import { el, piece, write } from "./dom.js";
import { Fields } from "./face_fields.js";
import { keyName } from "./face_panel.js";

/** @typedef {import("./face.js").Document} Document */
/** @typedef {import("./face.js").Choice} Choice */

/** So many choices have a digit. */
const DIGITS = 9;

export class Card {
  /** @param {import("./face.js").Send} send @param {(id: string) => void} choose @param {HTMLElement} ringed timer or score @param {(video: HTMLVideoElement) => void} filmOf */
  constructor(send, choose, ringed, filmOf) {
    this.title = el("h2", { id: "shadow-card-title" });
    this.text = el("p");
    const made = (/** @type {string} */ name, /** @type {"div" | "ul" | "dl"} */ tag = "div") => el(tag, { class: name });
    const [film, lines, bars, fields, choices] = [made("shadow-film"), made("shadow-lines", "ul"), made("shadow-bars", "dl"), made("shadow-asked"), made("shadow-choices")];
    this.film = piece(film, (address) => [video(address, filmOf)]);
    this.lines = piece(lines, (list) => list.map(line));
    this.bars = piece(bars, (list) => list.map(bar));
    this.fields = new Fields(fields, send);
    this.choices = piece(choices, (/** @type {Choice[]} */ list) => list.map((one, n) => choiceButton(one, list.length > 1 && n < DIGITS ? n + 1 : 0, choose)));
    this.card = el("div", { class: "shadow-card", role: "dialog", "aria-labelledby": "shadow-card-title", tabindex: -1 },
      ringed, el("div", { class: "shadow-said" }, this.title, this.text), film, lines, bars, fields, choices);
    this.element = el("div", { class: "shadow-overlay", hidden: true }, this.card);
    this.id = "";
  }

  /** @param {Document["card"]} card @param {boolean} beside */
  show(card, beside) {
    this.element.hidden = !card;
    this.element.toggleAttribute("data-beside", beside);
    if (!card) {
      this.id = "";
      this.film(null);
      delete this.card.dataset.name;
      return;
    }
    write(this.title, card.title);
    write(this.text, card.text ?? "");
    this.film(card.video);
    this.lines(card.lines?.length ? card.lines : null);
    this.bars(card.bars?.length ? card.bars : null);
    this.fields.show(card.fields ?? []);
    this.choices(card.choices?.length ? card.choices : null);
    this.card.dataset.name = card.id;
    this.card.dataset.tone = card.tone ?? "plain";
    if (card.id !== this.id) this.card.focus({ preventScroll: true });
    this.id = card.id;
  }
}

/** @param {Choice} choice @param {number} digit @param {(id: string) => void} choose */
function choiceButton({ id, label, hint, kind = "plain", key }, digit, choose) {
  const name = key ? keyName(key) : digit ? String(digit) : "";
  return el("button", { type: "button", class: `shadow-button is-${kind}`, "data-id": id, "aria-keyshortcuts": name || null, onclick: () => choose(id) },
    el("span", {}, label, hint ? el("small", {}, hint) : null), name ? el("kbd", { "aria-hidden": "true" }, name) : null);
}

/** @param {{mark: string, text: string, share?: number}} line */
function line({ mark, text, share }) {
  return el("li", { "data-mark": mark }, el("span", {}, text), share === undefined ? null : el("i", { "--share": share, "aria-hidden": "true" }));
}

/** @param {{label: string, share: number, text: string, grade?: string}} bar */
function bar({ label, share, text, grade }) {
  return el("div", { "data-grade": grade ?? null }, el("dt", {}, label), el("dd", {}, el("i", { "--share": share, "aria-hidden": "true" }), text));
}

/** @param {string} address @param {(video: HTMLVideoElement) => void} filmOf */
function video(address, filmOf) {
  const element = el("video", { controls: true, playsinline: true, preload: "metadata", "data-id": "film" });
  if (address === "film") filmOf(element);
  else element.src = address;
  return element;
}
