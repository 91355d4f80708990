// After "stop": what is left is sent, then the report is opened; while the server is silent a card says that the result is kept here.

/** How long "stop" waits for the server before it says that the result is kept here. */
const SEND_PATIENCE_MS = 8000;

export class Ending {
  /**
   * @param {import("./overlay.js").Overlay} overlay
   * @param {import("./texts.js").Say} say
   * @param {import("./api.js").Session} about
   * @param {import("./outbox.js").Outbox} outbox
   * @param {() => void} onLeave
   */
  constructor(overlay, say, about, outbox, onLeave) {
    this.overlay = overlay;
    this.say = say;
    this.about = about;
    this.outbox = outbox;
    this.onLeave = onLeave;
  }

  /** @param {Promise<boolean>} sending whether all was sent @param {AbortSignal | undefined} signal when the page goes away */
  async wait(sending, signal) {
    const { say } = this;
    this.overlay.open("finishing", say("finishing"), "");
    const late = new Promise((resolve) => setTimeout(resolve, SEND_PATIENCE_MS, false));
    const sent = await Promise.race([sending.catch((error) => (console.error("shadow: not finished", error), false)), late]);
    if (sent || this.reported()) return this.leave();
    const again = async () => { if ((await this.outbox.flush()) || this.reported()) this.leave(); };
    addEventListener("online", again, { signal });
    this.overlay.open("kept", say("kept"), say("keptHint"), [
      { label: say("sendAgain"), act: again, kind: "main", id: "send" },
      { label: say("home"), act: () => location.assign("/home"), id: "home" },
    ]);
  }

  /** Whether the server has said where this session's report is. */
  reported() {
    return this.outbox.reports.has(this.about.session);
  }

  leave() {
    this.onLeave();
    location.assign(this.outbox.reports.get(this.about.session) ?? this.about.report);
  }
}
