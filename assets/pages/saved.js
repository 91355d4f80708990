// <pc-saved beats="3" refused="0" texts="{…}">: «saving…» from the first key on, «saved» when the server has answered.
// Enter leaves a field.

import { PageElement } from "./element.js";

customElements.define("pc-saved", class extends PageElement {
  static observedAttributes = ["beats", "refused", "texts"];

  connectedCallback() {
    super.connectedCallback();
    for (const name of ["input", "keydown"]) this.closest(".body")?.addEventListener(name, this);
  }

  attributeChangedCallback() {
    this.textContent = this.text(Number(this.say("refused")) ? "refused" : "saved");
  }

  /** @param {Event & {target: any, key?: string}} event */
  handleEvent({ type, key, target }) {
    if (type === "input" && target.closest(".builder-workout")) this.textContent = this.text("saving");
    if (key === "Enter" && target.matches("input")) target.blur();
  }
});
