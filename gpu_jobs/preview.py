"""`preview.html`: the result over grey in any browser, opened from its folder, without a server and without any other host."""

import json
from itertools import pairwise
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np

from gpu_jobs.words import Language
from perscoach_motion.faults.words import KIND_WORDS
from perscoach_motion.npzfile import arrays
from perscoach_motion.skeleton import CONNECTIONS
from perscoach_motion.trackfile import PoseFile

TEMPLATE = Path(__file__).with_name("preview.html")
MOST_FRAMES = 3000
"""Of the skeleton: a longer clip shows every second frame or fewer, so that the page stays under a megabyte."""
DRAWN = tuple(sorted({number for line in CONNECTIONS for number in line}))
"""Landmarks that lines end at."""
PER_MILLE = 1000
"""Of the picture: half a step is half a pixel at 1080."""

CLEAR_RED = (
    "GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwEAAAAAAAJIEU2bdLpNu4tTq4QVSalmU6yBoU27i1OrhBZUrmtTrIHYTbuMU6uEElTDZ1OsggEy"
    "TbuMU6uEHFO7a1OsggIy7AEAAAAAAABZAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAVSalmsirXsYMPQkBNgI1MYXZmNjIuMTIuMTAyV0GNTGF2ZjYyLjEyLjEwMkSJiEBAgAAAAAAAFlSua9WuAQAAAAAAAEzXgQFzxYhByzWyxEX3/JyBACK1"
    "nIN1bmSIgQCGhVZfVlA5g4EBI+ODhAH8oFXgnbCBELqBEFPAgQFVsJBVuoEBVbGBAVW7gQFVuYEBElTDZ+xzc6BjwIBnyJpFo4dFTkNPREVSRIeNTGF2ZjYyLjEyLjEw"
    "MnNzxmPAi2PFiEHLNbLERff8Z8iRRaOKQUxQSEFfTU9ERUSHgTFnyKFFo4hEVVJBVElPTkSHkzAwOjAwOjAwLjAzMzAwMDAwMAAfQ7Z1QInngQCgQIOhwYEAAACCSYNC"
    "QADwAPYIOCQcGFYAACBAACKb//5ZE++Ug4wg37Ruo/2vXpPTZnhuWi6bWtnFvv//1Zn////91IAAdaG9prvugQGltoJJg0JAAPAA9gw4JBwYjAAAIEAAIpv//1ezDGgI"
    "HA8dNf6NCRnqUQN0BjFNKxM85C8LL4MFABxTu2uRu4+zgQC3iveBAfGCAaPwgQM="
)
"""A red picture, wholly transparent, one frame of VP9 with alpha: the page asks the browser with it (as ``assets/player/alpha.js``)."""

WORDS: dict[Language, dict[str, str]] = {
    "ru": {
        "title": "Результат · pers.coach",
        "exercises": "Упражнения",
        "choose": "Нажмите на упражнение, чтобы смотреть только его. Названия предложены, решаете вы.",
        "none": "Упражнений с повторениями в этом видео не нашлось.",
        "background": "Фон",
        "grey": "Серый",
        "dark": "Тёмный",
        "light": "Светлый",
        "checker": "Клетка",
        "view": "Вид",
        "skeleton": "Скелет",
        "slow": "Медленно",
        "sound": "Звук",
        "copy": "Копия для Safari",
        "play": "Смотреть",
        "pause": "Пауза",
        "s": "с",
        "broken": "Браузер не открывает видео из этой папки. Положите preview.html рядом с видео или откройте в Chrome.",
    },
    "en": {
        "title": "Result · pers.coach",
        "exercises": "Exercises",
        "choose": "Choose an exercise to watch only that. The names are proposals; you decide.",
        "none": "No exercise with repetitions was found in this video.",
        "background": "Background",
        "grey": "Grey",
        "dark": "Dark",
        "light": "Light",
        "checker": "Checker",
        "view": "View",
        "skeleton": "Skeleton",
        "slow": "Slow",
        "sound": "Sound",
        "copy": "Copy for Safari",
        "play": "Play",
        "pause": "Pause",
        "s": "s",
        "broken": "The browser cannot open the video in this folder. Keep preview.html beside the video, or open it in Chrome.",
    },
}


def preview(
    poses: PoseFile,
    *,
    webm: str = "trainer_transparent.webm",
    stacked: str | bool | None = "trainer_stacked.mp4",
    language: Language = "ru",
) -> str:
    """The page as HTML; exercises are those in the pose file.

    Where the browser cannot show VP9 with alpha, the page plays the stacked video and puts colour and mask together by an SVG filter:
    unlike a canvas, that reads no pixels, which browsers refuse for files opened from a disk.

    Args:
        poses: What was found.
        webm: The transparent video's name beside the page.
        stacked: The other rendition's name, `True` for its usual one; None or `False` where there is none.
        language: The page begins in; it can be switched.
    """
    other = "trainer_stacked.mp4" if stacked is True else stacked or ""
    size = poses.rendition
    data = {
        "webm": webm,
        "stacked": other,
        "width": size.width,
        "height": size.height,
        "duration": round(poses.source.duration_s or poses.track.duration, 3),
        "language": language,
        "segments": [
            {"start": one.start_s, "end": one.end_s, "kind": one.kind, "reps": [list(span) for span in one.repetitions]}
            for one in poses.segments
        ],
        "words": {
            name: {**words, "kinds": {kind: both[0 if name == "ru" else 1] for kind, both in KIND_WORDS.items()}}
            for name, words in WORDS.items()
        },
        "poses": _skeleton(poses),
    }
    # "<" would let a text end the script that carries it.
    packed = json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return TEMPLATE.read_text(encoding="utf-8").replace("{{CLEAR_RED}}", CLEAR_RED).replace("{{DATA}}", packed)


def _skeleton(poses: PoseFile) -> dict[str, Any]:
    """Times in milliseconds and places of the drawn landmarks, as differences; lines by place in the list."""
    times, image, _, _ = arrays(poses.track)
    every = max(1, -(-len(times) // MOST_FRAMES))
    places = image[::every][:, DRAWN, :2].reshape(-1, 2 * len(DRAWN))
    moments = np.rint(times[::every] * 1000).astype(int).tolist()
    return {
        "times": moments[:1] + [later - earlier for earlier, later in pairwise(moments)],
        "lines": [[DRAWN.index(one), DRAWN.index(other)] for one, other in CONNECTIONS],
        "channels": [_steps(channel) for channel in places.T.tolist()],
    }


def _steps(channel: list[float]) -> list[int | None]:
    steps: list[int | None] = []
    last = 0
    for value in channel:
        level = None if isnan(value) else round(value * PER_MILLE)
        steps.append(None if level is None else level - last)
        last = last if level is None else level
    return steps
