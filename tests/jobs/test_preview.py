"""`preview.html`: one page, nothing from elsewhere, opened by a double click; `tests/browser/test_preview.py` plays it."""

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np

from gpu_jobs.preview import MOST_FRAMES, WORDS, preview
from perscoach_motion.cutting.segments import segments
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.skeleton import CONNECTIONS
from perscoach_motion.trackfile import PoseFile
from tests.motion.figures import Figure, film, pose_file


def squats() -> PoseFile:
    poses = pose_file(film(Figure()))
    return replace(poses, segments=segments(poses.track))


def carried(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_page_needs_no_other_host() -> None:
    page = preview(squats())
    assert not re.search(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", page.replace("{{", "")), "no address of any host"
    assert not re.search(r"<(?:link|script src|img|iframe)", page)
    assert "default-src 'none'" in page
    assert "{{" not in page


def test_the_page_knows_the_exercises_and_both_languages() -> None:
    data = carried(preview(squats(), language="en"))
    assert [(one["kind"], len(one["reps"])) for one in data["segments"]] == [("squat-like", 3)]
    assert data["language"] == "en"
    assert WORDS["ru"].keys() == WORDS["en"].keys() < data["words"]["ru"].keys()
    assert data["words"]["ru"]["kinds"]["squat-like"] != data["words"]["en"]["kinds"]["squat-like"]


def test_the_skeleton_comes_back_and_says_where_nobody_is() -> None:
    poses = squats()
    times, image, world, visibility = (values.copy() for values in arrays(poses.track))
    for values in (image, world, visibility):
        values[5:8] = np.nan
    data = carried(preview(replace(poses, track=track_from_arrays(times, image, world, visibility, poses.track.aspect))))["poses"]
    drawn = sorted({number for line in CONNECTIONS for number in line})
    for place, number in enumerate(drawn):
        level, x = 0, []
        for step in data["channels"][2 * place]:
            level += step or 0
            x.append(np.nan if step is None else level / 1000)
        assert np.allclose(x, image[:, number, 0], atol=6e-4, equal_nan=True)
    assert np.allclose(np.cumsum(data["times"]) / 1000, times, atol=1e-3)
    assert [[drawn[one], drawn[other]] for one, other in data["lines"]] == [list(line) for line in CONNECTIONS]


def test_a_long_clip_stays_small() -> None:
    poses = pose_file(film(Figure(repetitions=40, fps=60.0, noise_m=0.005)))
    page = preview(poses)
    assert len(carried(page)["poses"]["times"]) <= MOST_FRAMES
    assert len(page.encode()) < 1_000_000


def test_a_name_cannot_end_the_script() -> None:
    page = preview(squats(), webm="</script><script>alert(1)</script>.webm")
    assert page.count("</script>") == 2
    assert carried(page)["webm"].startswith("</script>")


def test_without_a_second_rendition_none_is_offered() -> None:
    assert carried(preview(squats(), stacked=False))["stacked"] == ""
    assert carried(preview(squats(), stacked=True))["stacked"] == "trainer_stacked.mp4"
