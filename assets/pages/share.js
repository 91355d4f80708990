// <pc-share message="…" link="https://…">: the phone's own share sheet; where there is none, or for the hand, copying.

import { PageElement } from "./element.js";

customElements.define("pc-share", class extends PageElement {
  static hears = ["click"];

  connectedCallback() {
    super.connectedCallback();
    this.find("[data-way=share]").hidden = !("share" in navigator);
  }

  /** @param {{target: any}} event */
  async handleEvent({ target }) {
    const [text, url] = [this.say("message"), this.say("link")];
    if (target.closest("[data-way=share]")) navigator.share({ text, url }).catch(() => {}); // who closes the sheet has changed her mind
    if (!target.closest("[data-way=copy]")) return;
    try {
      await navigator.clipboard.writeText(`${text}\n${url}`);
      this.find(".copied").textContent = this.dataset.copied;
    } catch {
      this.find("input").select(); // not allowed here: the link is marked, and the keyboard copies it
    }
  }
});
