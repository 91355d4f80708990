// What our elements share: each hears events of what is inside it, and finds its own parts and words.

export class PageElement extends HTMLElement {
  /** What it hears: of itself and what is inside it. @type {string[]} */
  static hears = [];

  connectedCallback() {
    const { hears } = /** @type {typeof PageElement} */ (this.constructor);
    for (const name of hears) this.addEventListener(name, this, true); // on the way in: events of media and of dialogs do not bubble
    this.attributeChangedCallback();
  }

  /** @param {string} [_name] @param {string | null} [_before] */
  attributeChangedCallback(_name, _before) {}

  /** @param {Event & {target: any}} _event */
  handleEvent(_event) {}

  /** The first that fits, known to be there. @param {string} selector @returns {any} */
  find(selector) {
    return this.querySelector(selector);
  }

  /** An attribute's words. @param {string} name */
  say(name) {
    return this.getAttribute(name) ?? "";
  }

  /** Words of the attribute `texts`. @param {string} key @returns {string} */
  text(key) {
    return JSON.parse(this.say("texts") || "{}")[key] ?? "";
  }
}
