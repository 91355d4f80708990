"""How a clip is cut into chunks, and what is kept of finished ones."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpu_jobs.frames import CHUNK_BYTES, Frame, chunked, lengths
from gpu_jobs.rendering import RENDER_FRAMES, spans
from gpu_jobs.samples import MOST, Samples


@given(frames=st.integers(1, 5000), most=st.integers(1, 90))
def test_chunks_hold_every_frame_once(frames: int, most: int) -> None:
    sizes = list(lengths(frames, most))
    assert sum(sizes) == frames
    assert all(1 <= size <= most for size in sizes)


def test_a_long_clip_travels_in_halves_at_both_ends() -> None:
    sizes = list(lengths(600, 60))
    assert sizes[:2] == [30, 30]
    assert sizes[-4:] == [30, 30, 30, 30]
    assert set(sizes[2:-4]) == {60}


@given(frames=st.integers(2, 3000), starts=st.lists(st.integers(0, 3000), max_size=8), frame_bytes=st.integers(10_000, 8_000_000))
def test_spans_cover_the_clip_and_begin_at_every_exercise(frames: int, starts: list[int], frame_bytes: int) -> None:
    cut = spans(frames, frame_bytes, starts)
    assert cut[0].first == 0
    assert cut[-1].behind == frames
    assert all(one.behind == other.first and one.first < one.behind for one, other in pairwise(cut))
    assert {start for start in starts if 0 < start < frames} <= {span.first for span in cut}
    most = max(1, min(RENDER_FRAMES, CHUNK_BYTES // frame_bytes))
    assert max(span.behind - span.first for span in cut) <= 1.5 * most


def test_frames_may_lie_where_the_next_one_will_be() -> None:
    ring = np.zeros((2, 2, 3), np.uint8)

    def frames() -> object:
        for number in range(5):
            ring[:] = number
            yield Frame(number * 40, ring)

    chunks = list(chunked(frames(), [2, 2]))  # type: ignore[arg-type]
    assert [chunk.times_ms for chunk in chunks] == [(0, 40), (80, 120), (160,)]
    assert [int(pixels.max()) for chunk in chunks for pixels in chunk.pixels] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("frames", [1, MOST, MOST + 1, 1000])
def test_samples_are_spread_evenly_whatever_the_length(frames: int) -> None:
    samples = Samples()
    for number in range(frames):
        samples.offer(number, np.full((1, 1, 3), number % 256, np.uint8))
    numbers = list(samples.frames)
    assert numbers[0] == 0
    assert min(frames, MOST // 2) <= len(numbers) <= MOST
    assert len({later - earlier for earlier, later in pairwise(numbers)}) <= 1
    assert numbers[-1] >= frames * 0.85 - 1
