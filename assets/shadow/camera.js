// Where the client's picture comes from: a camera she chose, or a clip that stands in for it. It names what refused; it decides nothing.

/** @typedef {{open: boolean, device?: string | null, facing?: string | null, clip?: string | null}} Order */

/** Enough for the pose model (it looks at 256×256) and cheap to hand over. Never cropped: feet would be cut off; a phone held upright gives an
 * upright picture by itself. */
const WANTED = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, resizeMode: "none" };

/** @type {Record<string, string>} a browser's error: our trouble */
const TROUBLES = {
  NotAllowedError: "cameraRefused", SecurityError: "cameraRefused", NotFoundError: "cameraAbsent", OverconstrainedError: "cameraAbsent",
  NotReadableError: "cameraBusy", AbortError: "cameraBusy", NotSupportedError: "cameraInsecure", DataError: "videoFailed",
  NetworkError: "cameraLost",
};

/** A camera that gives nothing for so long was taken by a call or by another program. */
const SILENT_MS = 3000;

export class Camera {
  /** @param {(name: string, values: Record<string, unknown>) => void} send */
  constructor(send) {
    this.send = send;
    /** @type {HTMLVideoElement | null} playing; null while there is none */
    this.video = null;
    /** @type {Order} */
    this.order = { open: false };
    /** Which opening is the present one: what an earlier one still waits for is no longer wanted. */
    this.turn = 0;
    this.stop = new AbortController();
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.plugged(), { signal: this.stop.signal });
  }

  /** @param {Order} order */
  async camera(order) {
    this.order = order;
    const turn = this.shut();
    if (!order.open) return;
    try {
      const { clip } = order;
      const video = await (clip ? playing({ src: clip, loop: true }, "DataError") : playing({ srcObject: await asked(order) }, "NotReadableError"));
      if (turn !== this.turn) return release(video);
      this.video = video;
      this.watch(trackOf(video));
      await this.tell();
    } catch (error) {
      if (turn === this.turn) this.failed(/** @type {Error} */ (error).name);
    }
  }

  /** Unplugged, or silent because a call took it. @param {MediaStreamTrack | null} track */
  watch(track) {
    const lost = () => track === trackOf(this.video) && this.failed("NetworkError");
    track?.addEventListener("ended", lost);
    track?.addEventListener("mute", () => setTimeout(() => track.muted && lost(), SILENT_MS));
  }

  /** A camera that came back goes on by itself; another list of cameras is told. */
  async plugged() {
    if (this.video) await this.tell();
    else if (this.order.open && !this.order.clip) await this.camera(this.order);
  }

  async tell() {
    const { video } = this;
    const track = trackOf(video);
    const found = track ? await navigator.mediaDevices.enumerateDevices() : [];
    if (!video || video !== this.video) return;
    const devices = found.filter((one) => one.kind === "videoinput").map(({ deviceId, label }) => ({ id: deviceId, label }));
    const { facingMode = "", deviceId = "" } = track?.getSettings() ?? {};
    const seen = { width: video.videoWidth, height: video.videoHeight, facing: facingMode, mirror: facingMode !== "environment" };
    this.send("camera", { state: "open", ...seen, device: deviceId, label: track?.label ?? "", devices });
  }

  /** @param {string} name of the browser's error */
  failed(name) {
    this.shut();
    this.send("camera", { trouble: TROUBLES[name] ?? "cameraAbsent", agent: navigator.userAgent });
  }

  /** @param {{width?: number, height?: number}} wish */
  quality({ width, height }) {
    const wish = { ...WANTED, width: { ideal: width }, height: { ideal: height } };
    if (width && height) void trackOf(this.video)?.applyConstraints(wish).catch(() => {}); // a camera that cannot keeps what it has
  }

  /** Also where the page may not write to the clipboard: in-app browsers and plain HTTP. @param {{text?: string}} order */
  async copy({ text = location.href }) {
    const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
    document.body.append(field);
    field.select();
    await navigator.clipboard?.writeText(text).catch(() => document.execCommand("copy")) ?? document.execCommand("copy");
    field.remove();
  }

  shut() {
    if (this.video) release(this.video);
    this.video = null;
    return ++this.turn;
  }

  close() {
    this.stop.abort();
    this.order = { open: false };
    this.shut();
  }
}

/** The chosen camera; where it is not plugged in today, another. @param {Order} order */
async function asked({ device, facing }) {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("no camera here", "NotSupportedError");
  const ask = (/** @type {object} */ which) => navigator.mediaDevices.getUserMedia({ video: { ...WANTED, ...which }, audio: false });
  return ask(device ? { deviceId: { exact: device } } : { facingMode: facing ?? "user" }).catch((error) => {
    if (device && error.name === "OverconstrainedError") return ask({});
    throw error;
  });
}

/**
 * A video nobody sees or hears; it stays in the page because browsers put detached ones to sleep.
 * @param {Partial<HTMLVideoElement>} feed
 * @param {string} trouble what to call it when it will not play
 */
async function playing(feed, trouble) {
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, className: "shadow-eye", ...feed });
  video.setAttribute("aria-hidden", "true");
  document.body.append(video);
  await video.play().catch(() => {
    release(video);
    throw new DOMException("no picture", trouble);
  });
  return video;
}

/** @param {HTMLVideoElement | null} video @returns {MediaStreamTrack | null} */
const trackOf = (video) => (video?.srcObject instanceof MediaStream ? video.srcObject.getVideoTracks()[0] : null);

/** Switched off, whoever it was. @param {HTMLVideoElement} video */
function release(video) {
  trackOf(video)?.stop();
  video.pause();
  video.srcObject = null;
  video.removeAttribute("src");
  video.remove();
}
