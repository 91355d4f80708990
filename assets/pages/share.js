// <pc-share message="…" link="https://…">: the phone's own share sheet; where there is none, or for the hand, copying.

class Share extends HTMLElement {
  connectedCallback() {
    const sheet = /** @type {HTMLElement} */ (this.querySelector("[data-way=share]"));
    sheet.hidden = !("share" in navigator);
    sheet.addEventListener("click", () => navigator.share(this.parts).catch(() => {})); // who closes the sheet has changed her mind
    this.querySelector("[data-way=copy]")?.addEventListener("click", () => this.copy());
  }

  get parts() {
    return { text: this.getAttribute("message") ?? "", url: this.getAttribute("link") ?? "" };
  }

  async copy() {
    const { text, url } = this.parts;
    const field = /** @type {HTMLInputElement} */ (this.querySelector("input"));
    try {
      await navigator.clipboard.writeText(`${text}\n${url}`);
      /** @type {HTMLElement} */ (this.querySelector(".copied")).textContent = this.dataset.copied ?? "";
    } catch {
      field.focus(); // not allowed here: the link is marked, and the keyboard copies it
      field.select();
    }
  }
}

customElements.define("pc-share", Share);
