// Switches, choices and sliders, as Python lists them. A slider is not built anew under the finger that moves it.

import { el, piece, write } from "./dom.js";

/** @typedef {import("./face.js").Setting} Setting */
/** @typedef {(setting: Setting) => void} Setter */

/** Up to so many choices lie open side by side; more are a list to unfold. */
const SIDE_BY_SIDE = 3;

export class Fields {
  /**
   * @param {HTMLElement} element
   * @param {import("./face.js").Send} send
   * @param {(groups: Map<string, HTMLElement[]>) => HTMLElement[]} [arrange]
   */
  constructor(element, send, arrange = (groups) => [...groups.values()].flat()) {
    this.send = send;
    /** @type {Map<string, Setter>} */
    this.setters = new Map();
    this.build = piece(element, (/** @type {Setting[]} */ list) => {
      /** @type {Map<string, HTMLElement[]>} */
      const groups = new Map();
      for (const setting of list) groups.set(setting.group, [...(groups.get(setting.group) ?? []), this.field(setting)]);
      return arrange(groups);
    });
  }

  /** @param {Setting[]} list */
  show(list) {
    this.build(list.length ? list.map((setting) => ({ ...setting, value: null, text: null })) : null);
    for (const setting of list) this.setters.get(setting.id)?.(setting);
  }

  /** @param {Setting} setting */
  field(setting) {
    const { id, kind } = setting;
    const set = (/** @type {unknown} */ value) => this.send({ name: "set", id, value });
    const { element, setter } = kind === "switch" ? toggle(setting, set) : kind === "range" ? slider(setting, set) : choices(setting, set);
    this.setters.set(id, setter);
    return element;
  }
}

/** @typedef {{element: HTMLElement, setter: Setter}} Field */

/** @param {Setting} setting @param {(value: unknown) => void} set @returns {Field} */
function toggle({ id, label }, set) {
  const element = el("button", {
    class: "shadow-toggle", type: "button", role: "switch", "data-id": id, "aria-checked": "false",
    onclick: () => {
      const on = element.getAttribute("aria-checked") !== "true";
      element.setAttribute("aria-checked", String(on)); // at once, before Python has heard of it
      set(on);
    },
  }, el("span", {}, label), el("i", { "aria-hidden": "true" }));
  return { element, setter: ({ value }) => element.setAttribute("aria-checked", String(Boolean(value))) };
}

/** @param {Setting} setting @param {(value: unknown) => void} set @returns {Field} */
function slider({ id, label, min = 0, max = 1, step = 0.1 }, set) {
  const shown = el("output");
  const input = el("input", { type: "range", min, max, step, "data-id": id, "aria-label": label, oninput: () => set(Number(input.value)) });
  return {
    element: el("label", { class: "shadow-field" }, el("span", {}, label), shown, input),
    setter({ value, text }) {
      if (document.activeElement !== input || !input.matches(":active")) input.value = String(value);
      if (text) input.setAttribute("aria-valuetext", text);
      write(shown, text ?? String(value));
    },
  };
}

/** @param {Setting} setting @param {(value: unknown) => void} set @returns {Field} */
function choices({ id, label, options = [] }, set) {
  if (options.length > SIDE_BY_SIDE) {
    const select = el("select", { "data-id": id, onchange: () => set(options[select.selectedIndex].value) },
      ...options.map((option) => el("option", {}, option.label)));
    return {
      element: el("label", { class: "shadow-field" }, el("span", {}, label), select),
      setter: ({ value }) => void (select.selectedIndex = options.findIndex((option) => option.value === value)),
    };
  }
  const buttons = options.map((option, n) => el("button", { type: "button", "aria-pressed": "false", "data-id": `${id}.${n}`, onclick: () => set(option.value) }, option.label));
  return {
    element: el("div", { class: "shadow-field", role: "group", "aria-label": label }, el("span", {}, label), el("div", { class: "shadow-segments" }, ...buttons)),
    setter: ({ value }) => options.forEach((option, n) => buttons[n].setAttribute("aria-pressed", String(option.value === value))),
  };
}
