// <pc-upload endpoint="/api/uploads" lang="ru" left="…">: several videos at once, in pieces, resumed after a cut or a reload.
// The page writes the elements, patterns of rows among them; this fills them in.

import { wake } from "../shadow/offline.js";
import { PageElement } from "./element.js";
import { Item, percent, tus } from "./upload_item.js";

const AT_ONCE = 2; // more only make each slower
const GUIDE_READ = "perscoach.guide-read";
const headers = { "Tus-Resumable": "1.0.0" };

customElements.define("pc-upload", class extends PageElement {
  static hears = ["change"];
  /** @type {Item[]} */
  items = [];

  connectedCallback() {
    super.connectedCallback();
    addEventListener("beforeunload", this);
    const guide = this.find("details");
    if (localStorage.getItem(GUIDE_READ)) guide.open = false;
    guide.addEventListener("toggle", () => localStorage.setItem(GUIDE_READ, guide.open ? "" : "yes"));
    this.find("input[type=file]").dispatchEvent(new Event("change", { bubbles: true })); // chosen before this script came
    this.showUnfinished();
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this);
  }

  /** How the trainer wants the clips processed. @returns {Record<string, string>} */
  wishes() {
    /** @type {NodeListOf<HTMLSelectElement | HTMLInputElement>} */
    const chosen = this.querySelectorAll("select, input[type=radio]:checked");
    return Object.fromEntries(Array.from(chosen, (choice) => [choice.name, choice.value]));
  }

  get busy() {
    return this.items.filter(({ state }) => state === "sending" || state === "cut").length;
  }

  /** @param {Event & {target: any}} event */
  handleEvent(event) {
    if (event.type === "beforeunload" && this.busy) event.preventDefault();
    if (!event.target.files) return;
    const fresh = Array.from(event.target.files, (file) => new Item(this, file, this.newRow("file", "files")));
    this.items.push(...fresh); // not before all are there: each calls `changed`, which makes a new list
    event.target.value = "";
    this.find("[data-unfinished]").replaceChildren();
    this.changed();
  }

  /** @param {string} pattern @param {string} place @returns {HTMLElement} */
  newRow(pattern, place) {
    const row = this.find(`[data-pattern=${pattern}]`).cloneNode(true);
    this.find(`[data-${place}]`).append(row);
    return row;
  }

  /** An item's state may have changed: starts what waits, and keeps the phone from falling asleep, which would stop it. */
  changed() {
    this.items = this.items.filter((item) => item.state !== "gone");
    const next = this.items.find((item) => item.state === "waiting");
    if (next && this.busy < AT_ONCE) next.send();
    else void wake(this.busy > 0);
  }

  /** What an earlier visit began: the browser cannot keep the file, the server has kept its beginning. */
  async showUnfinished() {
    const kept = tus.defaultOptions.urlStorage;
    for (const { uploadUrl, urlStorageKey, size, metadata } of await kept.findAllUploads()) {
      const answer = await fetch(uploadUrl ?? "", { method: "HEAD", headers }).catch(() => undefined);
      const ended = answer?.status === 404 || answer?.headers.has("x-exercise");
      if (ended) await kept.removeUpload(urlStorageKey);
      if (ended || !answer?.ok) continue;
      const row = this.newRow("begun", "unfinished");
      row.querySelector("[data-name]")?.append(metadata.filename);
      row.querySelector("[data-words]")?.append(percent(this.lang, Number(answer.headers.get("upload-offset")) / Number(size)));
      row.querySelector("button")?.addEventListener("click", async () => {
        row.remove();
        await fetch(uploadUrl ?? "", { method: "DELETE", headers });
        await kept.removeUpload(urlStorageKey);
      });
    }
  }
});
