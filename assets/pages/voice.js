// <pc-voice endpoint="/api/voice/…" texts="{…}">: records a note with the microphone, a minute at most, and sends it.

const MOST_MS = 60_000;
const BITS = 48_000; // a voice is clear at that, and a minute is 360 kB
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export class Voice extends HTMLElement {
  connectedCallback() {
    this.gone = false; // a row that is moved leaves the page for a moment
    this.addEventListener("click", this);
  }

  disconnectedCallback() {
    this.gone = true;
    this.recorder?.stop();
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (!(event.target instanceof Element && event.target.closest("[data-record]"))) return;
    if (this.recorder) this.recorder.stop();
    else this.record();
  }

  async record() {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const recorder = new MediaRecorder(stream, { mimeType: KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)), audioBitsPerSecond: BITS });
      /** @type {Blob[]} */
      const pieces = [];
      const began = performance.now();
      const clock = setInterval(() => this.count(performance.now() - began), 250);
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      recorder.onstop = () => {
        clearInterval(clock);
        for (const track of stream.getTracks()) track.stop();
        this.recorder = undefined;
        this.classList.remove("live");
        if (!this.gone) this.send(new Blob(pieces));
      };
      this.recorder = recorder;
      this.classList.add("live");
      this.count(0);
      recorder.start();
    } catch {
      this.say("no_microphone");
    }
  }

  /** @param {number} ms */
  count(ms) {
    this.say("recording", String(Math.round((MOST_MS - ms) / 1000)));
    if (ms >= MOST_MS) this.recorder?.stop();
  }

  /** @param {Blob} sound @returns {Promise<Response | null>} */
  async send(sound) {
    this.say("sending");
    const answer = await fetch(this.getAttribute("endpoint") ?? "", { method: "POST", body: sound }).catch(() => null);
    this.say(answer?.ok ? "kept" : "refused");
    if (answer?.ok) /** @type {HTMLElement | null} */ (this.querySelector("[data-kept]"))?.click();
    return answer;
  }

  /** @param {string} key @param {string} [left] */
  say(key, left = "") {
    const place = this.querySelector("[data-said]");
    if (place) place.textContent = (JSON.parse(this.getAttribute("texts") || "{}")[key] ?? key).replace("{left}", left);
  }
}

customElements.define("pc-voice", Voice);
