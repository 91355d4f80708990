"""One recorded performance against a trainer's clip, with both known to the end: what ``perscoach compare`` says."""

from math import fsum, nan
from typing import Any

from perscoach_motion.alignment.align import fit_frame, fit_torso, overlap_score
from perscoach_motion.scoring.analysis import performance
from perscoach_motion.session.summary import rounded, summarise
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import reference
from perscoach_motion.yardstick.target import USUAL, Target

OVERLAP_HZ = 12.0
"""The overlap is looked at this often: it says no more of more frames."""


def compare(trainer: PoseTrack, client: PoseTrack, tolerance: dict[str, float] | None = None, target: Target = USUAL) -> dict[str, Any]:
    """Score a client's clip against a trainer's.

    Args:
        trainer: the trainer's poses.
        client: the client's poses, unmirrored; any camera, size and body.
        tolerance: degrees per limb from the trainer's file, where measured.
        target: what this client is asked.

    Returns:
        The object ``docs/formats.md`` calls *comparison*: ``score``, ``overlap_score``, ``reps``, ``lag_s``, ``mirrored``, ``seen``,
        ``worst_limb``, ``limbs``, ``problems``, ``repetitions``. What cannot be said is ``None``.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> said = compare(squat(), squat(depth=0.5, arms=0.5))
        >>> said["reps"], said["score"] < 70, said["worst_limb"] is None
        (2, True, False)
    """
    ask = reference(trainer, tolerance)
    said = summarise(ask, performance(ask, client), target, client.duration)
    named = {"score": "score", "error_deg": "error_deg", "rom_ratio": "range"}
    return {
        "score": said["score"],
        "overlap_score": rounded(overlap(trainer, client, mirrored=said["mirrored"])),
        "reps": said["reps"]["whole"] + said["reps"]["half"],
        "lag_s": said["lag_s"],
        "mirrored": said["mirrored"],
        "seen": said["seen"],
        "worst_limb": said["worst_limb"],
        "limbs": {name: {key: row[of] for key, of in named.items()} for name, row in said["limbs"].items()},
        "problems": said["moments"],
        "repetitions": said["repetitions"],
    }


def overlap(trainer: PoseTrack, client: PoseTrack, *, mirrored: bool) -> float:
    """The plain overlap score to compare with: frame by frame at the same time, mean over the frames seen in both; NaN without any.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> round(overlap(squat(), squat(), mirrored=False))
        100
    """
    found = []
    due = 0.0
    for row, time_s in enumerate(client.times):
        other = trainer.frame_at(time_s + 1e-3)
        if time_s + 1e-6 < due or not client.present(row) or not trainer.present(other):
            continue
        due = time_s + 1 / OVERLAP_HZ
        own, theirs = client.xy_of(row), trainer.xy_of(other)
        placed = fit_torso(fit_frame(client.aspect, trainer.aspect, mirrored), own, theirs, trainer.aspect)
        value = overlap_score(own, client.visibility_of(row), theirs, trainer.visibility_of(other), placed, trainer.aspect)
        if value is not None:
            found.append(value)
    return fsum(found) / len(found) if found else nan
