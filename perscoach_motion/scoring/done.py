"""What a client's performance is made of once it lies beside the trainer's clip."""

from dataclasses import dataclass
from math import isnan, nan

from perscoach_motion.alignment.tilt import Matrix
from perscoach_motion.counting.reps import kind_of
from perscoach_motion.directions.motion import Motion
from perscoach_motion.directions.view import View
from perscoach_motion.scoring.judge import Differences


@dataclass(frozen=True, slots=True)
class Reading:
    """As what a stretch of the client's clip is laid beside the trainer's.

    Attributes:
        mirrored: whether left and right were exchanged.
        tilt: the rotation that was taken out.
        sight: how differences are weighed.
        heading: radians that were taken out of the client's own clip.
    """

    mirrored: bool
    tilt: Matrix
    sight: View
    heading: float


@dataclass(frozen=True, slots=True)
class Done:
    """One repetition of the client's, or one window of a held position.

    Attributes:
        start_s, end_s: seconds of the client's clock.
        depth: how far it went, 1 is the trainer's; NaN in a hold.
        way: number of the trainer's template it is nearest to.
        differs: from that template.
        rows: frames of the motion that were looked at.
        reading: as what it was laid beside the template.
        asked: number of the trainer's repetition it answers to, counted on over the clip's loops; ``None`` for one too many.
        lag_s: seconds behind the trainer, NaN where it answers to none.
        tempo: the trainer's time for it as a share of the client's: above 1 the client is quicker.
    """

    start_s: float
    end_s: float
    depth: float
    way: int
    differs: Differences
    rows: range
    reading: Reading
    asked: int | None = None
    lag_s: float = nan
    tempo: float = nan

    @property
    def kind(self) -> str:
        """``"whole"``, ``"half"``, ``"broken_off"``, or ``"hold"``."""
        return self.kind_at(1.0)

    def kind_at(self, share: float) -> str:
        """The same where this share of the trainer's depth is a whole repetition.

        Example:
            >>> from perscoach_motion.demonstration import lesson
            >>> _, found = lesson()
            >>> [one.kind_at(0.5) for one in found.done]
            ['whole', 'whole']
        """
        return "hold" if isnan(self.depth) else kind_of(max(self.depth, self.differs.fullness) / share)


@dataclass(frozen=True, slots=True)
class Performance:
    """A client's clip laid beside the trainer's.

    Attributes:
        motion: the client's limbs in the trainer's numbering, tilt taken out.
        reading: what holds for the clip; of one who changes sides, for the side that she did more of.
        done: every repetition, in time order, each with its own reading.
        missed: (start, end) seconds of the client's clock of the trainer's repetitions that were watched and not done.
        cost: mean cost of the matches, for choosing between mirrored and not.
    """

    motion: Motion
    reading: Reading
    done: list[Done]
    missed: list[tuple[float, float]]
    cost: float
