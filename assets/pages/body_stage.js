// What `body.js` shows: a figure of limbs, or the body's own surface, on a floor.

/** @typedef {import("./body.js").Movement} Movement */
/** @typedef {{shape: any, show: (moment: Int16Array) => void}} Shown something of three.js, and how it takes a moment's points */

const NOBODY = -32768;
const LIMB_MM = 80; // thicker is the trunk: it has no joints to be seen
const FLESH = { color: 0xe4e7ee, roughness: 0.55 };

/** @param {any} THREE @param {Shown} shown @param {Movement} moves @param {string} accent */
export function stage(THREE, { shape, show }, { times, points }, accent) {
  const renderer = new THREE.WebGLRenderer({ antialias: true, alpha: true });
  const scene = new THREE.Scene();
  const camera = new THREE.PerspectiveCamera(32, 1, 0.1, 20);
  const sun = new THREE.DirectionalLight(0xffffff, 2.4);
  sun.position.set(1.5, 3, 2.5);
  scene.add(new THREE.HemisphereLight(0xffffff, 0x3a3d46, 1.6), sun, new THREE.GridHelper(4, 16, accent, 0x9a9da6), shape);
  const high = points.reduce((most, moment) => moment.reduce((top, place, n) => (n % 3 === 1 ? Math.max(top, place) : top), most), 0) / 2000;
  return {
    canvas: renderer.domElement,
    close: () => renderer.dispose(),
    /** @param {number} time seconds @param {{yaw: number, pitch: number, distance: number, clientWidth: number, clientHeight: number}} from */
    draw(time, { yaw, pitch, distance, clientWidth, clientHeight }) {
      renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
      renderer.setSize(clientWidth, clientHeight, false);
      camera.aspect = clientWidth / Math.max(1, clientHeight);
      camera.position.setFromSphericalCoords(distance * Math.max(1, 0.75 / camera.aspect), Math.PI / 2 - pitch, yaw).add({ x: 0, y: high, z: 0 });
      camera.lookAt(0, high, 0);
      camera.updateProjectionMatrix();
      const moment = points[Math.max(0, times.findLastIndex((one) => one <= time + 1e-3))];
      shape.visible = moment[0] !== NOBODY;
      if (shape.visible) show(moment);
      renderer.render(scene, camera);
    },
  };
}

/** @param {any} THREE @param {Movement} moves @param {string} accent @returns {Shown} */
export function limbs(THREE, { lines, head }, accent) {
  const [flesh, joint] = [FLESH, { color: accent, roughness: 0.4 }].map((look) => new THREE.MeshStandardMaterial(look));
  const ball = (/** @type {number} */ mm, /** @type {any} */ material) => new THREE.Mesh(new THREE.SphereGeometry(mm / 1000, 24, 18), material);
  const tubes = lines.map(([, , mm]) => new THREE.Mesh(new THREE.CylinderGeometry(mm / 1000, mm / 1000, 1, 20), flesh));
  const balls = lines.flatMap(([a, b, mm]) => [a, b].map((end) => ({ end, ball: ball(mm * 1.06, mm > LIMB_MM ? flesh : joint) })));
  if (head) balls.push({ end: head[0], ball: ball(head[1], flesh) });
  const at = (/** @type {Int16Array} */ moment, /** @type {number} */ point) => new THREE.Vector3().fromArray(moment, 3 * point).divideScalar(1000);
  return {
    shape: new THREE.Group().add(...tubes, ...balls.map((one) => one.ball)),
    show(moment) {
      lines.forEach(([a, b], n) => {
        const way = at(moment, b).sub(at(moment, a));
        tubes[n].position.copy(at(moment, a)).addScaledVector(way, 0.5);
        tubes[n].scale.y = way.length();
        tubes[n].quaternion.setFromUnitVectors(new THREE.Vector3(0, 1, 0), way.normalize());
      });
      for (const one of balls) one.ball.position.copy(at(moment, one.end));
    },
  };
}

/** @param {any} THREE @param {Movement} moves @returns {Shown} */
export function skin(THREE, { points, faces }) {
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
