// What is read from two and a half metres: the score, the count, and one sentence when there is no score.

import { el, write } from "./dom.js";
import { GATE, grade } from "./layout.js";

/** @typedef {import("./texts.js").Say} Say */
/** @typedef {import("./texts.js").Phrase} Phrase */

/** A gate that opens again within this time was only a blink of the model. */
const BLINK_S = 0.6;
/** How often those who listen instead of looking hear the score. */
const SPEAK_EVERY_S = 6;

/** @type {[number, Phrase, Phrase][]} most telling first */
const REASONS = [
  [GATE.nobody, "nobody", "nobodyHint"],
  [GATE.partly, "partly", "partlyHint"],
  [GATE.small, "small", "smallHint"],
  [GATE.clip, "clip", "clipHint"],
];

export class Hud {
  /** @param {Say} say */
  constructor(say) {
    this.say = say;
    this.score = el("div", { class: "shadow-score", id: "shadow-score", "data-grade": "none", "aria-hidden": "true" });
    this.count = el("b", { id: "shadow-count" }, "0");
    this.unit = el("span");
    this.halves = el("small", { id: "shadow-halves", hidden: true });
    this.notice = el("div", { class: "shadow-notice", hidden: true }, el("b"), el("span"));
    this.spoken = el("p", { class: "shadow-spoken", role: "status", "aria-live": "polite" });
    this.legend = el("div", { class: "shadow-legend", "aria-hidden": "true" }, el("span", { class: "is-trainer" }, say("trainer")), el("span", { class: "is-client" }, say("you")));
    this.element = el("div", { class: "shadow-hud" }, this.notice, this.score, this.legend,
      el("div", { class: "shadow-count", "aria-hidden": "true" }, this.count, this.unit, this.halves), this.spoken);
    this.gatedSince = -1;
    this.spokenAt = -SPEAK_EVERY_S;
  }

  /**
   * @param {{score: number | null, reps: number, halves: number, held: number, gate: number, elapsed: number}} now
   */
  update({ score, reps, halves, held, gate, elapsed }) {
    this.gatedSince = gate ? (this.gatedSince < 0 ? elapsed : this.gatedSince) : -1;
    const hidden = gate !== 0 && elapsed - this.gatedSince >= BLINK_S;
    if (!gate || hidden) {
      this.score.dataset.grade = grade(hidden ? null : score);
      write(this.score, hidden || score === null ? "—" : String(Math.round(score)));
    }
    const counted = held > 0 ? Math.floor(held) : reps; // who holds a position counts seconds
    write(this.count, String(counted));
    write(this.unit, this.say(held > 0 ? "heldOnStage" : "repsOnStage", { n: counted }));
    this.halves.hidden = !(halves > 0);
    if (halves > 0) write(this.halves, this.say("halvesOnStage", { n: halves }));
    const why = hidden ? REASONS.find(([flag]) => gate & flag) : undefined;
    if (why) this.tell(this.say(why[1]), this.say(why[2]));
    else this.tell("", "");
    this.speak(elapsed, why ? this.say("spokenUnseen", { why: this.say(why[2]) }) : score === null ? "" : this.say("spoken", { score: Math.round(score), reps }));
  }

  /** Whether the stage says why there is no score. */
  get told() {
    return !this.notice.hidden;
  }

  /** @param {string} word @param {string} hint */
  tell(word, hint) {
    this.notice.hidden = !word;
    write(this.notice.children[0], word);
    write(this.notice.children[1], hint);
  }

  /** @param {number} elapsed @param {string} sentence */
  speak(elapsed, sentence) {
    if (!sentence || elapsed - this.spokenAt < SPEAK_EVERY_S) return;
    this.spokenAt = elapsed;
    write(this.spoken, sentence);
  }
}
