// <pc-passkey way="enter|make">: a button that signs in by the device's own fingerprint, face or code, or makes a passkey for that.

import { ask } from "./post.js";

const ADDRESSES = { enter: "/api/sign-in/passkey", make: "/api/passkeys" };

class Passkey extends HTMLElement {
  connectedCallback() {
    this.hidden = !("PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential); // then the other ways do
    this.querySelector("button")?.addEventListener("click", () => this.run());
  }

  async run() {
    const way = this.getAttribute("way") === "make" ? "make" : "enter";
    const problem = /** @type {HTMLElement} */ (this.querySelector(".problem"));
    problem.textContent = "";
    try {
      const options = await ask(`${ADDRESSES[way]}/options`);
      const credential = /** @type {PublicKeyCredential} */ (await chosen(way, options));
      const body = JSON.stringify({ credential: credential.toJSON() });
      const said = await ask(ADDRESSES[way], body, { "content-type": "application/json" });
      location.assign(this.dataset.next || said.go || "/");
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      const known = name === "InvalidStateError" ? this.dataset.known : name === "Error" ? message : ""; // who closes the window needs no words
      problem.textContent = known || (name === "NotAllowedError" ? "" : this.dataset.failed) || "";
    }
  }
}

/**
 * @param {"enter" | "make"} way
 * @param {any} options
 */
function chosen(way, options) {
  if (way === "make") return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

customElements.define("pc-passkey", Passkey);
