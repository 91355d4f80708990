// <pc-post>: sends the form inside by fetch, so that what was typed stays when it is refused; then goes where the answer says,
// or shows what waits behind the form (`.when-sent`).

/** What our routes answer. @typedef {{ go?: string, message?: string }} Answer */

/**
 * @param {string} address
 * @param {BodyInit} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Answer & Record<string, any>>} rejects with an Error whose message is the refusal's sentence, or empty
 */
export async function ask(address, body, headers) {
  const answer = await fetch(address, { method: "POST", body, headers });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message ?? "");
  return said;
}

class Post extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.send(event));
  }

  /** @param {SubmitEvent} event */
  async send(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const button = /** @type {HTMLButtonElement | null} */ (form.querySelector("[type=submit]"));
    const problem = /** @type {HTMLElement} */ (this.querySelector(".problem"));
    if (!button || button.disabled) return;
    button.disabled = true;
    problem.textContent = "";
    try {
      const said = await ask(form.action, new URLSearchParams(/** @type {any} */ (new FormData(form))));
      if (said.go) return location.assign(this.dataset.next || said.go); // the button stays quiet until the next page is there
      const sent = /** @type {HTMLElement} */ (this.querySelector(".when-sent"));
      [form.hidden, sent.hidden] = [true, false];
      sent.focus();
    } catch (error) {
      problem.textContent = /** @type {Error} */ (error).message || this.dataset.failed || "";
    }
    button.disabled = false;
  }
}

customElements.define("pc-post", Post);
