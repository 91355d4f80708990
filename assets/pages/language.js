// <pc-language lang="en">: the whole document speaks this language; screen readers and hyphenation go by it.

class Language extends HTMLElement {
  static observedAttributes = ["lang"];

  attributeChangedCallback() {
    document.documentElement.lang = this.lang;
  }
}

customElements.define("pc-language", Language);
