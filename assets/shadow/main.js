// Shadow Mode: ties camera, worker, stage, sound and outbox together. Python says what is shown and done; `mount` is all the page calls.

import { Camera } from "./camera.js";
import { Face } from "./face.js";
import { Film } from "./film.js";
import { OUTPUT } from "./layout.js";
import { Meter } from "./meter.js";
import { keep, wake } from "./offline.js";
import { openingOf, remember } from "./opening.js";
import { Outbox } from "./outbox.js";
import { Sound } from "./sound.js";
import { Stage } from "./stage.js";
import { Trainer } from "./trainer.js";

/** @typedef {{name: string, [key: string]: unknown}} Event */
/** @typedef {Record<string, import("./face.js").Look>} Faces without Python: `opening`, and every trouble by its status */

const TICK_MS = 250;
const SPEED_EVERY_MS = 1000;
/** What was asked for while there was no network may never come: back on it, so long is waited, then the page is opened anew. */
const STUCK_MS = 8000;

/**
 * @param {HTMLElement} element
 * @param {{training: string, words: Record<string, Faces>}} options
 */
export function mount(element, { training, words }) {
  const root = Object.assign(document.createElement("div"), { className: "shadow" });
  element.replaceChildren(root);
  const page = new Page(root, training, words);
  /** @type {any} */ (window).shadow = page;
  return page;
}

export class Page {
  language = navigator.language.slice(0, 2);
  began = performance.now();
  speed = 1;
  meter = new Meter();
  stage = new Stage();
  stop = new AbortController();
  /** @type {import("./brain.js").Ready | null} */
  ready = null;
  readyMs = 0;
  fresh = false;
  thinks = false;
  broken = false;

  /** @param {HTMLElement} root @param {string} training @param {Record<string, Faces>} words by language */
  constructor(root, training, words) {
    this.root = root;
    this.words = words;
    const send = (/** @type {string} */ name, /** @type {object} */ values) => this.tell({ name, ...values });
    this.camera = new Camera(send);
    this.film = new Film(training, (told) => send("film", told), this.camera, this.stage, () => this.now);
    this.face = new Face(root, this.stage.element, (event) => this.tell(event), (video) => void this.film.show(video));
    this.sound = new Sound(send, this.stage.trainer);
    this.outbox = new Outbox(training, (sent) => send("sent", sent));
    this.opening = openingOf(training);
    this.brain = this.opening.brain;
    this.brain.listen((heard) => this.hear(heard));
    addEventListener("online", () => setTimeout(() => this.thinks || location.reload(), STUCK_MS), this.stop);
    this.face.show(this.said.opening);
    this.open().catch((error) => {
      console.error("shadow: not opened", error);
      this.refuse(0);
    });
  }

  async open() {
    const { options, settings } = this.opening;
    if (options.has("quality")) settings.quality = options.get("quality");
    void this.outbox.flush(); // what an earlier visit could not send
    this.manifest = await this.opening.manifest;
    if (!this.manifest) return this.refuse(0);
    const [{ status, body: plan, language }, place] = await Promise.all([this.opening.answer, this.outbox.place()]);
    this.language = language || this.language;
    if (status !== 200) return this.refuse(status);
    void keep([]);
    if (plan.demo_camera) this.speed = Number(options.get("clock")) || 1; // in development only
    this.plan = plan;
    this.trainer = new Trainer(this.stage, plan.items, (event) => this.tell(event));
    this.brain.tell({ kind: "open", plan, place, settings: JSON.stringify(settings) });
    this.tell({ name: "open" });
    void this.sound.plan(plan);
    void this.film.found();
    this.listen();
  }

  listen() {
    document.addEventListener("visibilitychange", () => this.tell({ name: "hidden", hidden: document.hidden }), this.stop);
    for (const name of ["online", "offline"]) addEventListener(name, () => this.tell({ name: "net", online: navigator.onLine }), this.stop);
    const tick = () => this.tell({ name: "tick", clip: { item: this.trainer?.item, time: this.stage.time, loop: this.stage.loop } });
    this.beats = [setInterval(tick, TICK_MS), setInterval(() => this.tell({ name: "speed", ...this.meter.told() }), SPEED_EVERY_MS)];
  }

  /** The page's seconds. */
  get now() {
    return ((performance.now() - this.began) / 1000) * this.speed;
  }

  /** What happened goes to Python; while it is not there, two choices are answered here. @param {Event} event */
  tell(event) {
    if (this.plan && !this.broken) this.brain.tell({ kind: "event", event: { ...event, now: this.now } });
    else if (event.name === "choose") event.id === "again" ? location.reload() : location.assign("/");
    if (event.name === "camera" && event.state === "open" && this.camera.video) this.watch(this.camera.video);
  }

  /** @param {import("./brain.js").Heard} heard */
  hear(heard) {
    if (heard.kind === "seen") this.seen(heard);
    else if (heard.kind === "free") this.look();
    else if (heard.kind === "commands") this.carryOut(heard.commands);
    else if (heard.kind === "track") [this.stage.trackOf, this.stage.track] = [heard.item, heard.track];
    else if (heard.kind === "progress") this.tell({ name: "loading", ...heard });
    else if (heard.kind === "ready") this.begin(heard);
    else if (heard.part === "python") this.brokenDown(heard.text);
    else this.tell({ name: "failed", part: heard.part });
  }

  /** Fetches ahead, so that all exercises are there without a network, too. @param {import("./brain.js").Ready} ready */
  begin(ready) {
    [this.ready, this.readyMs] = [ready, performance.now() - this.began];
    const kind = this.stage.trainer.currentSrc.includes("stacked") ? "stacked" : "video";
    const clips = (this.plan?.items ?? []).flatMap((/** @type {any} */ { clip, voice_note }) => [clip[kind], clip.poses, voice_note]);
    void keep([...(this.manifest?.begin ?? []), ...clips.filter(Boolean)]);
  }

  /** Results and where they lead are kept together. @param {import("./brain.js").Commands} commands */
  carryOut(commands) {
    const told = (/** @type {string} */ wanted) => commands.filter(([name]) => name === wanted).map(([, values]) => values);
    const [kept, places] = [told("keep"), told("place")];
    if (kept.length || places.length) void this.outbox.keep(kept, places.at(-1));
    for (const [name, values] of commands) this.orders[name]?.(values);
    this.thinks = true;
  }

  /** @type {Record<string, (values: any) => unknown>} each command and who carries it out */
  orders = {
    face: (values) => {
      this.face.show(values);
      this.stage.take(values);
    },
    clip: (values) => this.trainer?.clip(values),
    camera: (values) => {
      if (!values.open) this.stage.clear();
      return this.camera.camera(values);
    },
    quality: (values) => this.camera.quality(values),
    say: (values) => this.sound.say(values),
    sound: (values) => this.sound.sound(values),
    film: (values) => this.film.order(values),
    three: async ({ open, label }) => (open ? (await import("./body3d.js")).openBody(this.stage, label) : this.stage.body?.remove()),
    remember,
    copy: () => this.camera.copy(),
    wake: ({ on }) => wake(on),
    go: ({ address }) => location.assign(address),
  };

  /** Asks for a look at each new picture of the client. @param {HTMLVideoElement} video */
  watch(video) {
    const next = () => {
      if (this.camera.video !== video) return;
      this.fresh = true;
      this.look();
      video.requestVideoFrameCallback(next);
    };
    next();
  }

  look() {
    const { video } = this.camera;
    if (!video || !this.fresh || this.brain.busy) return;
    this.fresh = false;
    const { time, loop } = this.stage;
    void this.brain.look(video, { clock: this.now, clip: time, loop, width: video.videoWidth, height: video.videoHeight });
  }

  /** @param {import("./brain.js").Seen} seen */
  seen({ output, mask, world, ms }) {
    if (!this.camera.video) return mask?.close();
    this.stage.show(output, mask, world);
    this.face.frame(output);
    this.meter.add({ ...ms, draw: this.stage.drawMs });
  }

  /** Python is gone: what was kept is kept, and a reload goes on. @param {string} text for the console, not for the person */
  brokenDown(text) {
    console.error("shadow: brain", text);
    this.broken = true;
    this.refuse("python");
  }

  /** Until the plan's own words are there. */
  get said() {
    return this.words[this.plan?.language ?? this.language] ?? this.words.ru;
  }

  /** The training could not be opened: why, and a way on. @param {string | number} trouble an HTTP status, or `python` */
  refuse(trouble) {
    this.face.show(this.said[trouble] ?? this.said[0]);
  }

  /** What tests and benchmarks may ask. */
  stats() {
    const { output, rendition } = this.stage;
    const score = output && !output[OUTPUT.gate] ? output[OUTPUT.shown] : NaN;
    return {
      ...this.meter.told(), frames: this.meter.frames, state: this.root.dataset.state, box: this.stage.box(),
      delegate: this.ready?.delegate, ready_ms: this.readyMs, rendition: rendition.unstacker ? "stacked" : "webm",
      score: Number.isFinite(score) ? score : null, output: output && [...output],
    };
  }

  unmount() {
    this.stop.abort();
    this.film.stop();
    this.beats?.forEach(clearInterval);
    for (const part of [this.camera, this.sound, this.outbox, this.brain, this.face, this.stage]) part.close();
  }
}
