"""What a session comes to by the samples of the page."""

import itertools
import json
from typing import Any

import pytest

from perscoach_motion.session.samples import Sample, SamplesRejected, read_sample, summarise


def session(scores: list[float | None], thigh: float = 90.0, every_s: float = 0.25) -> list[Sample]:
    limbs = [None if score is None else 95.0 for score in scores]
    return [
        Sample(
            k * every_s,
            score,
            0.5,
            0.3,
            k // 12,
            (limbs[k], limbs[k], thigh if score is not None and score < 70 else limbs[k], *[limbs[k]] * 11),
        )
        for k, score in enumerate(scores)
    ]


def test_the_strip_covers_the_session_and_shows_where_it_went_wrong() -> None:
    summary = summarise(session([95.0] * 40 + [30.0] * 20 + [90.0] * 40, thigh=20.0))
    strip = summary["strip"]
    assert strip[0]["start_s"] == 0
    assert strip[-1]["end_s"] == summary["duration_s"]
    assert all(a["end_s"] == b["start_s"] for a, b in itertools.pairwise(strip))
    assert {piece["score"] for piece in strip if piece["start_s"] >= 10.5 and piece["end_s"] <= 14.5} == {30.0}
    (moment, *_) = summary["moments"]
    assert 9.5 <= moment["start_s"] <= 15
    assert moment["limb"] == "left_thigh"
    assert "бедро" in moment["words"]["ru"]
    assert "thigh" in moment["words"]["en"]
    json.dumps(summary, allow_nan=False)


def test_moments_do_not_overlap_and_a_good_session_has_none() -> None:
    moments = summarise(session([20.0] * 200))["moments"]
    assert len(moments) == 3
    assert all(a["end_s"] < b["start_s"] for a, b in itertools.pairwise(moments))
    assert summarise(session([95.0] * 200))["moments"] == []


def test_a_good_end_does_not_hide_a_bad_beginning() -> None:
    mixed = summarise(session([20.0] * 50 + [100.0] * 50))["score"]
    assert 40 < mixed < 60


def test_time_not_seen_is_said_and_not_counted() -> None:
    summary = summarise(session([None] * 50 + [90.0] * 50))
    assert summary["seen"] == 0.5
    assert summary["score"] == 90.0
    assert summary["strip"][0]["score"] is None


def test_an_empty_session_is_a_summary_too() -> None:
    summary = summarise([], 0.0)
    assert summary["score"] is None
    assert summary["strip"] == []
    assert summary["seen"] == 0.0


def test_repeated_samples_count_once() -> None:
    samples = session([80.0] * 20)
    assert summarise([*samples, *samples]) == summarise(samples)


@pytest.mark.parametrize(
    "row",
    [None, [], [1, 2, 3], [0, 101, 0, 0, 0, None], ["0", 1, 0, 0, 0, None], [0, 1, 0, 0, -1, None], [0, 1, 0, 0, 0, [1]],
     [0, float("nan"), 0, 0, 0, None], [None, 1, 0, 0, 0, None], [0, True, 0, 0, 0, None], [0, 1, 0, 0, True, None]],
)  # fmt: skip
def test_samples_no_page_sends_are_refused(row: Any) -> None:
    with pytest.raises(SamplesRejected):
        read_sample(row)


def test_a_sample_as_the_page_sends_it() -> None:
    sample = read_sample([1.5, 88, 0.4, None, 3, [None] * 14])
    assert (sample.t, sample.score, sample.reps, sample.lag_s) == (1.5, 88.0, 3, None)
