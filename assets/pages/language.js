// <pc-language lang="en">: the whole document speaks this language; screen readers and hyphenation go by it.

customElements.define("pc-language", class extends HTMLElement {
  static observedAttributes = ["lang"];

  attributeChangedCallback() {
    document.documentElement.lang = this.lang;
  }
});
