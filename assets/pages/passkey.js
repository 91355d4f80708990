// <pc-passkey way="enter|make">: a button that signs in by the device's own fingerprint, face or code, or makes a passkey for that.

import { PageElement } from "./element.js";
import { ask } from "./post.js";

const { credentials } = navigator;
const KEY = window.PublicKeyCredential;
/** @type {Record<string, {address: string, choose: (options: any) => Promise<Credential | null>}>} */
const WAYS = {
  enter: { address: "/api/sign-in/passkey", choose: (it) => credentials.get({ publicKey: KEY.parseRequestOptionsFromJSON(it) }) },
  make: { address: "/api/passkeys", choose: (it) => credentials.create({ publicKey: KEY.parseCreationOptionsFromJSON(it) }) },
};

customElements.define("pc-passkey", class extends PageElement {
  static hears = ["click"];

  connectedCallback() {
    super.connectedCallback();
    this.hidden = !(KEY && "parseCreationOptionsFromJSON" in KEY); // then the other ways do
  }

  /** @param {{target: any}} event */
  async handleEvent({ target }) {
    if (!target.closest("button")) return;
    const { address, choose } = WAYS[this.say("way")];
    const problem = this.find(".problem");
    problem.textContent = "";
    try {
      const credential = /** @type {PublicKeyCredential} */ (await choose(await ask(`${address}/options`)));
      const said = await ask(address, JSON.stringify({ credential: credential.toJSON() }), { "content-type": "application/json" });
      location.assign(this.dataset.next || said.go || "/");
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error); // who closes the window needs no words
      const known = name === "InvalidStateError" ? this.dataset.known : name === "Error" ? message : "";
      problem.textContent = known || (name === "NotAllowedError" ? "" : this.dataset.failed);
    }
  }
});
