// The sidebar: whose site this is, what is shown, how well it goes, start and stop. On a phone it is a sheet at the thumb.

import { el, svg, write } from "./dom.js";
import { grade } from "./layout.js";
import { LAYERS, keepView } from "./view.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./texts.js").Say} Say */

const RADIUS = 42;
const ROUND = 2 * Math.PI * RADIUS;

export class Panel {
  /**
   * @param {Say} say
   * @param {View} view
   * @param {() => void} onView a switch was turned
   * @param {() => void} onButton start or stop was pressed
   */
  constructor(say, view, onView, onButton) {
    this.say = say;
    this.name = el("span", { class: "shadow-name" });
    this.title = el("h1", { class: "shadow-title" });
    this.clock = el("span", { class: "shadow-clock" });
    this.reps = el("b", {}, "0");
    this.lag = el("b", {}, "—");
    this.fps = el("b", { id: "shadow-fps" }, "—");
    this.ring = ring();
    this.button = el("button", { class: "shadow-go", type: "button", onclick: onButton });
    this.more = el("button", { class: "shadow-more", type: "button", "aria-expanded": "false", "aria-controls": "shadow-more", onclick: () => this.unfold() }, say("view"));
    this.details = el("div", { class: "shadow-details", id: "shadow-more" },
      el("section", { class: "shadow-card" }, el("h2", {}, say("view")), ...LAYERS.map((layer) => toggle(say(layer), layer, view, onView))),
      el("section", { class: "shadow-card" }, el("h2", {}, say("match")),
        el("div", { class: "shadow-match" }, this.ring.element,
          el("dl", {}, row(say("reps"), this.reps), row(say("lag"), this.lag), row(say("fps"), this.fps)))));
    this.element = el("aside", { class: "shadow-panel" },
      el("div", { class: "shadow-grab", "aria-hidden": "true" }),
      el("div", { class: "shadow-brand" }, this.name, badge(say)),
      el("div", { class: "shadow-line" }, this.title, this.clock),
      this.details,
      el("div", { class: "shadow-buttons" }, this.more, this.button));
    this.show("waiting");
  }

  /** @param {string} tenant @param {string} exercise */
  entitle(tenant, exercise) {
    write(this.name, tenant);
    write(this.title, exercise);
  }

  /** @param {"waiting" | "running" | "closed"} mood */
  show(mood) {
    write(this.button, this.say(mood === "running" ? "stop" : "start"));
    this.button.classList.toggle("is-stop", mood === "running");
    this.button.disabled = mood === "closed";
  }

  /**
   * @param {{score: number | null, reps: number, lag: number | null, fps: number | null, elapsed: number}} now
   */
  update({ score, reps, lag, fps, elapsed }) {
    this.ring.set(score);
    write(this.reps, String(reps));
    write(this.lag, lag === null ? "—" : this.say("seconds", { value: lag }));
    write(this.fps, fps === null ? "—" : String(Math.round(fps)));
    write(this.clock, minutes(elapsed));
  }

  unfold() {
    const open = this.element.toggleAttribute("data-open");
    this.more.setAttribute("aria-expanded", String(open));
  }
}

/** @param {Say} say */
export function badge(say) {
  return el("span", { class: "shadow-badge" }, el("i", { "aria-hidden": "true" }), say("badge"));
}

/**
 * @param {string} label
 * @param {keyof View} layer
 * @param {View} view
 * @param {() => void} onView
 */
function toggle(label, layer, view, onView) {
  const button = el("button", {
    class: "shadow-toggle", type: "button", role: "switch", "aria-checked": String(view[layer]), "data-layer": layer,
    onclick: () => {
      view[layer] = !view[layer];
      button.setAttribute("aria-checked", String(view[layer]));
      keepView(view);
      onView();
    },
  }, el("span", {}, label), el("i", { "aria-hidden": "true" }));
  return button;
}

/** @param {string} label @param {HTMLElement} value */
function row(label, value) {
  return el("div", {}, el("dt", {}, label), el("dd", {}, value));
}

function ring() {
  const value = svg("circle", { class: "value", cx: 50, cy: 50, r: RADIUS, "stroke-dasharray": `0 ${ROUND}` });
  const number = el("b", {}, "—");
  const element = el("div", { class: "shadow-ring" },
    svg("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" }, svg("circle", { class: "track", cx: 50, cy: 50, r: RADIUS }), value), number);
  return {
    element,
    /** @param {number | null} score */
    set(score) {
      element.dataset.grade = grade(score);
      value.setAttribute("stroke-dasharray", `${(ROUND * (score ?? 0)) / 100} ${ROUND}`);
      write(number, score === null ? "—" : `${Math.round(score)}%`);
    },
  };
}

/** @param {number} seconds */
function minutes(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
