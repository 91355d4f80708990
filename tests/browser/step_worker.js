// The page's module worker without its eyes: recorded landmarks take the camera's place, everything behind them is the product's own code.

let product, layout, python, engine;

// struct mallinfo: ten numbers, the eighth is `uordblks`, bytes in use
const MALLINFO_BYTES = 40, USED_AT = 7;

const orders = {
  /** Pyodide with our packages. */
  async open({ origin }) {
    layout = await import(`${origin}/shadow/layout.js`);
    product = await import(`${origin}/shadow/engine.js`);
    const manifest = await (await fetch(`${origin}/vendor/manifest.json`)).json();
    const began = performance.now();
    python = await product.openPython(origin + manifest.pyodide, origin + manifest.motion);
    const python_ms = performance.now() - began;
    return { python_ms, isolated: crossOriginIsolated, version: python.runPython("import sys; sys.version.split()[0]") };
  },

  /** An engine for these poses; gives the milliseconds it took. */
  engine({ poses }) {
    const began = performance.now();
    python.runPython("from perscoach_motion.live.engine import ShadowEngine");
    const shadow = python.globals.get("ShadowEngine")(poses);
    const step = shadow.step;
    engine = new product.Engine(shadow, () => step());
    return performance.now() - began;
  },

  /** Steps over rows of the input buffer: landmarks in as MediaPipe hands them over, the result copied out, each step timed. */
  async step({ rows, pause_ms }) {
    const { INPUT, OUTPUT, LANDMARKS } = layout;
    const steps = rows.length / INPUT.size;
    const outputs = new Float32Array(steps * OUTPUT.size), ms = new Float64Array(steps);
    let strayed = 0;
    for (let n = 0; n < steps; n += 1) {
      const row = rows.subarray(n * INPUT.size, (n + 1) * INPUT.size);
      const [now, found] = [row[INPUT.clock], row[INPUT.found]];
      const moment = Object.fromEntries(["clip", "loop", "flags", "width", "height"].map((name) => [name, row[INPUT[name]]]));
      const landmarks = (from, size) =>
        Array.from({ length: LANDMARKS }, (_, i) => {
          const [x, y, z, visibility] = row.subarray(from + size * i, from + size * (i + 1));
          return { x, y, z, visibility };
        });
      const [image, world] = found ? [landmarks(INPUT.image, 4), landmarks(INPUT.world, 3)] : [];
      if (pause_ms) await new Promise((resolve) => setTimeout(resolve, pause_ms));
      const began = performance.now();
      const output = engine.see({ now, ...moment }, image, world);
      ms[n] = performance.now() - began;
      outputs.set(output, n * OUTPUT.size);
      const given = engine.input.view();
      strayed += row.some((value, k) => !Object.is(value, given[k])) ? 1 : 0;
    }
    return { outputs, ms, strayed };
  },

  /** Bytes of WebAssembly's memory, and of them those that malloc has given away: Pyodide's Python takes every object from it. */
  memory() {
    python.runPython("import gc; gc.collect()");
    const module = python._module;
    const told = module._malloc(MALLINFO_BYTES);
    module._mallinfo(told);
    const used = module.HEAP32[told / 4 + USED_AT];
    module._free(told);
    return { heap: module.HEAP8.length, used };
  },

  /** Runs Python with these texts as names; gives the text of the last line. */
  run({ code, names }) {
    const scope = python.toPy(names);
    const text = python.runPython(code, { globals: scope });
    scope.destroy();
    return text;
  },
};

self.onmessage = async ({ data: { kind, ...order } }) => {
  try {
    self.postMessage({ done: await orders[kind](order) });
  } catch (error) {
    self.postMessage({ failed: String(error?.stack ?? error) });
  }
};
