// <pc-push public-key="…" on="…" off="…" refused="…">: this browser takes reminders, or no more. Says nothing where a browser cannot.

class Push extends HTMLElement {
  async connectedCallback() {
    if (!this.getAttribute("public-key") || !("PushManager" in window) || !navigator.serviceWorker) return;
    const registration = await navigator.serviceWorker.register("/pages/push-worker.js"); // its scope is /pages/: no page is in its hands
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button ghost";
    button.onclick = () => this.#turn(registration, button);
    await this.#name(registration, button);
    this.replaceChildren(button);
  }

  /** @param {ServiceWorkerRegistration} registration @param {HTMLButtonElement} button */
  async #name(registration, button) {
    const subscribed = await registration.pushManager.getSubscription();
    button.textContent = this.getAttribute(subscribed ? "off" : "on");
  }

  /** @param {ServiceWorkerRegistration} registration @param {HTMLButtonElement} button */
  async #turn(registration, button) {
    const old = await registration.pushManager.getSubscription();
    try {
      const options = { userVisibleOnly: true, applicationServerKey: this.getAttribute("public-key") };
      const fresh = old ? null : await registration.pushManager.subscribe(options);
      const answer = await fetch("/api/push", {
        method: old ? "DELETE" : "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(old ? { endpoint: old.endpoint } : fresh),
      });
      if (old || !answer.ok) await (old ?? fresh)?.unsubscribe();
      await this.#name(registration, button);
    } catch {
      button.textContent = this.getAttribute("refused");
    }
  }
}

customElements.define("pc-push", Push);
