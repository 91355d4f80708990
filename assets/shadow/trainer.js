// The trainer's clip, as Python wants it: which, where, how fast, between which two moments.

export class Trainer {
  item = -1;
  wanted = false;
  loop = /** @type {[number, number] | null} */ (null);

  /** @param {import("./stage.js").Stage} stage @param {import("./api.js").Plan["items"]} items @param {import("./face.js").Send} send */
  constructor(stage, items, send) {
    this.stage = stage;
    this.items = items;
    const video = (this.video = stage.trainer);
    const tell = (/** @type {string} */ state) => () => {
      const { currentTime: time, duration } = video;
      if (this.item >= 0 && video.getAttribute("src")) send({ name: "clip", item: this.item, state, time, duration: duration || 0 });
    };
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
      this.item = this.stage.item = item;
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
