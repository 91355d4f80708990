"""The grade's cost and exactness beside FFmpeg's `lut3d` and a LAB loop in `cv2`; HDR clips beside their SDR twins, and 4K60.

CPU milliseconds on one core, the best of several runs. HDR and SDR are the same rendered scene of known light.
"""

import multiprocessing
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.colour.apply import graded
from gpu_jobs.colour.cube import Cube, exactly
from gpu_jobs.colour.grade import cube_of
from gpu_jobs.colour.presets import Grade
from gpu_jobs.colour.tones import tones
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from tests.jobs.hdr_scene import PATCHES, filmed, patch

Pixels = NDArray[np.uint8]
RUNS = 12
PERSON, FULL_HD = (700, 400), (1920, 1080)  # rows, columns: a person's box, a whole upright frame
FRAMES_4K = 48  # at 60 a second; the second half must need no more memory than the first
SHOULDERED = ("white", "lamp")  # brighter than SDR shows: dimmed on purpose


def measure() -> dict[str, Any]:
    """Milliseconds, levels of 255, CIELAB differences, megabytes."""
    cv2.setNumThreads(1)
    cube = cube_of(tones(_skin_like((300, 300)).reshape(-1, 3)), Grade())
    result = {"grade": {name: _grade(size, cube) for name, size in (("400x700", PERSON), ("1080x1920", FULL_HD))}}
    result["once_a_clip_ms"] = {"cube": _cpu_ms(lambda: cube_of(tones(_skin_like((300, 300)).reshape(-1, 3)), Grade()))}
    with tempfile.TemporaryDirectory() as made:
        result["hdr"] = {"delta_e_to_sdr": _twins(Path(made)), "4k60": _uhd(Path(made))}
    return result


def _grade(size: tuple[int, int], cube: Cube) -> dict[str, float]:
    pixels = _skin_like(size)
    table = np.arange(256, dtype=np.uint8)[None, :, None].repeat(3, axis=2)
    through_ffmpeg = _ffmpeg(size, cube)
    error = np.abs(graded(pixels, cube).astype(int) - exactly(pixels, cube))
    ours = _cpu_ms(lambda: graded(pixels, cube))
    theirs = _cpu_ms(lambda: through_ffmpeg(pixels))
    naive = _cpu_ms(lambda: cv2.cvtColor(cv2.LUT(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB), table), cv2.COLOR_LAB2RGB))
    return {
        "ours_ms": ours,
        "ffmpeg_lut3d_ms": theirs,
        "cv2_lab_ms": naive,
        "times_faster_than_lut3d": round(theirs / ours, 1),
        "error_mean": round(float(error.mean()), 3),
        "error_most": int(error.max()),
    }


def _ffmpeg(size: tuple[int, int], cube: Cube) -> Callable[[Pixels], Pixels]:
    graph = av.filter.Graph()
    graph.threads = 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grade.cube"
        cube.write(path)
        source = graph.add_buffer(width=size[1], height=size[0], format=av.VideoFormat("rgb24"), time_base=Fraction(1, 1000))
        table, sink = graph.add("lut3d", file=str(path), interp="tetrahedral"), graph.add("buffersink")
        source.link_to(table)
        table.link_to(sink)
        graph.configure()

    def through(pixels: Pixels) -> Pixels:
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.pts = None
        graph.push(frame)
        return graph.pull().to_ndarray()

    return through


def _twins(folder: Path) -> dict[str, dict[str, float]]:
    """How far each patch of the HDR clips lies from the SDR clip's."""
    shown = {kind: next(iter(Reader(probe(filmed(folder / f"{kind}.mp4", kind)), 1920))).pixels for kind in ("hlg", "pq", "sdr")}
    found: dict[str, dict[str, float]] = {}
    for kind in ("hlg", "pq"):
        apart = {name: float(np.linalg.norm(_lab(patch(shown[kind], name)) - _lab(patch(shown["sdr"], name)))) for name in PATCHES}
        found[kind] = {
            "skin_most": round(max(value for name, value in apart.items() if "skin" in name), 2),
            "most": round(max(value for name, value in apart.items() if name not in SHOULDERED), 2),
            "white_of_255": round(float(patch(shown[kind], "white").mean()), 1),
        }
    return found


def _uhd(folder: Path) -> dict[str, dict[str, float]]:
    clip = filmed(folder / "uhd.mp4", "hlg", frames=FRAMES_4K, width=3840, fps=60, moving=True)
    spawned = multiprocessing.get_context("spawn")
    found = {}
    for side in (1280, 1920):
        with spawned.Pool(1) as pool:
            found[str(side)] = pool.apply(_read_uhd, (clip, side))
    return found


def _read_uhd(path: Path, side: int) -> dict[str, float]:
    cv2.setNumThreads(1)
    marks = []
    for _ in Reader(probe(path), side):
        marks.append((perf_counter(), process_time(), _peak_mb()))
    (wall, cpu, _), middle, last = marks[0], marks[len(marks) // 2], marks[-1]
    count = len(marks) - 1
    return {
        "frames": len(marks),
        "wall_ms": round((last[0] - wall) / count * 1000, 1),
        "cpu_ms": round((last[1] - cpu) / count * 1000, 1),
        "peak_mb": last[2],
        "peak_mb_at_half": middle[2],
    }


def _peak_mb() -> int:
    """The most memory this process has had in use: `VmHWM`, which unlike `ru_maxrss` is not the parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


def _skin_like(size: tuple[int, int]) -> Pixels:
    """Soft patches between skin, black cloth and a shirt, with a camera's grain."""
    random = np.random.default_rng(2)
    colours = np.array([(205, 160, 138), (22, 22, 24), (225, 30, 100), (98, 66, 50)], np.uint8)
    coarse = colours[random.integers(0, len(colours), (12, 8))]
    soft = cv2.resize(coarse, size[::-1], interpolation=cv2.INTER_CUBIC).astype(np.float32)
    return np.clip(soft + random.normal(0, 3, soft.shape), 0, 255).astype(np.uint8)


def _lab(colour: NDArray[np.float64]) -> NDArray[np.float32]:
    return cv2.cvtColor(np.float32(colour)[None, None] / 255, cv2.COLOR_RGB2LAB)[0, 0]


def _cpu_ms(work: Callable[[], object]) -> float:
    work()
    best = float("inf")
    for _ in range(RUNS):
        start = process_time()
        work()
        best = min(best, process_time() - start)
    return round(best * 1000, 2)
