// <pc-body body="…">: the movement in space, turned by mouse, finger and keys, in time with the clip beside it. three.js and the movement are
// fetched when it is first seen.

import { limbs, skin, stage } from "./body_stage.js";

const TURN = 0.0087; // radians a pixel: a hand's width turns the body halfway round
const KEYS = { ArrowLeft: [-0.17, 0, 0], ArrowRight: [0.17, 0, 0], ArrowUp: [0, 0.17, 0], ArrowDown: [0, -0.17, 0], "+": [0, 0, -0.3], "=": [0, 0, -0.3], "-": [0, 0, 0.3] };
const [NEAR, FAR] = [1.8, 7]; // metres of the camera from the middle of the body

/** @typedef {{times: number[], points: Int16Array[], faces: Uint32Array, lines: number[][], head: [number, number] | null}} Movement seconds; millimetres */

/** Reads `trainer_body.bin`. @param {ArrayBuffer} file @returns {Movement} */
export function movement(file) {
  const begin = 4 + new DataView(file).getUint32(0, true);
  const { moments, points, faces, times_ms, lines, head } = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, begin - 4)));
  const places = new Int16Array(file, begin, moments * points * 3);
  const shown = Array.from({ length: moments }, (_, n) => places.subarray(3 * n * points, 3 * (n + 1) * points));
  const triangles = new Uint32Array(file, begin + 4 * Math.ceil(places.length / 2), 3 * faces);
  return { times: times_ms.map((/** @type {number} */ ms) => ms / 1000), points: shown, faces: triangles, lines, head };
}

export class Body extends HTMLElement {
  yaw = 0.5;
  pitch = 0.12;
  distance = 3.6;
  seen = new IntersectionObserver(([entry]) => entry.isIntersecting && void this.open());

  connectedCallback() {
    this.seen.observe(this);
    for (const name of ["pointermove", "pointerdown", "keydown", "click"]) this.addEventListener(name, this);
  }

  disconnectedCallback() {
    this.seen.disconnect();
    this.close?.();
  }

  async open() {
    this.seen.disconnect();
    try {
      const { three } = await (await fetch("/vendor/manifest.json")).json();
      const address = this.getAttribute("body") ?? "";
      const [THREE, file] = await Promise.all([import(`${three}build/three.module.min.js`), fetch(address).then((answer) => answer.arrayBuffer())]);
      const moves = movement(file);
      const accent = getComputedStyle(this).getPropertyValue("--accent").trim();
      const view = stage(THREE, moves.lines.length ? limbs(THREE, moves, accent) : skin(THREE, moves), moves, accent);
      let ticking = 0;
      const draw = () => {
        ticking = requestAnimationFrame(draw);
        if (this.offsetParent) view.draw(this.closest("pc-cuts")?.querySelector("video")?.currentTime ?? 0, this);
      };
      this.close = () => (cancelAnimationFrame(ticking), view.close());
      if (!this.isConnected) return this.close();
      this.prepend(view.canvas);
      draw();
      this.setAttribute("data-ready", "");
    } catch (error) {
      console.error("body: not shown", error);
      this.setAttribute("data-failed", "");
    }
  }

  /** @param {Event} event */
  handleEvent(event) {
    const { target } = event;
    if (event instanceof KeyboardEvent && target === this && event.key in KEYS) {
      event.preventDefault();
      this.turn(KEYS[/** @type {keyof typeof KEYS} */ (event.key)]);
    } else if (event.type === "click" && target instanceof HTMLElement && target.dataset.turn) [this.yaw, this.pitch] = target.dataset.turn.split(" ").map(Number);
    else if (event instanceof PointerEvent && target instanceof HTMLCanvasElement) {
      if (event.type === "pointerdown") target.setPointerCapture(event.pointerId);
      else if (event.buttons) this.turn([-event.movementX * TURN, event.pointerType === "mouse" ? event.movementY * TURN : 0, 0]); // a finger's way down scrolls the page
    }
  }

  /** @param {number[]} by radians, radians, metres */
  turn([yaw, pitch, metres]) {
    this.yaw += yaw;
    this.pitch = Math.min(1.5, Math.max(-0.1, this.pitch + pitch));
    this.distance = Math.min(FAR, Math.max(NEAR, this.distance + metres));
  }
}

customElements.define("pc-body", Body);
