"""Two repetitions as a film of skeletons side by side, in step with each other: «было — стало». No room, no face, no camera's picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from gpu_jobs.frames import Pixels
from gpu_jobs.video.film import FilmWriter
from perscoach_motion.session.in_phase import Body
from perscoach_motion.skeleton import CONNECTIONS, INDEX, LEFT_EAR, RIGHT_EAR

WIDTH, HEIGHT = 960, 720  # px; each panel is a half
FRAME_MS = 50
LEAST_MS = 6_000  # a film for a messenger: shorter ones flicker past
FLOOR = 680  # px from above; the words are on top: a player lays its buttons over the bottom
TOP = 28  # px
ROOM = (452, 540)  # px that a body may take of its panel, across and upwards
HEAD_M = 0.11  # radius of a head
BONE, JOINT, WORDS = 11, 7, 30  # px: a bone's width, a joint's radius, the height of letters
NIGHT, LINE, TEXT, MUTED = (20, 20, 31), (58, 60, 76), (241, 243, 248), (163, 169, 189)
BEFORE, AFTER = ((163, 169, 189), (110, 116, 138)), ((0, 255, 136), (0, 166, 92))
"""The body's left side, nearer to the eye, and its right: brighter is nearer."""
GHOST = ((58, 60, 76), (48, 50, 64))
"""Of the first repetition behind the latest one."""
_JOINTS = tuple(sorted({number for bone in CONNECTIONS for number in bone}))
_RIGHT = frozenset(number for name, number in INDEX.items() if name.startswith("right_"))

Tone = tuple[tuple[int, int, int], tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One repetition and what stands below it."""

    bodies: Sequence[Body]
    title: str
    line: str


def draw(before: Shown, after: Shown, film: Path, fonts: Sequence[Path]) -> None:
    """Writes the film: MP4, H.264, the movement over and over.

    Args:
        before: the earlier repetition, as many moments as the later one.
        after: the later.
        film: where to write it.
        fonts: files of letters; what the first has none for the next is asked for.
    """
    ground = _ground(before, after, fonts)
    scale = min(_fitting(before.bodies), _fitting(after.bodies))
    pictures = []
    for first, latest in zip(before.bodies, after.bodies, strict=True):
        picture = ground.copy()
        for body, tone, middle in ((first, BEFORE, WIDTH // 4), (first, GHOST, 3 * WIDTH // 4), (latest, AFTER, 3 * WIDTH // 4)):
            _draw_body(picture, body, tone, middle, scale)
        pictures.append(picture)
    rounds = max(2, -(-LEAST_MS // (FRAME_MS * len(pictures))))
    with FilmWriter(film) as writer:
        for number in range(rounds * len(pictures)):
            writer.add(pictures[number % len(pictures)], number * FRAME_MS)


def _fitting(bodies: Sequence[Body]) -> float:
    """Pixels for a metre with which all of these stay in their panel."""
    across = max(abs(x) for body in bodies for x, _ in body) + HEAD_M
    upwards = max(y for body in bodies for _, y in body) + 2 * HEAD_M
    return min(ROOM[0] / 2 / across, ROOM[1] / upwards)


def _draw_body(picture: Pixels, body: Body, tone: Tone, middle: int, scale: float) -> None:
    """The far side first; a sixteenth of a pixel counts, or a slow movement would tremble."""
    places = [(middle + x * scale, FLOOR - y * scale) for x, y in body]
    bones = sorted(CONNECTIONS, key=lambda bone: not _is_right(bone))
    for one, other in bones:
        cv2.line(picture, _fine(places[one]), _fine(places[other]), tone[_is_right((one, other))], BONE, cv2.LINE_AA, 4)
    for number in _JOINTS:
        cv2.circle(picture, _fine(places[number]), JOINT << 4, tone[number in _RIGHT], cv2.FILLED, cv2.LINE_AA, 4)
    ears = [(places[LEFT_EAR][axis] + places[RIGHT_EAR][axis]) / 2 for axis in (0, 1)]
    cv2.circle(picture, _fine((ears[0], ears[1])), round(HEAD_M * scale * 16), tone[0], BONE, cv2.LINE_AA, 4)


def _is_right(bone: tuple[int, int]) -> bool:
    return bone[0] in _RIGHT and bone[1] in _RIGHT


def _fine(place: tuple[float, float]) -> tuple[int, int]:
    return round(place[0] * 16), round(place[1] * 16)


def _ground(before: Shown, after: Shown, fonts: Sequence[Path]) -> Pixels:
    """What does not move: the floor and the words."""
    image = Image.new("RGB", (WIDTH, HEIGHT), NIGHT)
    pen = ImageDraw.Draw(image)
    for shown, left in ((before, 0), (after, WIDTH // 2)):
        pen.line((left + 30, FLOOR + 8, left + WIDTH // 2 - 30, FLOOR + 8), LINE, 2)
        _write(pen, shown.title, left + WIDTH // 4, TOP, WORDS, 600, TEXT, fonts)
        _write(pen, shown.line, left + WIDTH // 4, TOP + 40, round(0.7 * WORDS), 400, MUTED, fonts)
    return np.asarray(image).copy()


def _write(
    pen: ImageDraw.ImageDraw, words: str, middle: int, top: int, height: int, weight: int, tone: tuple[int, int, int], fonts: Sequence[Path]
) -> None:
    """One line, centred; every letter in the first font that has it."""
    opened = [ImageFont.truetype(str(font), height) for font in fonts]
    for font in opened:
        font.set_variation_by_axes([weight])
    blanks = [font.getmask("\uffff").getbbox() for font in opened]
    letters = [(sign, next((k for k, font in enumerate(opened) if _has(font, sign, blanks[k])), 0)) for sign in words]
    x = middle - sum(opened[k].getlength(sign) for sign, k in letters) / 2
    for sign, k in letters:
        pen.text((x, top + height), sign, tone, opened[k], anchor="ls")
        x += opened[k].getlength(sign)


def _has(font: ImageFont.FreeTypeFont, sign: str, blank: object) -> bool:
    return sign.isspace() or font.getmask(sign).getbbox() != blank
