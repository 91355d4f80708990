// The sidebar: whose site this is, how far the training is, what is shown and heard, how well it goes. On a phone it is a sheet at the thumb.

import { el, piece, ring, write } from "./dom.js";
import { Fields } from "./face_fields.js";

/** @typedef {import("./face.js").Document} Document */
/** @typedef {import("./face.js").Control} Control */
/** @typedef {import("./face.js").Step} Step */

/** Groups that are always open; the others unfold. */
const OPEN = "view";

export class Panel {
  /** @param {import("./face.js").Send} send @param {(id: string) => void} press @param {HTMLElement} now count and score */
  constructor(send, press, now) {
    this.name = el("span", { class: "shadow-name" });
    this.title = el("h1", { class: "shadow-title" });
    this.where = el("span", { class: "shadow-where" });
    this.stepList = el("ol", { class: "shadow-steps" });
    this.steps = piece(this.stepList, (/** @type {Step[]} */ steps) => steps.map(stepLine));
    this.heading = el("h2");
    this.ring = ring("shadow-match");
    const facts = el("dl", { class: "shadow-facts" });
    this.facts = piece(facts, (list) => list.map(factLine));
    const fields = el("div", { class: "shadow-settings" });
    this.fields = new Fields(fields, send, (groups) => [...groups].map(([group, children]) => this.group(group, children)));
    const [row, quiet] = [el("div", { class: "shadow-row" }), el("div", { class: "shadow-quiet" })];
    this.row = piece(row, (list) => list.map((/** @type {Control} */ one) => button(one, press)));
    this.quiet = piece(quiet, (list) => list.map((/** @type {Control} */ one) => button(one, press)));
    this.more = el("button", { class: "shadow-more", type: "button", "data-id": "more", "aria-expanded": "false", "aria-controls": "shadow-fold", onclick: () => this.unfold() });
    this.fold = el("div", { class: "shadow-fold", id: "shadow-fold" },
      el("section", { class: "shadow-box" }, this.heading, el("div", { class: "shadow-scored" }, this.ring.element, facts)), fields);
    this.element = el("aside", { class: "shadow-panel" },
      el("div", { class: "shadow-brand" }, this.name, badge()), el("div", { class: "shadow-line" }, this.title, this.where),
      this.stepList, now, this.fold, el("div", { class: "shadow-thumb" }, this.more, row, quiet));
    /** @type {Record<string, string>} */
    this.words = {};
  }

  /** @param {Document} face */
  show({ tenant, title, where, steps, score, settings, controls, facts, words }) {
    this.words = words;
    write(this.name, tenant);
    write(this.title, title);
    write(this.where, where);
    this.stepList.setAttribute("aria-label", words.steps);
    this.steps(steps);
    write(this.heading, words.match);
    write(this.more, words.more);
    this.ring.element.dataset.grade = score?.grade ?? "none";
    this.ring.set((score?.value ?? 0) / 100, score?.value == null ? "—" : `${score.value}%`);
    this.facts(facts.length ? facts : null);
    this.fields.show(settings);
    const shown = controls.filter(({ id }) => id !== "full" || document.fullscreenEnabled);
    this.row(shown.filter(({ kind }) => kind !== "quiet"));
    this.quiet(shown.filter(({ kind }) => kind === "quiet"));
  }

  /** @param {string} group @param {HTMLElement[]} children @returns {HTMLElement} */
  group(group, children) {
    const title = this.words[group] ?? group;
    if (group === OPEN) return el("section", { class: "shadow-box", "data-group": group }, el("h2", {}, title), ...children);
    return el("details", { class: "shadow-box", "data-group": group }, el("summary", {}, title), ...children);
  }

  /** @param {boolean} [open] */
  unfold(open) {
    const now = this.element.toggleAttribute("data-open", open);
    this.more.setAttribute("aria-expanded", String(now));
    write(this.more, now ? this.words.close : this.words.more);
  }
}

export function badge() {
  return el("span", { class: "shadow-badge" }, el("i", { "aria-hidden": "true" }), "Shadow Mode");
}

/** @param {Step} step */
function stepLine({ label, parts, state }) {
  return el("li", { "data-state": state, "aria-current": state === "now" ? "step" : null },
    el("span", {}, label), el("span", { class: "shadow-parts", "aria-hidden": "true" }, ...parts.map((part) => el("i", { "data-state": part }))));
}

/** @param {{id: string, label: string, value: string}} fact */
function factLine({ id, label, value }) {
  return el("div", { "data-fact": id }, el("dt", {}, label), el("dd", {}, value));
}

/** What a key is called on a button. @param {string} [code] a KeyboardEvent.code */
export const keyName = (code) => (code ?? "").replace(/^(Key|Digit)/, "").replace("Escape", "Esc");

/** @param {Control} control @param {(id: string) => void} press */
function button({ id, label, kind, key }, press) {
  return el("button", { type: "button", class: `shadow-button is-${kind}`, "data-id": id, "aria-keyshortcuts": keyName(key) || null, onclick: () => press(id) },
    el("span", {}, label), key ? el("kbd", { "aria-hidden": "true" }, keyName(key)) : null);
}
