// <pc-post>: sends the form inside by fetch, so that what was typed stays when it is refused; then goes where the answer says,
// or shows what waits behind the form (`.when-sent`).

import { PageElement } from "./element.js";

/**
 * @param {string} address
 * @param {BodyInit} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<any>} rejects with an Error whose message is the refusal's sentence, or empty
 */
export async function ask(address, body, headers) {
  const answer = await fetch(address, { method: "POST", body, headers });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message ?? "");
  return said;
}

customElements.define("pc-post", class extends PageElement {
  static hears = ["submit"];

  /** @param {Event & {target: any}} event */
  async handleEvent(event) {
    event.preventDefault();
    const [form, button] = [event.target, this.find("[type=submit]")];
    if (!button || button.disabled) return;
    button.disabled = true;
    this.find(".problem").textContent = "";
    try {
      const said = await ask(form.action, new URLSearchParams(/** @type {any} */ (new FormData(form))));
      if (said.go) return location.assign(this.dataset.next || said.go); // the button stays quiet until the next page is there
      form.hidden = true;
      this.find(".when-sent").hidden = false;
      this.find(".when-sent").focus();
    } catch (error) {
      this.find(".problem").textContent = /** @type {Error} */ (error).message || this.dataset.failed;
    }
    button.disabled = false;
  }
});
