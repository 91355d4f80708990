// Colour above, mask below, in one opaque picture: put together again as one with alpha. By the graphics card, else by hand.

/** The mask's grey is its luma (BT.709), whatever the decoder made of neutral chroma. */
const LUMA = Object.freeze([0.2126, 0.7152, 0.0722]);

/** One triangle that covers the picture: its corners follow from their numbers. Places count from the top of a half. */
const VERTEX = `#version 300 es
out vec2 at;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0;
  at = 0.5 + vec2(0.5, -0.5) * corner;
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float; // places in a tall texture need more than a phone's medium precision
uniform sampler2D stacked;
in vec2 at;
out vec4 seen;
void main() {
  float alpha = dot(texture(stacked, vec2(at.x, 0.5 + 0.5 * at.y)).rgb, vec3(${LUMA.join(", ")}));
  seen = vec4(texture(stacked, vec2(at.x, 0.5 * at.y)).rgb * alpha, alpha);
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

/** @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
function fit(canvas, width, height) {
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
}

/** @returns {Unstacker | null} null where there is no WebGL */
function byGraphics() {
  const canvas = document.createElement("canvas");
  // The last picture stays readable: a stage draws it again without a new one having come.
  const gl = canvas.getContext("webgl2", { antialias: false, depth: false, preserveDrawingBuffer: true });
  if (!gl || !prepare(gl)) return null;
  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault()); // asks for it to be given back
  canvas.addEventListener("webglcontextrestored", () => prepare(gl));
  return {
    canvas,
    draw(video) {
      if (gl.isContextLost() || !video.videoWidth) return;
      fit(canvas, video.videoWidth, video.videoHeight >> 1);
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, video);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
    close: () => gl.getExtension("WEBGL_lose_context")?.loseContext(), // browsers allow few at a time
  };
}

/** @param {WebGL2RenderingContext} gl @returns {boolean} whether it can draw */
function prepare(gl) {
  const program = gl.createProgram();
  for (const [kind, source] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  // Pixel for pixel: anything smoother would mix the colour's last row with the mask's first.
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
  for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
  return gl.getProgramParameter(program, gl.LINK_STATUS);
}

/** @returns {Unstacker} */
function byHand() {
  const [canvas, whole] = [document.createElement("canvas"), document.createElement("canvas")];
  const to = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const from = /** @type {CanvasRenderingContext2D} */ (whole.getContext("2d", { willReadFrequently: true }));
  return {
    canvas,
    draw(video) {
      const [width, height] = [video.videoWidth, video.videoHeight >> 1];
      if (!width || !height) return;
      fit(canvas, width, height);
      fit(whole, width, 2 * height);
      from.drawImage(video, 0, 0, width, 2 * height);
      const [colour, { data: mask }] = [from.getImageData(0, 0, width, height), from.getImageData(0, height, width, height)];
      const [red, green, blue] = LUMA;
      for (let at = 0; at < mask.length; at += 4) {
        colour.data[at + 3] = red * mask[at] + green * mask[at + 1] + blue * mask[at + 2]; // clamped and rounded
      }
      to.putImageData(colour, 0, 0);
    },
    close() {},
  };
}
