"""A few frames spread evenly over a clip of unknown length, at full size: they tell the clip's colours and its empty room."""

from dataclasses import dataclass, field

from gpu_jobs.frames import Pixels

MOST = 24  # frames; as many again are passed on the way. At 1920x1080 they take 150 MB


@dataclass(slots=True)
class Samples:
    """Keeps every n-th frame; n doubles when there would be too many, so that memory does not grow with the clip.

    Attributes:
        frames: Number of the frame to its pixels, `(H, W, 3)` uint8 RGB.
    """

    frames: dict[int, Pixels] = field(default_factory=dict)
    _every: int = 1

    def offer(self, number: int, pixels: Pixels) -> None:
        """The next frame; frames are offered in order."""
        if number % self._every:
            return
        if len(self.frames) == MOST:
            self._every *= 2
            self.frames = {kept: held for kept, held in self.frames.items() if kept % self._every == 0}
            if number % self._every:
                return
        self.frames[number] = pixels.copy()  # they may lie where the next frame will be
