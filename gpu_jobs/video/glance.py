"""A few frames of a clip, soon: close together at its beginning, and single ones from all over it."""

from collections.abc import Iterator
from fractions import Fraction

import av.error
import numpy as np
from av.video.frame import VideoFrame

from gpu_jobs.video.container import opened
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import picture_of

FIRST_S = 6.0  # s of the beginning: two or three repetitions
EVERY_S = Fraction(3, 10)  # s between two of its frames; a squat at its usual pace is seen six times
LATER = 8  # frames from the rest; each costs a seek and the decoding of one key frame


class Glances(Reader):
    """Reads a clip's beginning every `EVERY_S`, and then key frames spread over the rest, in order of time."""

    def _timed(self) -> Iterator[tuple[VideoFrame, Fraction, Fraction | None]]:
        yield from self._beginning()  # which lets go of the file: an open one has a single place
        if self.clip.duration_s > FIRST_S:
            yield from self._later()

    def _beginning(self) -> Iterator[tuple[VideoFrame, Fraction, Fraction | None]]:
        due = Fraction(0)
        for frame, time, aspect in super()._timed():
            if time >= FIRST_S:
                return
            if time >= due:
                due = (time // EVERY_S + 1) * EVERY_S
                yield frame, time, aspect

    def _later(self) -> Iterator[tuple[VideoFrame, Fraction, Fraction | None]]:
        """Key frames from after the beginning; fewer where the clip has few, none where it cannot be searched."""
        with opened(self.source or self.clip.path) as container:
            stream = picture_of(container, self.clip.path)
            tick = stream.time_base or Fraction(1, 1000)
            start = (stream.start_time or 0) + int(Fraction(self.clip.start_ms, 1000) / tick)
            last = Fraction(0)
            for target in np.linspace(FIRST_S, self.clip.duration_s, LATER + 1)[1:]:
                try:
                    container.seek(start + int(Fraction(float(target)) / tick), stream=stream)
                    frame = next(container.decode(stream), None)
                except MemoryError:
                    raise
                except av.error.FFmpegError:
                    continue  # The later passes say what is broken; here the other frames do.
                if frame is None or frame.pts is None:
                    continue
                time = (frame.pts - start) * tick
                if time > last and time >= FIRST_S:
                    last = time
                    yield frame, time, stream.sample_aspect_ratio
