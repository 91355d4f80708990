// What a training's page loads first: its worker with Python and the model, and its plan. `early.js` begins before the page is shown.

import { call, getManifest, route } from "./api.js";
import { Brain } from "./brain.js";

const SETTINGS = "perscoach-shadow";

/** @type {{training: string, opening: Opening} | null} */
let begun = null;

export class Opening {
  options = new URLSearchParams(location.search);
  settings = JSON.parse(localStorage.getItem(SETTINGS) ?? "{}");
  brain = new Brain();
  manifest = this.load();

  /** @param {string} training */
  constructor(training) {
    this.answer = call(route(training));
  }

  /** Null where it is not to be had. */
  async load() {
    const manifest = await getManifest();
    const model = (this.options.get("model") ?? this.settings.model) === "full" ? "full" : "lite";
    if (manifest) this.brain.tell({ kind: "load", manifest, model, delegate: this.options.get("delegate") });
    return manifest;
  }
}

/** @param {string} training */
export function begin(training) {
  begun = { training, opening: new Opening(training) };
}

/** What was begun for this training, or a new beginning; each is given once. @param {string} training */
export function openingOf(training) {
  const early = begun?.training === training ? begun.opening : null;
  begun = null;
  return early ?? new Opening(training);
}

/** @param {object} settings */
export const remember = (settings) => localStorage.setItem(SETTINGS, JSON.stringify(settings));
