// Where the client's picture comes from: the camera, or a clip that stands in for it. Every refusal has a name.

/** @typedef {"cameraRefused" | "cameraAbsent" | "cameraBusy" | "cameraInsecure" | "cameraLost" | "videoFailed"} Trouble */

export class CameraError extends Error {
  /** @param {Trouble} trouble */
  constructor(trouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

/** Enough for the pose model (it looks at 256×256 around the person) and cheap to hand over; never cropped, feet would be cut off. */
const WANTED = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: "user", resizeMode: "none" };

/** @type {Record<string, Trouble>} */
const BY_NAME = {
  NotAllowedError: "cameraRefused", SecurityError: "cameraRefused", NotFoundError: "cameraAbsent", OverconstrainedError: "cameraAbsent",
  NotReadableError: "cameraBusy", AbortError: "cameraBusy",
};

/**
 * @typedef {object} Eye
 * @property {HTMLVideoElement} video playing
 * @property {boolean} mirror whether the person expects to see herself as in a mirror
 * @property {() => void} close
 */

/**
 * @param {(trouble: Trouble) => void} onLost called once if the camera goes away by itself
 * @returns {Promise<Eye>}
 */
export async function openCamera(onLost) {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError("cameraInsecure");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
  } catch (error) {
    throw new CameraError(BY_NAME[/** @type {Error} */ (error).name] ?? "cameraAbsent");
  }
  const [track] = stream.getVideoTracks();
  track.addEventListener("ended", () => onLost("cameraLost"), { once: true });
  try {
    const video = await playing("cameraBusy", (element) => (element.srcObject = stream));
    return { video, mirror: true, close: () => { track.stop(); release(video); } };
  } catch (error) {
    track.stop();
    throw error;
  }
}

/**
 * @param {string} address
 * @returns {Promise<Eye>}
 */
export async function openClip(address) {
  const video = await playing("videoFailed", (element) => { element.loop = true; element.src = address; });
  return { video, mirror: true, close: () => release(video) };
}

/** A video nobody sees or hears; it stays in the page because browsers put detached ones to sleep. */
function quietVideo() {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.className = "shadow-eye";
  video.setAttribute("aria-hidden", "true");
  document.body.append(video);
  return video;
}

/**
 * @param {Trouble} trouble what to call it when it will not play
 * @param {(video: HTMLVideoElement) => void} feed
 */
async function playing(trouble, feed) {
  const video = quietVideo();
  feed(video);
  try {
    await video.play();
  } catch {
    release(video);
    throw new CameraError(trouble);
  }
  return video;
}

/** @param {HTMLVideoElement} video */
function release(video) {
  video.pause();
  video.srcObject = null;
  video.removeAttribute("src");
  video.remove();
}
