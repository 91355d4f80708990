"""`perscoach process` on a clip looped to N frames: what each stage costs alone, how busy the cores are, and the naive way beside it."""

import os
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from benchmarks import samples
from benchmarks.newcomer import Newcomer
from gpu_jobs.clock import Clock, silent
from gpu_jobs.cluster import workers
from gpu_jobs.frames import Frame, chunked
from gpu_jobs.kept import Kept
from gpu_jobs.looked import gathered
from gpu_jobs.looking import RENDER_LONGEST, look_through
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import WEBM, process
from gpu_jobs.planning import planned
from gpu_jobs.quick_check import LONGEST_SIDE, quick_check
from gpu_jobs.render import cut_outs, render
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.encode import Encoder, Quality, planes_of
from gpu_jobs.video.glance import Glances
from gpu_jobs.video.probe import probe
from gpu_jobs.workers import Here

CLIP = "videos/gymnai/squat.mp4"
FRAMES = 600
ALONE_FRAMES = 120  # in which each stage is measured alone
NAIVE_FRAMES = 90  # of the naive way, which makes three a second
MEMORY_EVERY_S = 2.0  # reading it costs a process' page tables each time


def measure(video: Path | None = None, frames: int = FRAMES, quality: Quality = "publish") -> dict[str, Any]:
    """All figures of one run.

    Args:
        video: The clip; None takes a real one from the samples.
        frames: A shorter clip is looped to so many.
        quality: Of the encoder.
    """
    if video is None:
        folder = samples()
        if folder is None:
            raise SystemExit("This is measured on a real clip: name one, or set PERSCOACH_SAMPLES to a folder with videos/.")
        video = folder / CLIP
    options = ProcessOptions(quality=quality)
    with tempfile.TemporaryDirectory() as made:
        looped = looped_to(video, frames, Path(made) / "looped.mkv")
        cores = len(os.sched_getaffinity(0))
        with workers() as hands, Memory() as memory:
            began = perf_counter()
            result = process(looped, Path(made) / "out", options, silent, hands)
            wall_s = perf_counter() - began
        webm = (Path(made) / "out" / WEBM).stat().st_size
        alone, psnr_db = _alone(looped, looped_to(video, min(frames, ALONE_FRAMES), Path(made) / "short.mkv"), options)
        naive = Newcomer(looped, min(frames, NAIVE_FRAMES))
        naive_fps, naive_same_fps = naive.frames_a_second({}), naive.frames_a_second(same_codec(quality))
    fps = result.frames / wall_s
    return {
        "clip": video.name,
        "frames": result.frames,
        "quality": quality,
        "cores": cores,
        "fps": round(fps, 2),
        "efficiency": round(sum(alone.values()) / 1000 * result.frames / (cores * wall_s), 3),
        "naive_fps": round(naive_fps, 2),
        "speedup_vs_naive": round(fps / naive_fps, 2),
        "naive_same_codec_fps": round(naive_same_fps, 2),
        "speedup_vs_naive_same_codec": round(fps / naive_same_fps, 2),
        "peak_tree_mb": round(memory.peak_mb),
        "bytes_per_frame": round(webm / result.frames),
        "psnr_db": round(psnr_db, 2),
        "stages": {stage: round(ms, 2) for stage, ms in alone.items()},
        "naive_stages": naive.stages_ms,
    }


def looped_to(video: Path, frames: int, target: Path) -> Path:
    """The clip repeated, packet by packet, until it has so many frames; without sound."""
    with av.open(str(target), "w") as out:
        written, offset, stream = 0, 0, None
        while written < frames:
            with av.open(str(video)) as source:
                picture = source.streams.video[0]
                if stream is None:
                    stream = out.add_stream_from_template(picture)
                end = 0
                for packet in source.demux(picture):
                    if packet.size == 0 or packet.pts is None or packet.dts is None or written == frames:
                        continue
                    length = packet.duration or round(1 / (Fraction(picture.average_rate or 30) * packet.time_base))
                    end = max(end, packet.pts + length)
                    packet.pts, packet.dts, packet.stream = packet.pts + offset, packet.dts + offset, stream
                    out.mux(packet)
                    written += 1
                offset += end
    return target


def _alone(whole: Path, video: Path, options: ProcessOptions) -> tuple[dict[str, float], float]:
    """Processor time of each stage by itself, ms a frame, one after the other in this process; and the colours' PSNR.

    The first look costs the same for any clip: its time is spread over the whole one.
    """
    clip = probe(video)
    decode_ms = _decode_ms(video)
    clock = Clock(silent)
    with tempfile.TemporaryDirectory() as folder:
        kept = Kept(Path(folder))
        looked = gathered(clip, look_through(clip, options.pose, clock, Here(), 1.0, kept), kept)
        began = process_time()
        decided = planned(clip, looked, options)
        plan_ms = (process_time() - began) * 1000 / probe(whole).frames
        plan = replace(decided.plan, poster_ms=-1)
        left, top, right, bottom = (int(side) for side in decided.crop)
        frames = (Frame(time_ms, pixels[top:bottom, left:right]) for time_ms, pixels in Reader(clip, RENDER_LONGEST))
        chunk, masks = next(chunked(frames, [len(looked)])), looked.masks(0, len(looked))
        points = looked.image[..., :2]
        part = render(chunk, masks, points, plan)
        psnr_db = _psnr_db(chunk, masks, points, plan, options.quality)
    seconds = {"pose": clock.seconds["pose"], **part.seconds}
    stages = {stage: spent / len(looked) * 1000 for stage, spent in seconds.items() if spent}
    return {"check": _check_ms(whole), "decode": 2 * decode_ms, **stages, "plan": plan_ms}, psnr_db


def _check_ms(video: Path) -> float:
    clip = probe(video)
    began = process_time()
    quick_check(clip, frames=Glances(clip, LONGEST_SIDE))
    return (process_time() - began) / clip.frames * 1000


def _decode_ms(video: Path) -> float:
    began, count = process_time(), 0
    for _ in Reader(probe(video), RENDER_LONGEST):
        count += 1
    return (process_time() - began) / count * 1000


def _psnr_db(chunk: Any, masks: Any, points: Any, plan: Any, quality: Quality) -> float:
    """Of the colours where the person is, against the graded foreground, over the samples of all three planes as FFmpeg counts them."""
    height, width = chunk.pixels.shape[1:3]
    encoder, shown = Encoder(width, height, quality), []
    for cut, time_ms in zip(
        cut_outs(chunk, masks, points, plan, dict.fromkeys(("matte", "foreground", "colour"), 0.0)), chunk.times_ms, strict=True
    ):
        planes = planes_of(cut.graded, time_ms)
        encoder.add(planes, cut.alpha)
        shown.append((planes, cut.alpha > 127))
    errors = count = 0.0
    with tempfile.NamedTemporaryFile(suffix=".webm") as file:
        Path(file.name).write_bytes(encoder.finish())
        for (planes, person), decoded in zip(shown, _decoded(Path(file.name)), strict=True):
            for before, after, inside in zip(_levels(planes), _levels(decoded), (person, person[::2, ::2], person[::2, ::2]), strict=False):
                difference = before[inside].astype(np.float64) - after[inside]
                errors, count = errors + float(difference @ difference), count + len(difference)
    return float(10 * np.log10(255**2 * count / errors))


def _decoded(webm: Path) -> Iterator[VideoFrame]:
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    with av.open(str(webm)) as container:
        for packet in container.demux(video=0):
            yield from decoder.decode(packet) if packet.size else decoder.decode(None)


def _levels(frame: VideoFrame) -> Iterator[NDArray[np.uint8]]:
    for plane in frame.planes[:3]:
        yield np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]


def same_codec(quality: Quality) -> dict[str, str]:
    """Our settings of the colour's encoder, as FFmpeg takes them."""
    from gpu_jobs.video.encode import COLOUR

    speed = COLOUR[quality]
    return {"crf": str(speed.crf), "b": "0", "deadline": speed.deadline, "cpu-used": str(speed.cpu_used), "row-mt": "1"}


class Memory:
    """The most memory that this process and all below it held together, shared pages counted once.

    Attributes:
        peak_mb: MiB, proportional set size.
    """

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(MEMORY_EVERY_S):
            self.peak_mb = max(self.peak_mb, sum(_pss_mb(number) for number in _tree(os.getpid())))


def _tree(root: int) -> list[int]:
    below: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            below.setdefault(parent, []).append(int(folder.name))
    found, waiting = [], [root]
    while waiting:
        number = waiting.pop()
        found.append(number)
        waiting += below.get(number, [])
    return found


def _pss_mb(number: int) -> float:
    try:
        lines = (Path("/proc") / str(number) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
