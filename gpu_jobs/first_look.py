"""The quick check beside the long work: no worker waits for it, and the trainer hears of it as soon as it is done."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from gpu_jobs.clock import OnProgress, Progress
from gpu_jobs.errors import Notice
from gpu_jobs.quick_check import QuickLook, quick_check
from gpu_jobs.video.probe import Clip

OnNotices = Callable[[Sequence[Notice]], None]


class FirstLook:
    """Looks at a few frames in a thread of its own.

    Attributes:
        notices: What it found, once it has been told.
    """

    def __init__(self, clip: Clip, pose: str, on_notices: OnNotices) -> None:
        """
        Args:
            clip: What to look at.
            pose: Registry name of the estimator.
            on_notices: Told what was found, in the thread that asks.
        """
        self.notices: tuple[Notice, ...] = ()
        self._on_notices = on_notices
        self._thread = ThreadPoolExecutor(1, "first-look")
        self._found: Future[QuickLook] | None = self._thread.submit(quick_check, clip, pose)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._thread.shutdown()

    def beside(self, on_progress: OnProgress) -> OnProgress:
        """A listener that also tells what was found, or raises that the clip is hopeless, as soon as that is known."""

        def told(progress: Progress) -> None:
            if self._found is not None and self._found.done():
                self.wait()
            on_progress(progress)

        return told

    def wait(self) -> None:
        """Wait for it and tell, unless that has been done.

        Raises:
            VideoRejected: Nobody is in the clip.
        """
        if self._found is None:
            return
        found, self._found = self._found, None
        self.notices = found.result().notices
        self._on_notices(self.notices)
