// <pc-dialog showing="yes">: the state opens and closes the <dialog> inside. Browsers without command buttons get them here.

class Dialog extends HTMLElement {
  static observedAttributes = ["showing"];

  connectedCallback() {
    this.dialog?.addEventListener("cancel", (event) => this.leave(event));
    this.dialog?.addEventListener("click", (event) => event.target === this.dialog && this.leave(event)); // beside the sheet
    this.attributeChangedCallback();
  }

  attributeChangedCallback() {
    const wanted = this.getAttribute("showing");
    if (wanted === "yes" && this.dialog?.isConnected && !this.dialog.open) this.dialog.showModal();
    if (wanted === "no") this.dialog?.close();
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  /** Leaves by the cross, so that a state that opened the dialog hears of it. @param {Event} event */
  leave(event) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (this.querySelector(".close"))?.click();
  }
}

customElements.define("pc-dialog", Dialog);

if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[commandfor]") : null;
    const dialog = document.getElementById(button?.getAttribute("commandfor") ?? "");
    if (!(dialog instanceof HTMLDialogElement)) return;
    if (button?.getAttribute("command") === "close") dialog.close();
    else dialog.showModal();
  });
}
