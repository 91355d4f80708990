// Runs a Python file in the browser's own Python, under bun: what that Python loads at once is bytecode of its very version.
const [pyodide, script, ...folders] = process.argv.slice(2);
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const python = await loadPyodide({ indexURL: `${pyodide}/` });
folders.forEach((folder, number) => python.mountNodeFS(`/mnt/${number}`, folder));
python.runPython(await Bun.file(script).text());
