// <pc-upload endpoint="/api/uploads" lang="ru" left="…">: several videos at once, in pieces, resumed after a cut or a reload.
// The page writes the elements, patterns of rows among them; this fills them in.

import { Item, tus } from "./upload_item.js";

const AT_ONCE = 2; // more only make each slower
const GUIDE_READ = "perscoach.guide-read";
const TUS = { "Tus-Resumable": "1.0.0" };

class UploadBox extends HTMLElement {
  /** @type {Item[]} */
  items = [];
  /** @type {WakeLockSentinel | undefined} */
  awake;

  connectedCallback() {
    this.addEventListener("change", this);
    for (const name of ["beforeunload", "online"]) addEventListener(name, this);
    const guide = this.querySelector("details");
    if (guide && localStorage.getItem(GUIDE_READ)) guide.open = false;
    guide?.addEventListener("toggle", () => localStorage.setItem(GUIDE_READ, guide.open ? "" : "yes"));
    this.querySelector("input[type=file]")?.dispatchEvent(new Event("change", { bubbles: true })); // chosen before this script came
    this.showUnfinished();
  }

  disconnectedCallback() {
    for (const name of ["beforeunload", "online"]) removeEventListener(name, this);
  }

  /** @param {string} key */
  say(key) {
    return this.getAttribute(key) ?? "";
  }

  get endpoint() {
    return this.getAttribute("endpoint") ?? "";
  }

  /** How the trainer wants the clips processed. @returns {Record<string, string>} */
  wishes() {
    return Object.fromEntries(Array.from(this.querySelectorAll("select"), (choice) => [choice.name, choice.value]));
  }

  get busy() {
    return this.items.filter((item) => item.state === "sending" || item.state === "cut").length;
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "online") this.items.forEach((item) => item.hurry());
    else if (event.type === "beforeunload" && this.busy) event.preventDefault();
    else if (event.target instanceof HTMLInputElement && event.target.files) {
      for (const file of event.target.files) {
        const item = new Item(this, file, this.newRow("file", "files"));
        this.items.push(item);
      }
      event.target.value = "";
      this.querySelector("[data-unfinished]")?.replaceChildren();
      this.changed();
    }
  }

  /** @param {string} pattern @param {string} place @returns {HTMLElement} */
  newRow(pattern, place) {
    const row = /** @type {HTMLElement} */ (this.querySelector(`[data-pattern=${pattern}]`)?.cloneNode(true));
    this.querySelector(`[data-${place}]`)?.append(row);
    return row;
  }

  /** An item's state may have changed: starts what waits, and keeps the phone from falling asleep, which would stop it. */
  changed() {
    this.items = this.items.filter((item) => item.state !== "gone");
    const next = this.items.find((item) => item.state === "waiting");
    if (next && this.busy < AT_ONCE) next.send();
    else if (this.busy && !this.awake) navigator.wakeLock?.request("screen").then((lock) => (this.awake = lock), () => {});
    else if (!this.busy) this.awake = void this.awake?.release();
  }

  /** What an earlier visit began: the browser cannot keep the file, the server has kept its beginning. */
  async showUnfinished() {
    const kept = tus.defaultOptions.urlStorage;
    for (const begun of await kept.findAllUploads()) {
      const address = begun.uploadUrl ?? "";
      const answer = await fetch(address, { method: "HEAD", headers: TUS }).catch(() => undefined);
      if (answer?.ok && !answer.headers.has("x-exercise")) {
        const row = this.newRow("begun", "unfinished");
        const share = Number(answer.headers.get("upload-offset")) / Number(begun.size);
        const said = { name: begun.metadata.filename, words: new Intl.NumberFormat(this.lang, { style: "percent" }).format(share) };
        for (const [part, words] of Object.entries(said)) row.querySelector(`[data-${part}]`)?.append(words);
        row.querySelector("button")?.addEventListener("click", async () => {
          row.remove();
          await fetch(address, { method: "DELETE", headers: TUS });
          await kept.removeUpload(begun.urlStorageKey);
        });
      } else if (answer?.ok || answer?.status === 404) await kept.removeUpload(begun.urlStorageKey);
    }
  }
}

customElements.define("pc-upload", UploadBox);
