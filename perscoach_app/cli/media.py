"""`perscoach process`, `perscoach pose` and `perscoach crop`: videos in, transparent clips, poses and cropped clips out."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from perscoach_app.cli.speech import JsonFlag, LanguageFlag, fail, language, last_line
from perscoach_app.cli.videos import Video, failing_clearly, native_notes_hidden, progress_shown

if TYPE_CHECKING:
    from gpu_jobs.clock import OnProgress
    from gpu_jobs.errors import Notice
    from gpu_jobs.first_look import OnNotices
    from gpu_jobs.options import ProcessOptions
    from gpu_jobs.pipeline import ProcessResult

Quality = Literal["preview", "publish"]
Preset = Literal["natural", "warm", "crisp", "soft"]
Light = Literal["left", "right", "top", "bottom", "none"]


def process(
    video: Video,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Where the results go.")],
    *,
    crop: Annotated[Literal["auto", "none"], typer.Option(help="Cut the picture to the person, or keep it whole.")] = "auto",
    quality: Annotated[Quality, typer.Option(help="Quick, or smaller and finer.")] = "preview",
    preview: Annotated[bool, typer.Option("--preview", help="The same as --quality preview.")] = False,
    colour: Annotated[Literal["v11", "none"], typer.Option("--colour", "--color", help="Grade the colours, or leave them.")] = "v11",
    preset: Annotated[Preset, typer.Option(help="The grade's look.")] = "natural",
    strength: Annotated[float, typer.Option(min=0, max=1.5, help="How far the grade goes: 0 as filmed, 1 the preset.")] = 1.0,
    pose: Annotated[
        str, typer.Option(metavar="NAME", help="The pose estimator: mediapipe, mediapipe-lite, mediapipe-heavy, rtmpose, sam3d_body.")
    ] = "mediapipe",
    matting: Annotated[str, typer.Option(metavar="NAME", help="What cuts out: mediapipe, selfie, modnet, birefnet.")] = "mediapipe",
    relight: Annotated[str, typer.Option(metavar="NAME", help="Make the light over: none, iclight, iclight-fbc.")] = "none",
    light: Annotated[Light, typer.Option(help="Where the new light comes from.")] = "none",
    light_strength: Annotated[float, typer.Option(min=0, max=1, help="How far the new light goes.")] = 0.7,
    stacked: Annotated[bool, typer.Option("--stacked/--no-stacked", help="Also a video for Safari: colour over mask.")] = True,
    cut: Annotated[bool, typer.Option("--cut", help="Also one video for every exercise found.")] = False,
    frames: Annotated[bool, typer.Option("--frames", help="Also every frame as a PNG with alpha.")] = False,
    ray: Annotated[bool, typer.Option("--ray/--no-ray", help="Share the work among the cores, or do it all in this process.")] = True,
    as_json: JsonFlag = False,
    chosen: LanguageFlag = None,
) -> None:
    """Cut the person out of VIDEO, grade the colour, read the 3D pose, cut it by movement."""
    words = language(chosen)
    with failing_clearly(words):
        from gpu_jobs.options import ProcessOptions

        options = ProcessOptions(
            crop=crop,
            quality="preview" if preview else quality,
            pose=pose,
            matting=matting,
            relight=relight,
            light=light,
            light_strength=light_strength,
            colour=colour,
            preset=preset,
            strength=strength,
            stacked=stacked,
            cut=cut,
            frames=frames,
        )

        def early(notices: "Sequence[Notice]") -> None:
            for notice in notices:
                typer.echo(notice.sentence(words), err=True)  # now, so that the trainer can film again instead of waiting

        with native_notes_hidden(), progress_shown(words, hidden=as_json) as tell:
            result = (_shared_out if ray else _done_here)(video, out, options, tell, early if not as_json else _unheard)
    warnings = [notice.sentence(words) for notice in result.warnings]
    if as_json:
        stages = {stage: round(seconds, 3) for stage, seconds in result.stages.items()}
        files = {name: str(path) for name, path in result.files.items()}
        answer = {"files": files, "frames": result.frames, "stages": stages, "wall_s": round(result.wall_s, 3), "warnings": warnings}
        last_line(answer)
        return
    for warning in warnings:
        typer.echo(warning, err=True)
    for path in result.files.values():
        typer.echo(path)


def pose(
    video: Video,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The pose file to write.")],
    as_json: JsonFlag = False,
    chosen: LanguageFlag = None,
) -> None:
    """Read the 3D pose out of VIDEO, nothing else."""
    words = language(chosen)
    start = perf_counter()
    with failing_clearly(words):
        from gpu_jobs.extract import extract, write_poses

        with native_notes_hidden(), progress_shown(words, hidden=as_json) as tell:
            found = extract(video, tell)
        write_poses(out, found.poses)
    warnings = [notice.sentence(words) for notice in found.notices]
    if as_json:
        stages = {stage: round(seconds, 3) for stage, seconds in found.stages.items()}
        wall_s = round(perf_counter() - start, 3)
        answer = {"files": {out.name: str(out)}, "frames": len(found.poses.track), "stages": stages, "wall_s": wall_s}
        last_line({**answer, "warnings": warnings})
        return
    for warning in warnings:
        typer.echo(warning, err=True)
    typer.echo(out)


def crop(
    video: Video,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The MP4 to write.")],
    as_json: JsonFlag = False,
    chosen: LanguageFlag = None,
) -> None:
    """Cut VIDEO to where the person goes, nothing else."""
    words = language(chosen)
    if out.suffix.lower() != ".mp4":
        fail({"ru": f"Имя файла должно кончаться на .mp4: {out}.", "en": f"The file's name must end in .mp4: {out}."}[words])
    with failing_clearly(words):
        from gpu_jobs.cropped import crop_video

        with native_notes_hidden(), progress_shown(words, hidden=as_json) as tell:
            box = crop_video(video, out, tell)
    if as_json:
        place = {"x": round(box.left), "y": round(box.top), "width": round(box.width), "height": round(box.height)}
        last_line({"files": {out.name: str(out)}, "crop": place})
        return
    typer.echo(out)


def _shared_out(video: Path, out: Path, options: "ProcessOptions", tell: "OnProgress", early: "OnNotices") -> "ProcessResult":
    from gpu_jobs.cluster import process_video

    return process_video(video, out, options, tell, early)


def _done_here(video: Path, out: Path, options: "ProcessOptions", tell: "OnProgress", early: "OnNotices") -> "ProcessResult":
    from gpu_jobs.pipeline import process
    from gpu_jobs.workers import Here

    return process(video, out, options, tell, Here(), early)


def _unheard(_: "Sequence[Notice]") -> None:
    """They are among the warnings at the end."""
