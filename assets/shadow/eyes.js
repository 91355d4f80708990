// MediaPipe inside the worker: one PoseLandmarker with its own segmentation mask.

/** @typedef {import("@mediapipe/tasks-vision").PoseLandmarker} PoseLandmarker */
/** @typedef {import("@mediapipe/tasks-vision").PoseLandmarkerResult} PoseResult */
/** @typedef {"CPU" | "GPU"} Delegate */

/** After so many failures in a row the GPU is given up for the processor. */
const GPU_PATIENCE = 2;

export class Eyes {
  /**
   * @param {typeof import("@mediapipe/tasks-vision")} vision
   * @param {any} fileset
   * @param {string} folder address of the MediaPipe files
   * @param {Uint8Array} model
   * @param {Delegate} delegate
   */
  constructor(vision, fileset, folder, model, delegate) {
    this.vision = vision;
    this.fileset = fileset;
    this.folder = folder;
    this.model = model;
    this.delegate = delegate;
    /** @type {PoseLandmarker | null} */
    this.task = null;
    this.lastMs = 0;
    this.failures = 0;
  }

  /**
   * @param {string} folder
   * @param {Uint8Array} model
   * @param {Delegate} delegate
   */
  static async open(folder, model, delegate) {
    const vision = await import(`${folder}vision_bundle.mjs`);
    const fileset = await vision.FilesetResolver.forVisionTasks(`${folder}wasm`, true);
    const eyes = new Eyes(vision, fileset, folder, model, delegate);
    await eyes.start();
    return eyes;
  }

  /** Makes the task; where the GPU will not, the processor does. */
  async start() {
    try {
      this.task = await this.create();
    } catch (error) {
      if (this.delegate === "CPU") throw error;
      this.delegate = "CPU";
      this.task = await this.create();
    }
  }

  async create() {
    // Every createFromOptions in a module worker uses this factory up, so it is set anew each time.
    /** @type {any} */ (globalThis).ModuleFactory = (await import(`${this.folder}wasm/vision_wasm_module_internal.js`)).default;
    return this.vision.PoseLandmarker.createFromOptions(this.fileset, {
      baseOptions: { modelAssetBuffer: this.model, delegate: this.delegate },
      canvas: new OffscreenCanvas(1, 1),
      runningMode: "VIDEO",
      numPoses: 1,
      outputSegmentationMasks: true,
    });
  }

  /**
   * @param {VideoFrame | ImageBitmap} frame
   * @returns {Promise<PoseResult | null>} to be closed by the caller; null when this frame failed and the task was made anew
   */
  async look(frame) {
    // A time stamp that does not grow kills the task for good.
    this.lastMs = Math.max(Math.round(performance.now()), this.lastMs + 1);
    try {
      if (!this.task) await this.start();
      const result = /** @type {PoseLandmarker} */ (this.task).detectForVideo(/** @type {any} */ (frame), this.lastMs);
      this.failures = 0;
      return result;
    } catch (error) {
      this.failures += 1;
      console.warn("shadow: the pose task failed and is made anew", error);
      this.discard();
      if (this.failures >= GPU_PATIENCE && this.delegate === "GPU") this.delegate = "CPU";
      else if (this.failures > 2 * GPU_PATIENCE) throw error;
      return null;
    }
  }

  discard() {
    try {
      this.task?.close();
    } catch {
      // A dead task may refuse to close; it is dropped either way.
    }
    this.task = null;
  }
}

/** "GPU" where there is a real one: software GL is ten times slower than the processor and puts landmarks 4 cm off. @returns {Delegate} */
export function bestDelegate() {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return "CPU";
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|software|basic render/i.test(renderer) ? "CPU" : "GPU";
}
