// <pc-saved beats="3" refused="0" texts="{…}">: «saving…» from the first key on, «saved» when the server has answered. Enter leaves a field.

class Saved extends HTMLElement {
  static observedAttributes = ["beats", "refused", "texts"];

  connectedCallback() {
    const page = this.closest(".body");
    for (const name of ["input", "keydown"]) page?.addEventListener(name, this);
    this.attributeChangedCallback();
  }

  attributeChangedCallback() {
    this.show(Number(this.getAttribute("refused")) ? "refused" : "saved");
  }

  /** @param {Event} event */
  handleEvent(event) {
    const field = event.target;
    if (event instanceof KeyboardEvent) {
      if (event.key === "Enter" && field instanceof HTMLInputElement) field.blur();
    } else if (field instanceof HTMLElement && field.closest(".builder-workout")) this.show("saving");
  }

  /** @param {string} state */
  show(state) {
    this.dataset.state = state;
    this.textContent = JSON.parse(this.getAttribute("texts") || "{}")[state] ?? "";
  }
}

customElements.define("pc-saved", Saved);
