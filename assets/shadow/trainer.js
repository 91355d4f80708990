// The trainer's clip, as Python wants it: which, where, how fast, between which two moments.

export class Trainer {
  /** @param {import("./stage.js").Stage} stage @param {{clip: {video: string, stacked: string}}[]} items of the plan @param {import("./face.js").Send} send */
  constructor(stage, items, send) {
    this.stage = stage;
    this.items = items;
    this.item = -1;
    this.wanted = false;
    /** @type {[number, number] | null} */
    this.loop = null;
    const video = (this.video = stage.trainer);
    const tell = (/** @type {string} */ state) => () =>
      this.item >= 0 && video.getAttribute("src") && send({ name: "clip", item: this.item, state, time: video.currentTime, duration: video.duration || 0 });
    const states = { canplay: "ready", waiting: "waiting", playing: "playing", ended: "ended", error: "failed" };
    for (const [event, state] of Object.entries(states)) video.addEventListener(event, tell(state));
    stage.followers.push((time) => {
      if (this.loop && time >= this.loop[1] && !video.seeking) video.currentTime = this.loop[0];
    });
    this.failed = tell("failed");
  }

  /** @param {{item: number, at?: number, rate?: number, play?: boolean, loop?: [number, number] | null}} order */
  clip({ item, at, rate, play: wanted, loop }) {
    const { video } = this;
    if (item !== this.item) {
      this.item = item;
      void this.stage.rendition.load({ webm: this.items[item].clip.video, stacked: this.items[item].clip.stacked });
    }
    if (loop !== undefined) this.loop = loop;
    video.loop = true;
    if (rate !== undefined) video.playbackRate = video.defaultPlaybackRate = rate;
    if (at !== undefined) video.currentTime = at; // before the clip is there, where it begins
    if (wanted === undefined) return;
    this.wanted = wanted;
    if (wanted) this.play().catch(this.failed);
    else video.pause();
  }

  /** With her sound where the browser allows it, without where not. */
  play() {
    return this.video.play().catch(() => {
      this.video.muted = true;
      return this.wanted ? this.video.play() : undefined;
    });
  }
}
