"""A set looked at once more when all of it is known, from its landmarks: what the live score cannot know yet.

Which repetition was the worst, and why; where in the trainer's clip each moment belongs. Only with the client's consent.
"""

from math import isnan
from typing import Any

from sqlmodel import Session

from perscoach_app.services import performances
from perscoach_app.services.performances import Seen
from perscoach_app.tables import TrainingSession
from perscoach_motion.session.heat import heat
from perscoach_motion.skeleton import LIMBS

SYNC_EVERY_S = 0.5  # how often the trainer's place beside the client's is written down: between two of them each goes on at one pace


def of(db: Session, row: TrainingSession, duration_s: float, asked: int | None) -> dict[str, Any] | None:
    """What a set's summary takes over. None where the landmarks are not there for the whole of it, or nobody is in them.

    Args:
        duration_s: of the set.
        asked: repetitions it was to have.
    """
    kept = performances.kept(db, row, duration_s, asked)
    seen = performances.seen(kept) if kept else None
    if seen is None or len(seen.track) == 0:
        return None
    found = said(seen)
    return found if found["score"] is not None else None


def said(seen: Seen) -> dict[str, Any]:
    """The same of a set that lies beside the clip already."""
    whole = seen.summary
    rows = whole["repetitions"]
    matrix = whole["matrix"]
    columns = zip(matrix["times"], zip(*(matrix["limbs"][name] for name in LIMBS), strict=True), strict=True)
    return {
        "score": whole["score"],
        "kinds": whole["reps"],
        "repetitions": rows,
        "moments": [{**one, **dict(zip(("first", "last"), _numbers(one, rows), strict=True))} for one in whole["moments"]],
        "heat": heat(columns, seen.duration_s or seen.track.duration),
        "limbs": whole["limbs"],
        "strip": whole["strip"],
        "worst_limb": whole["worst_limb"],
        "lag_s": whole["lag_s"],
        "tempo": whole["tempo"]["median"],
        "mirrored": whole["mirrored"],
        "heading_deg": whole["tilt"]["heading_deg"],
        "sync": sync(seen),
    }


def sync(seen: Seen) -> list[list[float]]:
    """``[set's second, clip's second]`` of frames that belong together, twice a second while a repetition is done."""
    rows: list[list[float]] = []
    times = seen.found.motion.times
    for done in seen.found.done:
        clip = seen.ask.templates[done.way].piece.times
        for i, j in done.differs.pairs:
            own_s = times[done.rows[i]]
            if isnan(own_s) or (rows and own_s - rows[-1][0] < SYNC_EVERY_S):
                continue
            rows.append([round(own_s, 2), round(clip[j], 2)])
    return rows


def _numbers(moment: dict[str, Any], rows: list[dict[str, Any]]) -> tuple[int | None, int | None]:
    """Which repetitions a moment is of, the first and the last, from 0."""
    inside = [n for n, row in enumerate(rows) if moment["start_s"] <= row["start_s"] and row["end_s"] <= moment["end_s"]]
    return (inside[0], inside[-1]) if inside else (None, None)
