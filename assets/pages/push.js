// <pc-push public-key="…" on="…" off="…" refused="…">: this browser takes reminders, or no more. Says nothing where a browser cannot.

import { PageElement } from "./element.js";

const button = Object.assign(document.createElement("button"), { type: "button", className: "button ghost" });

customElements.define("pc-push", class extends PageElement {
  static hears = ["click"];

  async connectedCallback() {
    if (!this.say("public-key") || !("PushManager" in window) || !navigator.serviceWorker) return;
    super.connectedCallback();
    const registration = await navigator.serviceWorker.register("/pages/push-worker.js"); // its scope is /pages/: no page is in its hands
    this.manager = registration.pushManager;
    await this.name();
    this.replaceChildren(button);
  }

  async name() {
    button.textContent = this.say((await this.manager?.getSubscription()) ? "off" : "on");
  }

  async handleEvent() {
    try {
      const old = await this.manager?.getSubscription();
      const held = old ?? (await this.manager?.subscribe({ userVisibleOnly: true, applicationServerKey: this.say("public-key") }));
      const body = JSON.stringify(old ? { endpoint: old.endpoint } : held);
      const headers = { "content-type": "application/json" };
      const answer = await fetch("/api/push", { method: old ? "DELETE" : "POST", headers, body });
      if (old || !answer.ok) await held?.unsubscribe();
      await this.name();
    } catch {
      button.textContent = this.say("refused");
    }
  }
});
