"""The stages of offline processing and how they overlap. Pure orchestration: it knows neither Ray nor any model.

Two passes over the clip. The first reads the person's pose and mask in every frame. Only then are known, for the whole clip: the
smooth movement and its cuts, the crop, the grade, the empty room. The second pass cuts out, grades and encodes. In both, this process
hands out chunks of frames while another one decodes and the workers work; the chunks' videos are joined without encoding again. Where
another light is wished for, a few key frames are relit between the two.
"""

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path

from gpu_jobs.body import write_body
from gpu_jobs.clock import Clock, OnProgress
from gpu_jobs.cut import write_cuts
from gpu_jobs.errors import Notice
from gpu_jobs.first_look import FirstLook, OnNotices
from gpu_jobs.kept import Kept
from gpu_jobs.looked import gathered
from gpu_jobs.looking import look_through
from gpu_jobs.matting import ready
from gpu_jobs.options import ProcessOptions
from gpu_jobs.output import Stage, staged, writing_to
from gpu_jobs.planning import planned
from gpu_jobs.pose import finder_of
from gpu_jobs.preview import preview
from gpu_jobs.record import record
from gpu_jobs.relighting import check_light, light_share, relit_through
from gpu_jobs.rendering import render_through
from gpu_jobs.still_frames import write_frames
from gpu_jobs.video.aac import as_aac
from gpu_jobs.video.guard import guarded_probe, guarded_sound
from gpu_jobs.video.join import join
from gpu_jobs.video.probe import Clip
from gpu_jobs.video.stretch import stretch_of
from gpu_jobs.workers import Workers
from perscoach_motion import npzfile, trackfile
from perscoach_motion.trackfile import PoseFile

LOOK_SHARE = {"preview": 0.5, "publish": 0.33}  # of the whole time, as measured on two cores; the rest is rendering
JOIN_SHARE = 0.02  # joining and writing
DIGEST_BYTES = 2**20  # of the source's beginning and end: two recordings never agree in both and in length

WEBM, STACKED, POSES_JSON, POSES_NPZ, BODY, POSTER, BEFORE, CUBE, COMPARISON, PREVIEW, RECORD = (
    "trainer_transparent.webm",
    "trainer_stacked.mp4",
    "trainer_poses.json",
    "trainer_poses.npz",
    "trainer_body.bin",
    "poster.webp",
    "before.webp",
    "grade.cube",
    "grade.webp",
    "preview.html",
    "process.json",
)
FILES = (WEBM, STACKED, POSES_JSON, POSES_NPZ, BODY, POSTER, BEFORE, CUBE, COMPARISON, PREVIEW, RECORD)
CUTS, FRAMES = "cuts", "frames"  # folders, where they are asked for


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """What came out.

    Attributes:
        files: Name to path; `cuts` and `frames` are folders.
        frames: How many frames the clip has.
        stages: Seconds of work in each stage, summed over the workers; stages overlap, so their sum exceeds `wall_s`.
        wall_s: Seconds from start to end.
        warnings: What is worth saying.
    """

    files: dict[str, Path]
    frames: int
    stages: dict[str, float]
    wall_s: float
    warnings: tuple[Notice, ...]


def process(
    source: Path,
    out_dir: Path,
    options: ProcessOptions,
    on_progress: OnProgress,
    workers: Workers,
    on_notices: OnNotices = lambda _: None,
    kept: Path | None = None,
) -> ProcessResult:
    """Make a transparent clip with poses out of a trainer's video.

    Args:
        source: The video.
        out_dir: Where the files go, all at once; an older result is replaced only on success.
        options: What the trainer chose.
        on_progress: Told about every finished chunk, and several times a second; what it raises cancels the work.
        workers: Who does it.
        on_notices: Told what a first look found, long before the work is done.
        kept: A folder of the caller's for finished chunks, so that a later call goes on with them; None keeps them beside `out_dir`
            for as long as the work lasts, or until it is taken up again after a crash.

    Raises:
        VideoRejected: The video cannot be worked with.
        WeightsMissing: A model is not there.
        OutputRejected: The result cannot be written.
    """
    ready(options.matting)
    started = Clock(on_progress)
    with started.timed("probe"):
        clip = stretch_of(guarded_probe(source), options.start_ms, options.end_ms)
    check_light(options, started, workers)
    with staged(out_dir, key_of(source, options), kept) as stage, FirstLook(clip, finder_of(options.pose), on_notices) as first:
        started.reached("check", 0.0)
        clock = started.told(first.beside(on_progress))
        poses, notices = _made(clip, stage, options, clock, workers, first)
        warnings = _once((*first.notices, *notices))
        names = sorted([*(path.name for path in stage.new.iterdir()), RECORD])
        result = ProcessResult({name: out_dir / name for name in names}, poses.source.frames, clock.seconds, clock.elapsed_s, warnings)
        with writing_to(out_dir):
            (stage.new / RECORD).write_text(record(clip, options, poses, result, workers.versions), encoding="utf-8")
    clock.reached("done", 1.0)
    return replace(result, wall_s=clock.elapsed_s)


def _made(
    clip: Clip, stage: Stage, options: ProcessOptions, clock: Clock, workers: Workers, first: FirstLook
) -> tuple[PoseFile, tuple[Notice, ...]]:
    """Both passes, and every file but the record; what was found on the way."""
    kept = Kept(stage.kept)
    lighting = light_share(options)
    share = LOOK_SHARE[options.quality] * (1 - lighting)
    found = look_through(clip, options.pose, clock, workers, share, kept)
    first.wait()
    with clock.timed("whole clip"):
        looked = gathered(clip, found, kept)
        decided = planned(clip, looked, options)
        looked.samples.clear()  # many megabytes that nobody asks for again
    decided = relit_through(clip, looked, decided, options, clock, workers, share, kept)
    with ThreadPoolExecutor(1, "sound") as beside:
        heard = beside.submit(guarded_sound, clip)  # a process of its own does it
        chunks = render_through(clip, looked, decided, clock, workers, share + lighting, kept)
        clock.reached("join", 1 - JOIN_SHARE)
        with clock.timed("sound"):
            sound, notices = heard.result()
    with clock.timed("write"), writing_to(stage.new):
        _written(stage.new, kept, chunks, sound, looked.durations_ms())
        trackfile.write(stage.new / POSES_JSON, decided.poses)
        npzfile.write_npz(stage.new / POSES_NPZ, decided.poses.track, looked.extras())
        write_body(stage.new / BODY, decided.poses.track, stage.new / POSES_NPZ)
        decided.plan.cube.write(stage.new / CUBE)
        if options.cut:
            write_cuts(stage.new / WEBM, decided.exercises, stage.new / CUTS)
        if options.frames:
            write_frames(stage.new / WEBM, stage.new / FRAMES)
        (stage.new / PREVIEW).write_text(preview(decided.poses, stacked=options.stacked), encoding="utf-8")
    made = (Notice(code) for number in range(chunks) for code in kept.notes(number))
    return decided.poses, (*looked.notices, *notices, *made)


def _written(folder: Path, kept: Kept, chunks: int, sound: bytes | None, durations_ms: Sequence[int]) -> None:
    """The videos joined, and the pictures that came with one of the chunks."""

    def parts(name: str) -> Iterable[bytes]:
        for number in range(chunks):
            content = kept.part(number, name)
            if content is not None:
                yield content

    join(parts("webm"), sound, folder / WEBM, durations_ms)
    if any(True for _ in parts("stacked")):
        join(parts("stacked"), as_aac(sound) if sound is not None else None, folder / STACKED, durations_ms)
    for name, file in (("poster", POSTER), ("before", BEFORE), ("comparison", COMPARISON)):
        for content in parts(name):
            (folder / file).write_bytes(content)


def _once(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Each code once: what was found over the whole clip says it better than the first look."""
    return tuple({notice.code: notice for notice in notices}.values())


def key_of(source: Path, options: ProcessOptions) -> str:
    """Names the work on a source with these options by this version, whatever the file is called."""
    digest = hashlib.sha256(f"{version('perscoach')} {asdict(options)} {source.stat().st_size}".encode())
    with source.open("rb") as file:
        digest.update(file.read(DIGEST_BYTES))
        file.seek(max(0, source.stat().st_size - DIGEST_BYTES))
        digest.update(file.read(DIGEST_BYTES))
    return digest.hexdigest()[:16]
