// <pc-dialog showing="yes">: the state opens and closes the <dialog> inside. Browsers without command buttons get them here.

import { PageElement } from "./element.js";

customElements.define("pc-dialog", class extends PageElement {
  static hears = ["cancel", "click"];
  static observedAttributes = ["showing"];

  attributeChangedCallback() {
    const dialog = this.find("dialog");
    if (this.say("showing") === "yes" && dialog?.isConnected && !dialog.open) dialog.showModal();
    if (this.say("showing") === "no") dialog?.close();
  }

  /** Escape, or a press beside the sheet: leaves by the cross, so that a state that opened the dialog hears of it. @param {Event} event */
  handleEvent(event) {
    if (event.target !== this.find("dialog")) return;
    event.preventDefault();
    this.find(".close").click();
  }
});

/** @param {{target: any}} event */
function command({ target }) {
  const button = target.closest("button[commandfor]");
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById(button?.getAttribute("commandfor")));
  if (button) button.getAttribute("command") === "close" ? dialog?.close() : dialog?.showModal();
}

if (!("commandForElement" in HTMLButtonElement.prototype)) addEventListener("click", command);
