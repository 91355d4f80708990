"""``perscoach compare``: one pose file scored against another."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from perscoach_app.cli.speech import JsonFlag, LanguageFlag, fail, language, last_line
from perscoach_motion.alignment.align import colour
from perscoach_motion.faults.words import LIMB_WORDS
from perscoach_motion.session import compare as comparison
from perscoach_motion.trackfile import PoseFile, TrackRejected, read

_SENTENCES = {
    "missing": ("Файла {path} нет. Проверьте путь.", "There is no file {path}. Check the path."),
    "unreadable": ("Файл {path} не читается: {why}.", "The file {path} cannot be read: {why}."),
    "nobody": (
        "В файле {path} нет ни одного кадра с человеком. Переснимите видео так, чтобы человек был виден целиком.",
        "The file {path} has no frame with a person. Film again so that the whole person is seen.",
    ),
}
_HEADS = {"limb": ("Часть тела", "Limb"), "score": ("Оценка", "Score"), "error": ("Ошибка, °", "Error, °"), "range": ("Амплитуда", "Range")}
_STYLES = {"green": "green", "amber": "yellow", "red": "red"}


def compare(
    trainer: Annotated[Path, typer.Argument(help="The trainer's trainer_poses.json.")],
    client: Annotated[Path, typer.Argument(help="The client's pose file, made by `perscoach pose`.")],
    as_json: JsonFlag = False,
    chosen: LanguageFlag = None,
) -> None:
    """Score one pose file against another."""
    speaks = language(chosen)
    trainers, clients = _read(trainer, speaks), _read(client, speaks)
    result = comparison.compare(trainers.track, clients.track, trainers.tolerance)
    if not as_json:
        _show(result, speaks)
        return
    last_line(result | {"problems": [problem | {"words": problem["words"][speaks]} for problem in result["problems"]]})


def _read(path: Path, speaks: str) -> PoseFile:
    try:
        poses = read(path)
    except FileNotFoundError:
        fail(_say("missing", speaks, path=path))
    except OSError as error:
        fail(_say("unreadable", speaks, path=path, why=error.strerror))
    except TrackRejected as refused:
        fail(f"{path}: {refused.sentence(speaks)}")
    if not any(poses.track.present(frame) for frame in range(len(poses.track))):
        fail(_say("nobody", speaks, path=path))
    return poses


def _say(key: str, speaks: str, **values: object) -> str:
    return _SENTENCES[key][0 if speaks == "ru" else 1].format(**values)


def _show(result: dict[str, Any], speaks: str) -> None:
    column = 0 if speaks == "ru" else 1
    console = Console()
    score = result["score"]
    console.print(f"[bold {_STYLES[colour(score)]}]{score:.0f}[/]" if score is not None else "[bold]—[/]")
    table = Table(*(head[column] for head in _HEADS.values()))
    for name, limb in result["limbs"].items():
        if limb["score"] is not None:
            ratio = "" if limb["rom_ratio"] is None else f"{100 * limb['rom_ratio']:.0f} %"
            table.add_row(
                LIMB_WORDS[name][column],
                f"{limb['score']:.0f}",
                "" if limb["error_deg"] is None else f"{limb['error_deg']:.0f}",
                ratio,
                style=_STYLES[colour(limb["score"])],
            )
    console.print(table)
    for problem in result["problems"]:
        times = f" ×{problem['count']}" if problem["count"] > 1 else ""
        console.print(f"{problem['start_s']:6.1f}–{problem['end_s']:.1f} s{times}  {problem['words'][speaks]}")
