// <pc-body body="…">: a movement in space, turned by mouse, finger and keys, in time with the clip beside it. three.js and the movement
// are fetched when it is first seen. Shadow Mode shows two bodies in one (`shadow/body3d.js`).

const TURN = 0.0087; // radians a pixel: a hand's width turns the body halfway round
/** @type {Record<string, number[]>} radians to the side and upwards, metres */
const KEYS = {
  ArrowLeft: [-0.17, 0, 0], ArrowRight: [0.17, 0, 0], ArrowUp: [0, 0.17, 0], ArrowDown: [0, -0.17, 0],
  "+": [0, 0, -0.3], "=": [0, 0, -0.3], "-": [0, 0, 0.3],
};
const [NEAR, FAR] = [1.8, 7]; // metres of the camera from the middle of the body
const [ONE_FITS, TWO_FIT] = [0.75, 0.001]; // width by height of a picture that holds a person; the same for each millimetre to the side
const NOBODY = -32768;
const LIMB_MM = 80; // thicker is the trunk: it has no joints to be seen
const FLESH = { color: 0xe4e7ee, roughness: 0.55 };

/** @typedef {{times: number[], points: Int16Array[], faces: Uint32Array, lines: any[][], head: number[] | null}} Movement s; mm, y up */
/** @typedef {{shape: any, show: (moment: Int16Array) => void}} Shown something of three.js, and how it takes a moment's points */

export class Body extends HTMLElement {
  yaw = 0.5;
  pitch = 0.12;
  distance = 3.6;
  seen = new IntersectionObserver(([entry]) => entry.isIntersecting && void this.open());
  close = () => {};
  /** It changes by itself, whatever the time is. */
  live = false;

  connectedCallback() {
    this.seen.observe(this);
    for (const name of ["pointermove", "pointerdown", "keydown", "click"]) this.addEventListener(name, this);
  }

  disconnectedCallback() {
    this.seen.disconnect();
    this.close();
  }

  /** Seconds of the clip beside it. */
  get time() {
    const report = /** @type {(HTMLElement & {now: number}) | null} */ (this.closest("pc-report"));
    return report ? report.now : (this.closest("pc-cuts")?.querySelector("video")?.currentTime ?? 0);
  }

  /** What it looks like hangs on this: a picture that stays is not drawn again. */
  get look() {
    return [this.time, this.clientWidth, this.clientHeight, this.yaw, this.pitch, this.distance, devicePixelRatio].join();
  }

  /** Reads `trainer_body.bin`. @returns {Promise<Movement>} */
  async movement() {
    const file = await (await fetch(this.getAttribute("body") ?? "")).arrayBuffer();
    const begin = 4 + new DataView(file).getUint32(0, true);
    const { moments, points, faces, times_ms, lines, head } = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, begin - 4)));
    const places = new Int16Array(file, begin, moments * points * 3);
    const shown = Array.from({ length: moments }, (_, n) => places.subarray(3 * n * points, 3 * (n + 1) * points));
    const triangles = new Uint32Array(file, begin + 4 * Math.ceil(places.length / 2), 3 * faces);
    return { times: times_ms.map((/** @type {number} */ ms) => ms / 1000), points: shown, faces: triangles, lines, head };
  }

  /** @param {any} THREE @param {Movement} moves @param {string} accent @returns {Shown} */
  shown(THREE, moves, accent) {
    return moves.lines.length ? limbs(THREE, moves, accent) : skin(THREE, moves);
  }

  async open() {
    this.seen.disconnect();
    try {
      const { three } = await (await fetch("/vendor/manifest.json")).json();
      const [THREE, moves] = await Promise.all([import(`${three}build/three.module.min.js`), this.movement()]);
      if (!this.isConnected) return;
      const accent = getComputedStyle(this).accentColor;
      const renderer = new THREE.WebGLRenderer({ antialias: true, alpha: true });
      const draw = this.scene(THREE, renderer, moves, accent);
      let [ticking, drawn] = [0, ""];
      const tick = () => {
        ticking = requestAnimationFrame(tick);
        if (this.offsetParent && (this.live || drawn !== (drawn = this.look))) draw();
      };
      this.close = () => (cancelAnimationFrame(ticking), renderer.dispose());
      this.prepend(renderer.domElement);
      tick();
      this.setAttribute("data-ready", "");
    } catch (error) {
      console.error("body: not shown", error);
      this.setAttribute("data-failed", "");
    }
  }

  /**
   * On a floor, seen from where it was turned to.
   * @param {any} THREE @param {any} renderer @param {Movement} moves @param {string} accent @returns {() => void} draws the present moment
   */
  scene(THREE, renderer, moves, accent) {
    const { times, points, lines } = moves;
    const { shape, show } = this.shown(THREE, moves, accent);
    const camera = new THREE.PerspectiveCamera(32, 1, 0.1, 20);
    const sun = new THREE.DirectionalLight(0xffffff, 2.4);
    sun.position.set(1.5, 3, 2.5);
    const [sky, floor] = [new THREE.HemisphereLight(0xffffff, 0x3a3d46, 1.6), new THREE.GridHelper(4, 16, accent, 0x9a9da6)];
    const scene = new THREE.Scene().add(sky, sun, floor, shape);
    const top = (/** @type {number} */ most, /** @type {Int16Array} */ moment) =>
      moment.reduce((so, place, n) => (n % 3 === 1 ? Math.max(so, place) : so), most);
    const middle = new THREE.Vector3(0, points.reduce(top, 0) / 2000, 0);
    const aside = (/** @type {number} */ most, /** @type {Int16Array} */ moment) =>
      moment[0] === NOBODY ? most : moment.reduce((so, place, n) => (n % 3 === 1 ? so : Math.max(so, Math.abs(place))), most);
    const wide = lines.some(([, , , colour]) => colour) ? points.reduce(aside, 0) * TWO_FIT : ONE_FITS; // two side by side stay in the picture
    return () => {
      const { clientWidth, clientHeight, distance, pitch, yaw } = this;
      renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
      renderer.setSize(clientWidth, clientHeight, false);
      camera.aspect = clientWidth / Math.max(1, clientHeight);
      camera.position.setFromSphericalCoords(distance * Math.max(1, wide / camera.aspect), Math.PI / 2 - pitch, yaw).add(middle);
      camera.lookAt(middle);
      camera.updateProjectionMatrix();
      const moment = points[Math.max(0, times.findLastIndex((one) => one <= this.time + 1e-3))];
      shape.visible = moment[0] !== NOBODY;
      if (shape.visible) show(moment);
      renderer.render(scene, camera);
    };
  }

  /** @param {Event} event */
  handleEvent(event) {
    const { target } = event;
    if (event instanceof KeyboardEvent && target === this && event.key in KEYS) {
      event.preventDefault();
      this.turn(KEYS[event.key]);
    } else if (event.type === "click" && target instanceof HTMLElement && target.dataset.turn) {
      [this.yaw, this.pitch] = target.dataset.turn.split(" ").map(Number);
    } else if (event instanceof PointerEvent && target instanceof HTMLCanvasElement) {
      const down = event.pointerType === "mouse" ? event.movementY : 0; // a finger's way down scrolls the page
      if (event.type === "pointerdown") target.setPointerCapture(event.pointerId);
      else if (event.buttons) this.turn([-event.movementX * TURN, down * TURN, 0]);
    }
  }

  /** @param {number[]} by radians, radians, metres */
  turn([yaw, pitch, metres]) {
    this.yaw += yaw;
    this.pitch = Math.min(1.5, Math.max(-0.1, this.pitch + pitch));
    this.distance = Math.min(FAR, Math.max(NEAR, this.distance + metres));
  }
}

/** Its shape's first parts are the lines' tubes. @param {any} THREE @param {Movement} moves @param {string} accent @returns {Shown} */
export function limbs(THREE, { lines, head }, accent) {
  const [flesh, joint] = [FLESH, { color: accent, roughness: 0.4 }].map((look) => new THREE.MeshStandardMaterial(look));
  const ball = (/** @type {number} */ end, /** @type {number} */ mm, /** @type {any} */ material) => ({
    end, mesh: new THREE.Mesh(new THREE.SphereGeometry(mm / 1000, 24, 18), material),
  });
  const own = (/** @type {any} */ colour) => colour && new THREE.MeshStandardMaterial({ color: colour, roughness: 0.5 });
  const worn = lines.map(([, , , colour]) => own(colour)); // a report's two figures have a colour each
  const tubes = lines.map(([, , mm], n) => new THREE.Mesh(new THREE.CylinderGeometry(mm / 1000, mm / 1000, 1, 20), worn[n] ?? flesh));
  const balls = lines.flatMap(([a, b, mm], n) => [a, b].map((end) => ball(end, mm * 1.06, worn[n] ?? (mm > LIMB_MM ? flesh : joint))));
  if (head) balls.push(ball(head[0], head[1], flesh));
  const at = (/** @type {Int16Array} */ moment, /** @type {number} */ point) =>
    new THREE.Vector3().fromArray(moment, 3 * point).divideScalar(1000);
  return {
    shape: new THREE.Group().add(...tubes, ...balls.map(({ mesh }) => mesh)),
    show(moment) {
      lines.forEach(([a, b], n) => {
        const way = at(moment, b).sub(at(moment, a));
        tubes[n].position.copy(at(moment, a)).addScaledVector(way, 0.5);
        tubes[n].scale.y = way.length();
        tubes[n].quaternion.setFromUnitVectors(new THREE.Vector3(0, 1, 0), way.normalize());
      });
      for (const { end, mesh } of balls) mesh.position.copy(at(moment, end));
    },
  };
}

/** The body's own surface, or its points. @param {any} THREE @param {Movement} moves @returns {Shown} */
function skin(THREE, { points, faces }) {
  const surface = new THREE.BufferGeometry().setAttribute("position", new THREE.BufferAttribute(new Float32Array(points[0].length), 3));
  if (faces.length) surface.setIndex(new THREE.BufferAttribute(faces, 1));
  const solid = () => new THREE.Mesh(surface, new THREE.MeshStandardMaterial({ ...FLESH, side: THREE.DoubleSide }));
  const shape = faces.length ? solid() : new THREE.Points(surface, new THREE.PointsMaterial({ color: FLESH.color, size: 0.008 }));
  shape.frustumCulled = false; // its bounds change with every moment
  return {
    shape,
    show(moment) {
      moment.forEach((place, n) => (surface.attributes.position.array[n] = place / 1000));
      surface.attributes.position.needsUpdate = true;
      if (faces.length) surface.computeVertexNormals();
    },
  };
}

customElements.define("pc-body", Body);
