"""Seconds after the upload the trainer knows whether to film again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from gpu_jobs.errors import VideoRejected
from gpu_jobs.frames import Frame, Pixels
from gpu_jobs.quick_check import quick_check
from gpu_jobs.video.glance import FIRST_S, LATER, Glances
from gpu_jobs.video.probe import Clip, probe
from tests.jobs.conftest import SAMPLES
from tests.synthetic.clips import rendered_squat

LONGEST_S = 60.0  # what is promised; 2 to 5 on quiet cores, 32 were seen on cores shared with eight others
Change = Callable[[int, Pixels], Pixels]


@pytest.fixture(scope="module")
def squat() -> tuple[Clip, list[Frame]]:
    clip = probe(rendered_squat()[0])
    return clip, list(Glances(clip, 960))


def found(squat: tuple[Clip, list[Frame]], change: Change) -> list[str]:
    """What is said of the clip, had it been filmed otherwise."""
    clip, frames = squat
    changed = [Frame(frame.time_ms, np.ascontiguousarray(change(number, frame.pixels))) for number, frame in enumerate(frames)]
    height, width = changed[0].pixels.shape[:2]
    return [notice.code for notice in quick_check(replace(clip, width=width, height=height), frames=changed).notices]


def test_a_good_clip_raises_nothing(squat: tuple[Clip, list[Frame]]) -> None:
    look = quick_check(squat[0])
    assert look.notices == ()
    assert look.samples == len(squat[1]) == 10
    assert look.seconds < LONGEST_S


def _tiny(_: int, pixels: Pixels) -> Pixels:
    small = cv2.resize(pixels, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    return cv2.copyMakeBorder(small, 80, 80, 60, 60, cv2.BORDER_REPLICATE)


def _brighter(by: float) -> Change:
    return lambda _, pixels: np.clip(pixels * by, 0, 255).astype(np.uint8)


def _in_the_hand(number: int, pixels: Pixels) -> Pixels:
    x, y = np.random.default_rng(number).integers(0, 12, 2)
    return np.roll(pixels, (y, x), axis=(0, 1))[12:, 12:]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _, pixels: pixels[: len(pixels) * 7 // 10], ["feet_cut_off"]),
        (lambda _, pixels: pixels[len(pixels) * 18 // 100 :], ["head_cut_off"]),
        (_tiny, ["person_too_small"]),
        (_brighter(0.2), ["too_dark"]),
        (_brighter(3.0), ["over_exposed"]),
        (_in_the_hand, ["camera_moves"]),
        (lambda _, pixels: np.concatenate([pixels, pixels], axis=1), ["two_people"]),
        (lambda number, pixels: pixels if number % 2 else np.full_like(pixels, 120), ["person_lost"]),
    ],
    ids=["feet", "head", "tiny", "dark", "bright", "hand", "two", "lost"],
)
def test_bad_filming_is_named(squat: tuple[Clip, list[Frame]], change: Change, said: list[str]) -> None:
    assert found(squat, change) == said


def test_a_still_picture_is_named(squat: tuple[Clip, list[Frame]]) -> None:
    assert found(squat, lambda _, pixels: squat[1][0].pixels) == ["no_movement"]


def test_an_empty_room_is_refused(squat: tuple[Clip, list[Frame]]) -> None:
    with pytest.raises(VideoRejected) as refused:
        found(squat, lambda _, pixels: np.full_like(pixels, 120))
    assert refused.value.code == "no_person"


def test_glances_begin_close_and_reach_the_end(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"g": "10"})
        stream.width = stream.height = 64
        for number in range(300):
            picture = np.full((64, 64, 3), number % 250, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    times = [frame.time_ms / 1000 for frame in Glances(probe(path), 64)]
    beginning, later = [time for time in times if time < FIRST_S], [time for time in times if time >= FIRST_S]
    assert np.allclose(beginning, np.arange(20) * 0.3)
    assert len(later) == LATER
    assert np.allclose(later, np.linspace(FIRST_S, 30, LATER + 1)[1:], atol=1.0)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tfjs-models/pose_squats", set()),
        ("gymnai/push_up", set()),
        ("gymnai/overhead_press", {"feet_cut_off", "hands_leave"}),
        ("gymnai/butt_kicks", {"camera_moves"}),
    ],
)
def test_real_clips(name: str, said: set[str]) -> None:
    path = SAMPLES / "videos" / f"{name}.mp4"
    if not path.is_file():
        pytest.skip(f"no real clips: PERSCOACH_SAMPLES names no folder with {path.name}")
    look = quick_check(probe(path))
    assert {notice.code for notice in look.notices} == said
    assert look.seconds < LONGEST_S
