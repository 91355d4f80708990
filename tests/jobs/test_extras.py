"""What richer estimators tell beyond the landmarks, from the frames through chunks on disk to the clip's arrays."""

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs import extras, look
from gpu_jobs.extras import channels, collected
from gpu_jobs.frames import Chunk, Pixels
from gpu_jobs.kept import Kept
from gpu_jobs.pose import Person, Place
from gpu_jobs.pose.blazepose import BlazePose

EVERY = 3
CORNERS = np.array([[0, 1, 2]], np.int32)


class Richer(BlazePose):
    """BlazePose that also says the time, and a surface of two corners in every third frame."""

    @property
    def constants(self) -> Mapping[str, NDArray[np.generic]]:
        return {"faces": CORNERS}

    def see_all(self, frames: Sequence[Pixels], times_ms: Sequence[int]) -> list[Person | None]:
        people = super().see_all(frames, times_ms)
        return [
            person and replace(person, extras=told(number, time))
            for number, (person, time) in enumerate(zip(people, times_ms, strict=True))
        ]


def told(number: int, time_ms: int) -> dict[str, NDArray[np.float32]]:
    each = {"clock": np.array([time_ms], np.float32)}
    return each | ({"vertices_every_n": np.full((2, 3), time_ms, np.float32)} if number % EVERY == 0 else {})


def nobody(time_ms: int) -> Person:
    place = Place(0.5, 0.5, 0.5, 0.0)
    blank = np.zeros((33, 3), np.float32)
    return Person(blank, blank, np.ones(33, np.float32), None, place, told(time_ms, time_ms))


def test_extras_stay_with_their_frames_on_disk_and_in_the_clip(
    person: list[NDArray[np.uint8]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "_opened", lambda _: Richer("lite"))
    empty = np.full_like(person[0], 120)
    chunks = [Chunk((0, 40, 80), np.stack([person[0], empty, person[1]])), Chunk((120, 160), np.stack([person[2], person[3]]))]
    kept = Kept(tmp_path)
    for number, chunk in enumerate(chunks):
        kept.keep_seen(number, look.look(chunk, "richer"))
    back = [kept.seen(number) for number in range(2)]
    found = channels((part.times_ms, part.extras, part.constants) for part in back if part is not None)
    assert np.array_equal(found["clock"][:, 0], np.array([0, np.nan, 80, 120, 160], np.float32), equal_nan=True)
    assert found["vertices_frames"].tolist() == [0, 3]
    assert found["vertices_every_n"][:, 0, 0].tolist() == [0, 120]
    assert np.array_equal(found["faces"], CORNERS)


def test_of_a_long_clip_fewer_bodies_are_kept_evenly_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "MOST_MOMENTS", 10)
    chunk = collected([nobody(time_ms) for time_ms in range(9)])
    found = channels((range(9), chunk, {}) for _ in range(20))
    frames = found["vertices_frames"]
    assert 5 <= len(frames) <= 10
    assert len(set(np.diff(frames))) == 1
    assert len(found["clock"]) == 180


def test_chunks_with_extras_travel_between_processes(person: list[NDArray[np.uint8]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "_opened", lambda _: Richer("lite"))
    seen = look.look(Chunk((0,), np.stack([person[0]])), "richer")
    back = pickle.loads(pickle.dumps(seen))
    assert np.array_equal(back.extras["clock"].values, seen.extras["clock"].values)
    assert np.array_equal(back.constants["faces"], CORNERS)


def test_without_extras_there_are_none(person: list[NDArray[np.uint8]]) -> None:
    seen = look.look(Chunk((0,), np.stack([person[0]])), "mediapipe-lite")
    assert channels([(seen.times_ms, seen.extras, pickle.loads(pickle.dumps(seen.constants)))]) == {}
