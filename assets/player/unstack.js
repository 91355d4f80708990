// Colour above, mask below, in one opaque picture: put together again as one with alpha. By the graphics card, else by hand.

/** The mask's grey is its luma (BT.709), whatever the decoder made of neutral chroma. */
const LUMA = Object.freeze([0.2126, 0.7152, 0.0722]);

const VERTEX = `
attribute vec2 corner;
varying vec2 colourAt;
varying vec2 maskAt;
void main() {
  colourAt = vec2(0.5 + 0.5 * corner.x, 0.25 - 0.25 * corner.y);
  maskAt = vec2(0.5 + 0.5 * corner.x, 0.75 - 0.25 * corner.y);
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

// Places in a tall texture need more than the ten bits of a phone's medium precision.
const FRAGMENT = `
#ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
#else
precision mediump float;
#endif
uniform sampler2D stacked;
varying vec2 colourAt;
varying vec2 maskAt;
void main() {
  float alpha = dot(texture2D(stacked, maskAt).rgb, vec3(${LUMA.join(", ")}));
  gl_FragColor = vec4(texture2D(stacked, colourAt).rgb * alpha, alpha);
}`;

/**
 * What puts the pictures of a stacked video together.
 * @typedef {object} Unstacker
 * @property {HTMLCanvasElement} canvas the last picture, with alpha, at the rendition's own size
 * @property {(video: HTMLVideoElement) => void} draw
 * @property {() => void} close
 */

/** @returns {Unstacker} */
export const unstacker = () => byGraphics() ?? byHand();

/** @param {HTMLCanvasElement} canvas @param {HTMLVideoElement} video @returns {boolean} whether there is a size at all */
function fitted(canvas, video) {
  const width = video.videoWidth;
  const height = video.videoHeight >> 1;
  if (!width || !height) return false;
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  return true;
}

/** @returns {Unstacker | null} null where there is no WebGL */
function byGraphics() {
  const canvas = document.createElement("canvas");
  // The last picture stays readable: a stage draws it again without a new one having come.
  const gl = canvas.getContext("webgl", { antialias: false, depth: false, preserveDrawingBuffer: true });
  if (!gl) return null;
  try {
    prepare(gl);
  } catch (error) {
    console.error("player: no WebGL", error);
    return null;
  }
  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault()); // asks for it to be given back
  canvas.addEventListener("webglcontextrestored", () => prepare(gl));
  return {
    canvas,
    draw(video) {
      if (gl.isContextLost() || !fitted(canvas, video)) return;
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, video);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    },
    close: () => gl.getExtension("WEBGL_lose_context")?.loseContext(), // browsers allow few at a time
  };
}

/** @param {WebGLRenderingContext} gl */
function prepare(gl) {
  const program = /** @type {WebGLProgram} */ (gl.createProgram());
  for (const [kind, source] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? "not linked");
  gl.useProgram(program);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW);
  const corner = gl.getAttribLocation(program, "corner");
  gl.enableVertexAttribArray(corner);
  gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  // Pixel for pixel: anything smoother would mix the colour's last row with the mask's first.
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
  for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
}

/** @returns {Unstacker} */
function byHand() {
  const canvas = document.createElement("canvas");
  const whole = document.createElement("canvas");
  return {
    canvas,
    draw(video) {
      const from = whole.getContext("2d", { willReadFrequently: true });
      const to = canvas.getContext("2d");
      if (!from || !to || !fitted(canvas, video)) return;
      const { width, height } = canvas;
      if (whole.width !== width || whole.height !== 2 * height) [whole.width, whole.height] = [width, 2 * height];
      from.drawImage(video, 0, 0, width, 2 * height);
      const colour = from.getImageData(0, 0, width, height);
      const mask = from.getImageData(0, height, width, height).data;
      const [red, green, blue] = LUMA;
      for (let at = 0; at < mask.length; at += 4) {
        colour.data[at + 3] = red * mask[at] + green * mask[at + 1] + blue * mask[at + 2]; // clamped and rounded
      }
      to.putImageData(colour, 0, 0);
    },
    close() {},
  };
}
