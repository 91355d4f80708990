// One voice: the trainer's recorded phrases, else a voice of this very device, else signals. What is said, and when, Python decides.

const DUCKED = 0.25; // what stays of the clip's own sound while something is said: still there, but under the words
const STEP_MS = 25;
const STEP = 0.45; // of the way that is left, each step: there in a tenth of a second and back as softly, without a click

export class Sound {
  context = /** @type {AudioContext | undefined} */ (undefined);
  device = /** @type {SpeechSynthesis | undefined} absent in some apps' own browsers */ (globalThis.speechSynthesis);
  sounds = /** @type {Map<string | null, AudioBuffer>} */ (new Map());
  levels = { volume: 1, clip: 1 };
  share = 1;
  turn = 0;
  stop = new AbortController();

  /** @param {(name: string, values: object) => void} send @param {HTMLMediaElement} video the trainer's clip */
  constructor(send, video) {
    this.send = send;
    this.video = video;
    for (const touch of ["click", "keydown"]) addEventListener(touch, () => this.unlock(), this.stop);
    this.device?.addEventListener?.("voiceschanged", () => this.report(), this.stop);
  }

  /** @param {{language: string, phrases: Record<string, string>}} plan */
  async plan({ language, phrases }) {
    this.language = language;
    this.report();
    const decoder = new OfflineAudioContext(1, 1, 48_000); // needs no tap
    for (const [name, address] of Object.entries(phrases)) {
      const answer = await fetch(address, { priority: "low", signal: this.stop.signal }).catch(() => null);
      const sound = answer?.ok && (await answer.arrayBuffer().then((bytes) => decoder.decodeAudioData(bytes)).catch(() => null));
      if (sound) this.sounds.set(name, sound);
    }
  }

  /** How loud words and clip are, 0 to 1. @param {{volume: number, clip: number}} levels */
  sound(levels) {
    this.levels = levels;
    this.duck(this.cut ? DUCKED : 1);
  }

  /** @param {{text: string, phrase: string | null, interrupt: boolean, tone: string | null}} order */
  say({ text, phrase, interrupt, tone }) {
    const recorded = this.sounds.get(phrase);
    const voice = text && !recorded && this.voice();
    const buffer = recorded ?? this.sounds.get(`tone.${tone}`);
    if (voice) this.speak(text, voice);
    else if (buffer && this.context) this.play(buffer, this.context);
    else if (interrupt) this.silence();
  }

  /** @param {AudioBuffer} buffer @param {AudioContext} context */
  play(buffer, context) {
    const source = new AudioBufferSourceNode(context, { buffer });
    source.onended = this.begin(() => source.disconnect());
    source.connect(new GainNode(context, { gain: this.levels.volume })).connect(context.destination);
    source.start();
  }

  /** @param {string} text @param {SpeechSynthesisVoice} voice */
  speak(text, voice) {
    const said = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang, volume: this.levels.volume });
    said.onend = said.onerror = this.begin(() => this.device?.cancel());
    this.said = said; // Chrome forgets an utterance nobody holds, and its end with it
    this.device?.speak(said);
  }

  /** What was heard is over, the clip is quieter. @param {() => void} cut how to end it early @returns {() => void} for its own end */
  begin(cut) {
    this.cut?.();
    this.cut = cut;
    const turn = ++this.turn;
    this.duck(DUCKED);
    this.send("voice", { speaking: true });
    return () => turn === this.turn && this.silence();
  }

  silence() {
    if (!this.cut) return;
    this.cut();
    this.cut = undefined;
    this.duck(1);
    this.send("voice", { speaking: false });
  }

  /** A voice that needs no network: what a client is told goes to nobody. */
  voice() {
    const own = this.device?.getVoices().filter((one) => one.localService === true && one.lang.slice(0, 2) === this.language) ?? [];
    return own.find((one) => one.default) ?? own[0] ?? null;
  }

  report() {
    this.send("voice", { available: Boolean(this.voice()) });
  }

  /** Browsers let a page be heard only after a tap, iPhones each of its voices by itself. */
  unlock() {
    if (!this.context) this.device?.speak(Object.assign(new SpeechSynthesisUtterance(" "), { volume: 0 }));
    this.context ??= new AudioContext();
    void this.context.resume();
  }

  /** @param {number} share of the clip's own loudness */
  duck(share) {
    clearInterval(this.ramp);
    this.ramp = setInterval(() => {
      this.share = Math.abs(share - this.share) < 0.02 ? share : this.share + STEP * (share - this.share);
      if (this.share === share) clearInterval(this.ramp);
      this.video.volume = this.levels.clip * this.share;
    }, STEP_MS);
  }

  close() {
    this.stop.abort();
    this.silence();
    clearInterval(this.ramp);
    void this.context?.close();
  }
}
