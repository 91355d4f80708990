// A worker with the page's own Python and engine, but without its eyes: recorded landmarks take the camera's place.

let product, layout, python;

const orders = {
  /** Pyodide with our packages. */
  async open({ origin }) {
    layout = await import(`${origin}/shadow/layout.js`);
    product = await import(`${origin}/shadow/engine.js`);
    const { pyodide, motion } = await (await fetch(`${origin}/vendor/manifest.json`)).json();
    python = await product.openPython({ pyodide: origin + pyodide, motion: origin + motion });
    return crossOriginIsolated;
  },

  /** Runs Python with these texts as names, which stay; gives what its last line says. */
  run({ code, names }) {
    for (const [name, text] of Object.entries(names)) python.globals.set(name, text);
    return python.runPython(code);
  },

  /** Steps Python's `shadow` over rows of the input: landmarks in as MediaPipe hands them over, the result copied out, each timed. */
  async step({ rows, pause_ms }) {
    const { INPUT, OUTPUT, LANDMARKS } = layout;
    const { step } = python.globals.get("shadow");
    const engine = new product.Engine(python, python.globals.get("shadow"), () => step());
    const steps = rows.length / INPUT.size;
    const [outputs, ms] = [new Float32Array(steps * OUTPUT.size), new Float64Array(steps)];
    let strayed = 0;
    for (let n = 0; n < steps; n += 1) {
      const row = rows.subarray(n * INPUT.size, (n + 1) * INPUT.size);
      const moment = Object.fromEntries(["clock", "clip", "loop", "width", "height"].map((name) => [name, row[INPUT[name]]]));
      const landmark = ([x, y, z, visibility]) => ({ x, y, z, visibility });
      const of = (from, size) => (_, i) => landmark(row.subarray(from + size * i, from + size * (i + 1)));
      const landmarks = (from, size) => Array.from({ length: LANDMARKS }, of(from, size));
      const [image, world] = row[INPUT.found] ? [landmarks(INPUT.image, 4), landmarks(INPUT.world, 3)] : [];
      if (pause_ms) await new Promise((resolve) => setTimeout(resolve, pause_ms));
      engine.input()[INPUT.flags] = row[INPUT.flags];
      const began = performance.now();
      const output = engine.see(moment, image, world);
      ms[n] = performance.now() - began;
      outputs.set(output, n * OUTPUT.size);
      strayed += engine.input().every((value, k) => Object.is(value, row[k])) ? 0 : 1;
    }
    return { outputs, ms, strayed };
  },
};

self.onmessage = async ({ data: { kind, ...order } }) => {
  const answer = Promise.resolve(order).then(orders[kind]);
  self.postMessage(await answer.then((done) => ({ done }), (error) => ({ failed: String(error.stack) })));
};
