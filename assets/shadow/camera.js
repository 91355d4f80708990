// Where the client's picture comes from: a camera she chose, or a clip that stands in for it. It names what refused; it decides nothing.

/** @typedef {{open: boolean, device?: string | null, facing?: string | null, clip?: string | null}} Order */

/** Enough for the pose model (it looks at 256×256) and cheap to hand over; never cropped: feet would be cut off. */
const WANTED = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, resizeMode: "none" };
const SILENT_MS = 3000; // a camera that gives nothing for so long was taken by a call or by another program

export class Camera {
  video = /** @type {HTMLVideoElement | null} playing; null while there is none */ (null);
  order = /** @type {Order} */ ({ open: false });
  turn = 0; // which opening is the present one: what an earlier one still waits for is no longer wanted
  stop = new AbortController();

  /** @param {(name: string, values: Record<string, unknown>) => void} send */
  constructor(send) {
    this.send = send;
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.plugged(), this.stop);
  }

  /** @param {Order} order */
  async camera(order) {
    this.order = order;
    const turn = this.shut();
    if (!order.open) return;
    try {
      const { clip: src } = order;
      const video = await (src ? playing({ src, loop: true }, "DataError") : playing({ srcObject: await asked(order) }));
      if (turn !== this.turn) return release(video);
      this.video = video;
      const track = trackOf(video);
      const lost = () => track === trackOf(this.video) && this.failed("NetworkError");
      track?.addEventListener("ended", lost);
      track?.addEventListener("mute", () => setTimeout(() => track.muted && lost(), SILENT_MS));
      const { facingMode: facing = "", deviceId: device = "" } = track?.getSettings() ?? {};
      const devices = track ? await known() : [];
      const picture = { width: video.videoWidth, height: video.videoHeight, mirror: facing !== "environment" };
      if (turn === this.turn) this.send("camera", { state: "open", ...picture, facing, device, devices, label: track?.label ?? "" });
    } catch (error) {
      if (turn === this.turn) this.failed(/** @type {Error} */ (error).name);
    }
  }

  /** A camera that came back goes on by itself; another list of cameras is told. */
  async plugged() {
    if (this.video) this.send("camera", { state: "known", devices: await known() });
    else if (this.order.open && !this.order.clip) await this.camera(this.order);
  }

  /** @param {string} name of the browser's error */
  failed(name) {
    this.shut();
    this.send("camera", { trouble: name, agent: navigator.userAgent });
  }

  /** A camera that cannot keeps what it has. @param {{width?: number, height?: number}} wish */
  quality({ width, height }) {
    const wish = { ...WANTED, width: { ideal: width }, height: { ideal: height } };
    if (width && height) void trackOf(this.video)?.applyConstraints(wish).catch(() => {});
  }

  /** The page's link, also where it may not write to the clipboard: in-app browsers and plain HTTP. */
  copy() {
    const field = Object.assign(document.createElement("textarea"), { value: location.href, readOnly: true });
    document.body.append(field);
    field.select();
    if (!document.execCommand("copy")) void navigator.clipboard?.writeText(location.href);
    field.remove();
  }

  shut() {
    if (this.video) release(this.video);
    this.video = null;
    return ++this.turn;
  }

  close() {
    this.stop.abort();
    void this.camera({ open: false });
  }
}

async function known() {
  const found = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
  return found.map(({ deviceId, label }) => ({ id: deviceId, label }));
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

/** Nobody sees or hears it; browsers put detached ones to sleep. @param {Partial<HTMLVideoElement>} feed @param {string} trouble */
async function playing(feed, trouble = "NotReadableError") {
  const quiet = { muted: true, playsInline: true, className: "shadow-eye", ariaHidden: "true" };
  const video = Object.assign(document.createElement("video"), quiet, feed);
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
  video.srcObject = null;
  video.removeAttribute("src");
  video.remove();
}
