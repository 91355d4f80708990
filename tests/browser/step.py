"""The live engine as a client's browser runs it: the same module worker, Pyodide and wheel, with recorded landmarks for a camera."""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page, Route

from perscoach_motion.live import layout as at
from perscoach_motion.live.engine import ShadowEngine
from perscoach_motion.trackfile import loads
from tests.browser.session import Part, Rows, session

STEPS = 1500
"""A hundred seconds of a client at 15 poses a second."""
AGREED = 1e-6
"""Browser and server may differ by so much of a number above 1, and by so much below."""
SUMMARY = """
import json
from perscoach_motion.session.compare import compare
from perscoach_motion.trackfile import loads
trainer = loads(trainer_json)
json.dumps(compare(trainer.track, loads(client_json).track, trainer.tolerance))
"""
"""What is said of a session once it is over, in Python for either side."""
_ENGINE = """
from perscoach_motion.live.engine import ShadowEngine
shadow = ShadowEngine(poses)
"""
_MEMORY = """
import gc, pyodide_js
gc.collect()
module = pyodide_js._module
told = module._malloc(40)
module._mallinfo(told)
used = module.HEAP32[told // 4 + 7]
module._free(told)
f'{{"heap": {module.HEAP8.length}, "used": {used}}}'
"""
"""Bytes of WebAssembly's memory, and of them those that malloc has given away: `uordblks`, the eighth of struct mallinfo's ten numbers."""

_WORKER = Path(__file__).with_name("step_worker.js")
# The worker has no address of its own, so that it needs no route: it is told the page's.
_START = """(text) => {
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })), { type: "module" });
  window.ask = (order) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.failed ? reject(new Error(data.failed)) : resolve(data.done));
    worker.onerror = (event) => reject(new Error(event.message || "worker"));
    worker.postMessage(order);
  });
}"""
_ASK = "(order) => window.ask(order)"
_OPEN = "() => window.ask({ kind: 'open', origin: location.origin })"
_STEP = """async ([text, pause_ms]) => {
  const bytes = async (base64) => (await fetch(`data:application/octet-stream;base64,${base64}`)).arrayBuffer();
  const written = (array) => new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.readAsDataURL(new Blob([array]));
  });
  const { outputs, ms, strayed } = await window.ask({ kind: "step", rows: new Float32Array(await bytes(text)), pause_ms });
  return { outputs: await written(outputs), ms: await written(ms), strayed };
}"""


@dataclass(frozen=True, slots=True)
class Stepped:
    """What came of some steps.

    Attributes:
        outputs: ``(N, 256)`` the output buffer after each step.
        ms: ``(N,)`` milliseconds of each, landmarks copied in and the result copied out.
    """

    outputs: Rows
    ms: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Memory:
    """What the worker's Python holds after a garbage collection.

    Attributes:
        heap: bytes of WebAssembly memory; it never shrinks and grows by a fifth at a time.
        used: bytes of it in use.
    """

    heap: int
    used: int


class BrowserEngine:
    """A ``ShadowEngine`` in a page's worker.

    Example:
        >>> far = BrowserEngine(page, poses_json)  # doctest: +SKIP
        >>> far.step(rows).outputs  # doctest: +SKIP
    """

    def __init__(self, page: Page, poses_json: str) -> None:
        """Start Python and an engine.

        Args:
            page: On a stage server's address.
            poses_json: The trainer's poses.
        """
        self._page = page
        page.evaluate(_START, _WORKER.read_text("utf-8"))
        began = time.perf_counter()
        self.isolated: bool = page.evaluate(_OPEN)
        """Whether the clock counts in 5 µs; else browsers coarsen it to 0.1 ms."""
        self.open(poses_json)
        self.opened_ms = 1000 * (time.perf_counter() - began)
        """Python's cold start with our wheel and the clip's poses read."""
        self.version = str(self._run("import sys; sys.version.split()[0]"))
        """Of the browser's Python."""

    def open(self, poses_json: str) -> None:
        """Begin anew with another trainer's poses."""
        self._run(_ENGINE, {"poses": poses_json})

    def step(self, rows: Rows, pause_ms: float = 0.0) -> Stepped:
        """Step over ``(N, 239)`` rows of the input buffer, with a pause before each as between a camera's frames, or without."""
        text = base64.b64encode(np.ascontiguousarray(rows, np.float32).tobytes()).decode()
        answer = self._page.evaluate(_STEP, [text, pause_ms])
        assert answer["strayed"] == 0, "the page wrote other numbers into the buffer than the recording's"
        outputs = np.frombuffer(base64.b64decode(answer["outputs"]), np.float32).reshape(len(rows), at.OUTPUT_SIZE)
        return Stepped(outputs, np.frombuffer(base64.b64decode(answer["ms"]), np.float64))

    def memory(self) -> Memory:
        """Collect garbage and count what is left."""
        return Memory(**json.loads(self._run(_MEMORY)))

    def run(self, code: str, names: Mapping[str, str]) -> Any:
        """Run Python whose last line is a JSON text; gives what it says."""
        return json.loads(self._run(code, names))

    def _run(self, code: str, names: Mapping[str, str] | None = None) -> Any:
        return self._page.evaluate(_ASK, {"kind": "run", "code": code, "names": dict(names or {})})


def isolate(route: Route) -> None:
    """Answer a page's request so that its clock counts in 5 µs instead of 0.1 ms."""
    answer = route.fetch()
    isolation = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
    route.fulfill(response=answer, headers={**answer.headers, **isolation})


class ServerEngine:
    """The same engine in this process's Python, fed the same rows."""

    def __init__(self, poses_json: str) -> None:
        self._engine = ShadowEngine(poses_json)

    def step(self, rows: Rows) -> Rows:
        """Step over ``(N, 239)`` rows; ``(N, 256)`` outputs."""
        given, result = (np.frombuffer(buffer, np.float32) for buffer in (self._engine.input, self._engine.output))
        outputs = np.empty((len(rows), at.OUTPUT_SIZE), np.float32)
        for number, row in enumerate(rows):
            given[:] = row
            self._engine.step()
            outputs[number] = result
        return outputs


def run_here(code: str, names: Mapping[str, str]) -> Any:
    """As :meth:`BrowserEngine.run`, in this process's Python."""
    lines, _, last = code.strip().rpartition("\n")
    scope: dict[str, Any] = dict(names)
    exec(lines, scope)
    return json.loads(eval(last, scope))


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two results of the same steps are apart.

    Attributes:
        largest: of all numbers that both have, relative to a number's size where that is above 1.
        steps_apart: steps in which one has a number and the other none, or that differ by more than ``AGREED``.
    """

    largest: float
    steps_apart: int


def difference(one: Rows, other: Rows) -> Difference:
    """Compare ``(N, 256)`` outputs, number by number."""
    a, b = one.astype(np.float64), other.astype(np.float64)
    known = np.isfinite(a) & np.isfinite(b)
    apart = np.zeros(a.shape)
    apart[known] = np.abs(a[known] - b[known]) / np.maximum(1.0, np.abs(b[known]))
    unlike = ~known & ~(np.isnan(a) & np.isnan(b)) & (a != b)
    return Difference(float(apart.max(initial=0.0)), int((unlike | (apart > AGREED)).any(axis=1).sum()))


def documents_apart(one: Any, other: Any) -> float:
    """The largest relative difference of two JSON documents' numbers; infinite where they differ in anything else."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return max((documents_apart(one[key], other[key]) for key in one), default=0.0)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return max((documents_apart(a, b) for a, b in zip(one, other, strict=True)), default=0.0)
    if {type(one), type(other)} in ({float}, {int, float}):
        return float(abs(one - other) / max(1.0, abs(other)))
    return 0.0 if type(one) is type(other) and one == other else float("inf")


class StepTimes(TypedDict):
    """Milliseconds of a step; `opened_ms` is Python's cold start with our wheel and the clip's poses read; `score` the median."""

    p50_ms: float
    p99_ms: float
    least_ms: float
    opened_ms: float
    score: float
    reps: float


def measure_step(page: Page, steps: int = STEPS) -> StepTimes:
    """Drive the engine with the trainer's own landmarks.

    Args:
        page: On a stage server's address.
        steps: How many.
    """
    poses = page.evaluate("async () => (await fetch('/clip/trainer_poses.json')).text()")
    far = BrowserEngine(page, poses)
    trainer = loads(poses).track
    found = far.step(session(trainer, [Part(trainer)], steps / 15, fps=15))
    p50, p99 = np.percentile(found.ms, (50, 99))
    return {
        "p50_ms": float(p50),
        "p99_ms": float(p99),
        "least_ms": float(found.ms.min()),
        "opened_ms": far.opened_ms,
        "score": float(np.nanmedian(found.outputs[:, at.SCORE])),
        "reps": float(found.outputs[-1, at.REPS]),
    }
