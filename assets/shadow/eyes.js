// MediaPipe inside the worker: one PoseLandmarker with its own mask, believed after it has read a picture whose answer is known.

/** @typedef {import("@mediapipe/tasks-vision").PoseLandmarkerResult} PoseResult */
/** @typedef {"CPU" | "GPU"} Delegate */

const GPU_PATIENCE = 2; // after so many failures in a row the GPU is given up for the processor
/** Metres on average by which a GPU may differ from the truth: processors agree to 0.0001, a software GPU to 0.019; nonsense is far off. */
const TRUE_M = 0.04;
const [WIDE, HIGH] = [16, 12]; // pixels from which the room's light is read

export class Eyes {
  people = 1; // are looked for: a second one costs 17 ms at every picture, only while nobody trains
  task = /** @type {import("@mediapipe/tasks-vision").PoseLandmarker | null} */ (null);
  lastMs = 0;
  failures = 0;
  place = { x: 0.5, y: 0.5 }; // where the client's trunk was last
  tiny = new OffscreenCanvas(WIDE, HIGH).getContext("2d", { willReadFrequently: true });

  /** @param {any} vision @param {any} fileset @param {string} folder @param {Uint8Array} model @param {Delegate} delegate */
  constructor(vision, fileset, folder, model, delegate) {
    this.from = { vision, fileset, folder };
    this.model = model;
    this.delegate = delegate;
  }

  /** @param {string} folder address of the MediaPipe files @param {Uint8Array} model @param {Delegate} delegate */
  static async open(folder, model, delegate) {
    const vision = await import(`${folder}vision_bundle.mjs`);
    const eyes = new Eyes(vision, await vision.FilesetResolver.forVisionTasks(`${folder}wasm`, true), folder, model, delegate);
    await eyes.start();
    const honest = eyes.delegate === "CPU" || (await eyes.seeTrue().catch(() => false));
    if (!honest) await eyes.change({ delegate: "CPU" });
    return eyes;
  }

  /** Makes the task; where the GPU will not, the processor does. @returns {Promise<void>} */
  async start() {
    const { vision, fileset, folder } = this.from;
    // Every createFromOptions in a module worker uses this factory up, so it is set anew each time.
    /** @type {any} */ (globalThis).ModuleFactory = (await import(`${folder}wasm/vision_wasm_module_internal.js`)).default;
    try {
      this.task = await vision.PoseLandmarker.createFromOptions(fileset, {
        baseOptions: { modelAssetBuffer: this.model, delegate: this.delegate },
        canvas: new OffscreenCanvas(1, 1), runningMode: "VIDEO", numPoses: this.people, outputSegmentationMasks: true,
      });
    } catch (error) {
      if (this.delegate === "CPU") throw error;
      this.delegate = "CPU";
      await this.start();
    }
  }

  /** What is known of the client stays. @param {{model?: Uint8Array, delegate?: Delegate, people?: number}} wish */
  async change(wish) {
    Object.assign(this, wish);
    this.discard();
    await this.start();
  }

  /** Reads the known picture; a processor needs no such proof. */
  async seeTrue() {
    const [picture, truth] = await Promise.all(["known.webp", "known.json"].map((name) => fetch(new URL(name, import.meta.url))));
    const frame = await createImageBitmap(await picture.blob());
    const result = await this.look(frame);
    const found = result?.worldLandmarks[0] ?? [];
    const apart = (/** @type {number[]} */ [n, x, y, z]) => Math.hypot(found[n]?.x - x, found[n]?.y - y, found[n]?.z - z);
    result?.close();
    frame.close();
    /** @type {number[][][]} of the lite model and of the full one */
    const known = await truth.json();
    return known.some((points) => points.reduce((sum, point) => sum + apart(point), 0) / points.length < TRUE_M);
  }

  /** Null: it failed, the task is new. @param {VideoFrame | ImageBitmap} frame @returns {Promise<PoseResult | null>} to be closed */
  async look(frame) {
    // A time stamp that does not grow kills the task for good.
    this.lastMs = Math.max(Math.round(performance.now()), this.lastMs + 1);
    try {
      if (!this.task) await this.start();
      const result = this.task?.detectForVideo(/** @type {any} */ (frame), this.lastMs) ?? null;
      this.failures = 0;
      if (result?.landmarks.length) this.clientFirst(result);
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

  /** Of several people the one who stands where the client stood. @param {PoseResult} result */
  clientFirst({ landmarks, worldLandmarks, segmentationMasks }) {
    const places = landmarks.map((body) => ({ x: (body[11].x + body[24].x) / 2, y: (body[11].y + body[24].y) / 2 }));
    const away = places.map(({ x, y }) => Math.hypot(x - this.place.x, y - this.place.y));
    const nearest = away.indexOf(Math.min(...away));
    this.place = places[nearest] ?? this.place;
    const lists = /** @type {unknown[][]} */ ([landmarks, worldLandmarks, segmentationMasks ?? []]);
    for (const list of lists) list.unshift(...list.splice(nearest, 1));
  }

  /** A few pixels: Python says how light it is. @param {VideoFrame | ImageBitmap} frame @param {PoseResult | null} result */
  light(frame, result) {
    this.tiny?.drawImage(frame, 0, 0, WIDE, HIGH);
    const pixels = [...(this.tiny?.getImageData(0, 0, WIDE, HIGH).data ?? [])];
    return { wide: WIDE, pixels, people: result?.landmarks.length ?? 0 };
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

/** Software GL is ten times slower than the processor. @returns {Delegate} */
export function bestDelegate() {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(gl?.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER) ?? "software");
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|software|basic render/i.test(renderer) ? "CPU" : "GPU";
}
