// <pc-wipe>: two pictures of one frame; the slider over them moves the border.

class Wipe extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.target instanceof HTMLInputElement) this.style.setProperty("--wipe", `${event.target.value}%`);
  }
}

customElements.define("pc-wipe", Wipe);
