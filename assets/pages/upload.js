// <pc-upload endpoint="/api/uploads" texts="{…}">: several videos at once, in pieces, resumed after a cut or a reload (tus).

const CHUNK_BYTES = 4 * 1024 * 1024; // a lost piece costs a phone on a train a few seconds, not minutes
const RETRIES_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000];
const AT_ONCE = 2; // more only make each slower
const VIDEO = /\.(mp4|m4v|mov|3gp|webm|mkv|avi)$/i;

/** What we use of tus-js-client, which comes as a global.
 * @typedef {{ start(): void, abort(terminate?: boolean): Promise<void>, findPreviousUploads(): Promise<object[]>, resumeFromPreviousUpload(one: object): void }} TusUpload
 * @typedef {{ Upload: new (file: File, options: object) => TusUpload }} Tus
 * @typedef {{ file: File, row: HTMLLIElement, state: string, tus?: TusUpload }} Item
 */

class UploadBox extends HTMLElement {
  static observedAttributes = ["texts"];
  /** @type {Item[]} */
  items = [];

  connectedCallback() {
    this.list = document.createElement("ul");
    this.list.className = "files";
    this.hint = document.createElement("p");
    this.hint.className = "note";
    this.attributeChangedCallback();
    this.hint.hidden = !Object.keys(localStorage).some((key) => key.startsWith("tus::")); // where tus-js-client keeps what it began
    this.append(this.hint, this.list);
    this.said = document.createElement("p");
    this.said.className = "hidden-but-read";
    this.said.setAttribute("role", "status");
    this.append(this.said);
    for (const name of ["change", "dragover", "dragleave", "drop"]) this.addEventListener(name, this);
    addEventListener("beforeunload", this);
  }

  attributeChangedCallback() {
    if (this.hint) this.hint.textContent = this.say("unfinished");
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this);
  }

  /** @param {string} key */
  say(key) {
    return JSON.parse(this.getAttribute("texts") || "{}")[key] ?? key;
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "beforeunload") {
      if (this.items.some((item) => item.state === "sending")) event.preventDefault();
      return;
    }
    if (event.type === "change" && event.target instanceof HTMLInputElement) {
      this.take(event.target.files);
      event.target.value = "";
      return;
    }
    event.preventDefault();
    this.querySelector("[data-drop]")?.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop" && event instanceof DragEvent) this.take(event.dataTransfer?.files);
  }

  /** @param {FileList | null | undefined} files */
  take(files) {
    if (this.hint) this.hint.hidden = true;
    for (const file of files ?? []) this.items.push(this.makeItem(file));
    this.goOn();
  }

  /** Starts waiting files while there is room. */
  goOn() {
    const items = this.items;
    for (const item of items) {
      if (items.filter((one) => one.state === "sending").length >= AT_ONCE) return;
      if (item.state === "waiting") this.send(item);
    }
  }

  /** @param {Item} item */
  async send(item) {
    item.state = "sending";
    this.show(item, 0, this.say("sending"));
    const { Upload: TusUpload } = /** @type {{ tus: Tus }} */ (/** @type {unknown} */ (window)).tus;
    const upload = new TusUpload(item.file, {
      endpoint: this.getAttribute("endpoint"),
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRIES_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: item.file.name, filetype: item.file.type || "application/octet-stream" },
      onProgress: (/** @type {number} */ sent, /** @type {number} */ all) => this.show(item, sent / all, this.say("sending")),
      onShouldRetry: (/** @type {{originalResponse?: {getStatus(): number}}} */ error) => this.mayRetry(item, error),
      onSuccess: () => this.finish(item, "done", this.say("sent")),
      onError: (/** @type {{originalResponse?: {getStatus(): number}}} */ error) => this.finish(item, "bad", this.reason(error)),
    });
    item.tus = upload;
    const [former] = await upload.findPreviousUploads();
    if (former) upload.resumeFromPreviousUpload(former);
    upload.start();
  }

  /** @param {Item} item @param {{originalResponse?: {getStatus(): number}}} error */
  mayRetry(item, error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    const worth = status === 0 || status === 409 || status === 423 || status >= 500;
    if (worth) this.show(item, undefined, this.say("paused"));
    return worth && status !== 507;
  }

  /** @param {{originalResponse?: {getStatus(): number}}} error */
  reason(error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    const known = { 401: "signed_out", 404: "signed_out", 413: "too_large", 415: "not_video", 422: "not_video", 429: "too_many", 507: "no_place" };
    return this.say(known[/** @type {keyof typeof known} */ (status)] ?? "refused");
  }

  /** @param {Item} item @param {string} state @param {string} words */
  finish(item, state, words) {
    item.state = state;
    item.row.classList.add(state);
    this.show(item, state === "done" ? 1 : undefined, words);
    const button = item.row.querySelector("button");
    if (button && state === "done") button.remove();
    else if (button) button.textContent = this.say(VIDEO.test(item.file.name) ? "again" : "remove");
    if (this.said) this.said.textContent = `${item.file.name}: ${words}`;
    this.goOn();
  }

  /** @param {Item} item */
  press(item) {
    if (item.state === "bad" && VIDEO.test(item.file.name)) {
      item.row.classList.remove("bad");
      item.state = "waiting";
      const button = item.row.querySelector("button");
      if (button) button.textContent = this.say("cancel");
      this.goOn();
      return;
    }
    item.tus?.abort(true).catch(() => {});
    item.state = "gone";
    item.row.remove();
    this.goOn();
  }

  /** @param {File} file @returns {Item} */
  makeItem(file) {
    const row = document.createElement("li");
    row.className = "file";
    const name = document.createElement("b");
    name.textContent = file.name;
    const words = document.createElement("span");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button ghost slim";
    button.textContent = this.say("cancel");
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.setAttribute("role", "progressbar");
    bar.setAttribute("aria-label", file.name);
    bar.append(document.createElement("i"));
    row.append(name, words, button, bar);
    this.list?.prepend(row);
    const item = { file, row, state: "waiting" };
    button.addEventListener("click", () => this.press(item));
    this.show(item, 0, this.say("waiting"));
    if (!VIDEO.test(file.name)) this.finish(item, "bad", this.say("not_video"));
    return item;
  }

  /** @param {Item} item @param {number | undefined} share 0..1; undefined leaves it @param {string} words */
  show(item, share, words) {
    const bar = item.row.querySelector(".bar");
    const fill = item.row.querySelector(".bar i");
    const span = item.row.querySelector("span");
    if (share !== undefined && fill instanceof HTMLElement) {
      fill.style.transform = `scaleX(${share})`;
      bar?.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    }
    const percent = bar?.getAttribute("aria-valuenow") ?? "0";
    if (span) span.textContent = item.state === "sending" ? `${words} · ${percent} %` : words;
  }
}

customElements.define("pc-upload", UploadBox);
