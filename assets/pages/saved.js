// <pc-saved beats="3" refused="0" texts="{…}">: «saving…» from the first key on, «saved» when the server has answered. Enter leaves a field.

class Saved extends HTMLElement {
  static observedAttributes = ["beats", "texts"];

  connectedCallback() {
    const place = this.closest(".body") ?? this;
    place.addEventListener("input", (event) => !(event.target instanceof HTMLInputElement && event.target.type === "search") && this.show("saving"));
    place.addEventListener("keydown", (event) => {
      const { target, key } = /** @type {KeyboardEvent} */ (event);
      if (key === "Enter" && target instanceof HTMLInputElement) target.blur();
    });
    this.attributeChangedCallback();
  }

  attributeChangedCallback() {
    this.show(Number(this.getAttribute("refused")) ? "refused" : "saved");
  }

  /** @param {string} state */
  show(state) {
    this.dataset.state = state;
    this.textContent = JSON.parse(this.getAttribute("texts") || "{}")[state] ?? "";
  }
}

customElements.define("pc-saved", Saved);
