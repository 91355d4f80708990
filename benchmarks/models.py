"""Learned models on this machine: milliseconds and memory a frame, how near to the device's own peak, and what our settings gain.

Each model is measured in a process of its own, so that its memory is its own. To add one, write a function that gives `Figures` and name it
in `MODELS`; what cannot be measured here says why instead.
"""

import json
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter
from typing import Any, Literal

from gpu_jobs.device import chosen, precision
from gpu_jobs.looking import LOOK_LONGEST, RENDER_LONGEST

ROUNDS = 7  # of which the middle one counts: on a shared machine the mean says more about the others
PEAK_SIDE = 2048  # of the square matrices whose product shows what the device can do
MEGABYTE = 2**20
MODNET_SIDE = 512  # px; at which its operations were published, too
MODNET_AT_ONCE = 16  # frames, on a GPU
POSE_FRAMES = 23  # the shortest chunk of a long clip
CLUSTER = Path(__file__).resolve().parent / "results" / "cluster.json"
DEMO = Path(__file__).resolve().parents[1] / "assets" / "demo" / "squat.mp4"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one model costs.

    Attributes:
        device: `cpu`, `cuda`, …
        weights: The official ones, or random ones of the same shapes: as fast, but they see nothing.
        ms_per_frame: The middle of `ROUNDS`; None where it was not measured.
        memory_mb: By which the process, or the GPU's memory, grew at most.
        speedup_vs_fp32_eager: Times as fast as the same network in float32 as it is written, in the same run, alternating.
        gflop: A frame's multiplications and additions, each counted.
        roofline: Operations a second as a share of what the device's matrix product reaches at the same precision, 0..1.
        note: What else one should know.
    """

    device: str
    weights: Literal["real", "random", "none"] = "none"
    ms_per_frame: float | None = None
    memory_mb: float | None = None
    speedup_vs_fp32_eager: float | None = None
    gflop: float | None = None
    roofline: float | None = None
    note: str = ""


def measure() -> dict[str, Any]:
    """Figures of every model, the device's peak, the processors beside it, and what a second node gains (`bench cluster`'s last word)."""
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:
        models = {name: _rounded(alone.submit(measured).result()) for name, measured in MODELS.items()}
        peak = alone.submit(matmul_peak).result()
    gained = json.loads(CLUSTER.read_text(encoding="utf-8"))["speedup"] if CLUSTER.is_file() else None
    return {"models": models, "peak_gflops": round(peak, 1), "processors": len(os.sched_getaffinity(0)), "cluster_speedup": gained}


def _rounded(figures: Figures) -> dict[str, Any]:
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(figures).items()}


def not_measured(note: str) -> Figures:
    """A model that cannot be measured here."""
    return Figures(str(chosen()), note=f"not measured here: {note}")


def alternating(*works: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, ...]:
    """Milliseconds of each piece of work, the middle of rounds in which they take turns; a first turn of each does not count."""
    spent: list[list[float]] = [[] for _ in works]
    for counted in (False, *[True] * rounds):
        for times, work in zip(spent, works, strict=True):
            began = perf_counter()
            work()
            _finished()
            if counted:
                times.append((perf_counter() - began) * 1000)
    return tuple(median(times) for times in spent)


def matmul_peak() -> float:
    """What the device's matrix product reaches at the precision that networks compute in there: 10⁹ operations a second."""
    import torch

    device = chosen()
    one = torch.randn(PEAK_SIDE, PEAK_SIDE, device=device, dtype=precision(device))
    (ms,) = alternating(lambda: one @ one)
    return 2 * PEAK_SIDE**3 / ms / 1e6


def gflop_of(work: Callable[[], object]) -> float:
    """10⁹ operations of some torch work, products and sums counted apart."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        work()
    return float(counter.get_total_flops()) / 1e9


def memory_mb() -> float:
    """The most this process, or on a GPU its share of that, has taken so far."""
    import torch

    if chosen().type == "cuda":
        return torch.cuda.max_memory_allocated() / MEGABYTE
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def _finished() -> None:
    import torch

    if torch.cuda.is_available():
        torch.cuda.synchronize()


def pose(name: str) -> Figures:
    """A pose estimator with its real weights, on a chunk of the demo's frames; richer ones with BlazePose, which finds the person."""
    import numpy as np

    from gpu_jobs.pose import estimator, finder_of
    from gpu_jobs.video.decode import Reader
    from gpu_jobs.video.probe import probe
    from gpu_jobs.weights import lacks

    lacking = lacks(name, gpu=chosen().type == "cuda")
    if lacking:
        return not_measured("there is no " + ", ".join(f"{lack.kind} {lack.what}".rstrip() for lack in lacking))
    shown = zip(range(POSE_FRAMES), Reader(probe(DEMO), LOOK_LONGEST), strict=False)
    times_ms, frames = zip(*((frame.time_ms, np.ascontiguousarray(frame.pixels)) for _, frame in shown), strict=True)
    before = memory_mb()
    eyes = estimator(name)

    def read() -> None:
        eyes.begin(None)
        eyes.see_all(frames, times_ms)

    (ms,) = alternating(read)
    note = "on one core; the chunk's first frame takes the detector, too" if finder_of(name) == name else "with BlazePose on one core"
    return Figures("cpu" if finder_of(name) == name else str(chosen()), "real", ms / len(frames), memory_mb() - before, note=note)


def modnet() -> Figures:
    """Our MODNet, frames in and mattes out, beside the same network in float32 as it is written; on processors both on one core."""
    import os
    import tempfile

    import numpy as np
    import torch

    from gpu_jobs.catalogue import MODNET_FILE
    from gpu_jobs.matting import matting
    from gpu_jobs.matting.modnet_network import MODNet
    from gpu_jobs.weights import WEIGHTS_DIR_VARIABLE, models_dir

    real = (models_dir() / MODNET_FILE).is_file()
    network, device = MODNet().eval(), chosen()
    with tempfile.TemporaryDirectory() as folder:
        if not real:
            torch.save(network.state_dict(), Path(folder) / MODNET_FILE)
            os.environ[WEIGHTS_DIR_VARIABLE] = folder
        before = memory_mb()
        ours = matting("modnet")
    at_once = 1 if device.type == "cpu" else MODNET_AT_ONCE
    frames = np.random.default_rng(0).integers(0, 255, (at_once, MODNET_SIDE, MODNET_SIDE, 3), np.uint8)
    ours.alphas(frames)
    grown = memory_mb() - before
    network = network.to(device)
    pictures = torch.from_numpy(frames.transpose(0, 3, 1, 2).astype(np.float32) / 127.5 - 1).to(device)
    with torch.inference_mode():
        ms, plain_ms = alternating(lambda: ours.alphas(frames), lambda: network(pictures))
        gflop = gflop_of(lambda: network(pictures)) / at_once
    each = ms / at_once
    share = gflop / each * 1000 / matmul_peak()
    note = f"{MODNET_SIDE} x {MODNET_SIDE} px; {precision(device)}, channels_last, norms folded; {torch.get_num_threads()} core"
    return Figures(str(device), "real" if real else "random", each, grown, plain_ms / ms, gflop, share, note)


def matte(name: str) -> Figures:
    """Another matting network with its real weights, on a frame of the demo as it is rendered."""
    import numpy as np

    from gpu_jobs.matting import matting
    from gpu_jobs.video.decode import Reader
    from gpu_jobs.video.probe import probe
    from gpu_jobs.weights import lacks

    lacking = lacks(name, gpu=chosen().type == "cuda")
    if lacking:
        return not_measured("there is no " + ", ".join(f"{lack.kind} {lack.what}".rstrip() for lack in lacking))
    frames = np.stack([frame.pixels for _, frame in zip(range(2), Reader(probe(DEMO), RENDER_LONGEST), strict=False)])
    before = memory_mb()
    network = matting(name)
    (ms,) = alternating(lambda: network.alphas(frames))
    height, width = frames.shape[1:3]
    note = f"frames of {width} x {height} px"
    return Figures("cpu" if name == "selfie" else str(chosen()), "real", ms / len(frames), memory_mb() - before, note=note)


def resident() -> Figures:
    """Rendering with the frames on the device."""
    from benchmarks.resident import resident_flow

    return resident_flow()


def relight(name: str) -> Figures:
    """IC-Light, on the key frames of a clip."""
    from benchmarks.relight import key_frame

    return key_frame(name)


MODELS: dict[str, Callable[[], Figures]] = {
    "mediapipe": partial(pose, "mediapipe"),
    "rtmpose": partial(pose, "rtmpose"),
    "sam3d_body": partial(pose, "sam3d_body"),
    "selfie": partial(matte, "selfie"),
    "modnet": modnet,
    "resident": resident,
    "iclight": partial(relight, "iclight"),
    "iclight-fbc": partial(relight, "iclight-fbc"),
    "birefnet": partial(matte, "birefnet"),  # its architecture is its makers' own: without the file there is nothing to measure
}
