// <pc-wipe>: two pictures of one frame; the slider over them moves the border.

import { PageElement } from "./element.js";

customElements.define("pc-wipe", class extends PageElement {
  static hears = ["input"];

  /** @param {{target: any}} event */
  handleEvent({ target }) {
    this.style.setProperty("--wipe", `${target.value}%`);
  }
});
