"""The score told right from wrong on the movement suite: ours beside the plain overlap of two figures, on real MediaPipe landmarks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.live_session import Live, trained
from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_motion.session.compare import compare, overlap
from perscoach_motion.trackfile import dumps
from tests.motion.figures import pose_file
from tests.synthetic import suite
from tests.synthetic.suite_tracks import Session


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said of one session."""

    session: Session
    said: dict[str, Any]
    live: Live
    overlap: float

    @property
    def score(self) -> float | None:
        """0..100; ``None``: not visible."""
        found: float | None = self.said["score"]
        return found

    @property
    def repetitions(self) -> list[float]:
        """The scores of its repetitions, as far as they were seen."""
        return [rep["score"] for rep in self.said["repetitions"] if rep["score"] is not None]


def measure() -> dict[str, Any]:
    """The table; ``docs/score.md`` says what each key is."""
    trainers = {movement: suite.trainer(movement) for movement in suite.MOVEMENTS}
    files = {movement: dumps(pose_file(track)) for movement, track in trainers.items()}

    def judged(session: Session, movement: str) -> Judged:
        said = compare(trainers[movement], session.track)
        plain = max(overlap(trainers[movement], session.track, mirrored=mirrored) for mirrored in (False, True))
        return Judged(session, said, trained(files[movement], trainers[movement], session.track), plain)

    all_of = {sort: [judged(one, one.movement) for one in suite.sessions(sort)] for sort in ("correct", "fault", "idle", "outside")}
    others = [judged(session, movement) for session, movement in suite.others()]
    correct, faulty = all_of["correct"], all_of["fault"]
    good, bad = scores(correct), scores(faulty)
    kinds = by(faulty, lambda one: f"{one.session.movement}/{one.session.fault}")
    counted = [*correct, *faulty]
    errors = [
        abs(one.said["lag_s"] - one.session.lag_s) for one in counted if one.said["lag_s"] is not None and one.session.lag_s is not None
    ]
    return {
        "sessions": sum(map(len, all_of.values())) + len(others),
        "correct_median": middle(good),
        "correct_p05": low(good, 0.05),
        "correct_min": min(good),
        "correct_from_88": share(value >= 88 for value in good),
        "correct_from_80": share(value >= 80 for value in good),
        "correct_by_movement": {name: middle(scores(rows)) for name, rows in by(correct, lambda one: one.session.movement).items()},
        "correct_by_turn": {name: middle(scores(rows)) for name, rows in by(correct, turn).items()},
        "correct_second_half": {"median": middle(held_out(correct)), "p05": low(held_out(correct), 0.05), "min": min(held_out(correct))},
        "fault_medians": {name: middle(scores(rows)) for name, rows in kinds.items()},
        "fault_max": max(bad),
        "fault_green_sessions": share(value >= FAULT_BELOW for value in bad),
        "fault_green_repetitions": share(value >= FAULT_BELOW for one in faulty for value in one.repetitions),
        "not_visible": {"correct": len(correct) - len(good), "fault": len(faulty) - len(bad)},
        "idle_max": max(scores(all_of["idle"]), default=0.0),
        "other_max": max(scores(others), default=0.0),
        "other_above_35": share(value > 35 for value in scores(others)),
        "auc": auc(good, bad),
        "auc_overlap": auc([one.overlap for one in correct], [one.overlap for one in faulty]),
        "overlap_correct_median": middle([one.overlap for one in correct]),
        "overlap_fault_median": middle([one.overlap for one in faulty]),
        "limb_top1": share(one.said["worst_limb"] in one.session.truth.at_fault for one in faulty if one.score is not None),
        "limb_top1_by_fault": {
            name: share(one.said["worst_limb"] in one.session.truth.at_fault for one in rows if one.score is not None)
            for name, rows in kinds.items()
        },
        "false_cue_rate": share(bool(one.live.cues) for one in correct),
        "false_cues": sorted({f"{one.session.name}: {cue}" for one in correct for cue in one.live.cues}),
        "cued_faults": share(bool(one.live.cues) for one in faulty),
        "accused_unseen": sorted(name for one in all_of["outside"] for name in accused(one)),
        "reps_exact": share(attempts(one) == len(one.session.spans) for one in counted),
        "reps_within_one": share(abs(attempts(one) - len(one.session.spans)) <= 1 for one in counted),
        "live_reps_exact": share(one.live.reps == len(one.session.spans) for one in counted),
        "lag_median_s": middle(errors, 3),
        "range_error_median": middle(range_errors(counted), 3),
        "live_correct_median": middle([one.live.score for one in correct if one.live.score is not None]),
        "live_fault_median": middle([one.live.score for one in faulty if one.live.score is not None]),
        "live_idle_max": max((one.live.score for one in all_of["idle"] if one.live.score is not None), default=0.0),
        "live_auc": auc(*([one.live.score for one in rows if one.live.score is not None] for rows in (correct, faulty))),
        "weakest": sorted((one.score, one.session.name) for one in correct if one.score is not None and one.score < 88),
        "missed": sorted((one.score, one.session.name) for one in faulty if one.score is not None and one.score >= FAULT_BELOW),
    }


def scores(rows: Iterable[Judged]) -> list[float]:
    """Session scores, of what was visible."""
    return [one.score for one in rows if one.score is not None]


def held_out(rows: Sequence[Judged]) -> list[float]:
    """Every other session: those from which no error figure of ``view`` was taken."""
    return scores([one for one in rows if int(one.session.name.rsplit("-", 1)[1]) % 2 == 0])


def by(rows: Iterable[Judged], key: Any) -> dict[str, list[Judged]]:
    """Rows under the name of each group, in order."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in rows:
        found[key(one)].append(one)
    return dict(sorted(found.items()))


def turn(one: Judged) -> str:
    """How far the client was turned more than the trainer."""
    return f"{abs(float(one.session.row['turn'])):.0f}°"


def accused(one: Judged) -> list[str]:
    """Limbs outside the picture of which something bad was said."""
    limbs = one.said["limbs"]
    return [f"{one.session.name}: {name}" for name in one.session.truth.unseen if (limbs[name]["score"] or 100.0) < FAULT_BELOW]


def attempts(one: Judged) -> int:
    """Repetitions counted, whole and half and broken off."""
    return sum(1 for rep in one.said["repetitions"] if rep["kind"] not in ("missed", "hold"))


def range_errors(rows: Iterable[Judged]) -> list[float]:
    """Errors of the range of motion, as shares of the true one, of limbs that lead."""
    out = []
    for one in rows:
        for name, truth in one.session.reach.items():
            found = one.said["limbs"][name]["rom_ratio"]
            if found is not None and truth > 0.1:
                out.append(abs(found - truth) / truth)
    return out


def auc(good: Sequence[float], bad: Sequence[float]) -> float:
    """Probability that a correct session scores above a faulty one (Mann and Whitney, 1947)."""
    wins = sum((a > b) + 0.5 * (a == b) for a in good for b in bad)
    return round(wins / (len(good) * len(bad)), 4)


def share(values: Iterable[bool]) -> float:
    """How many of them are true, 0..1."""
    known = list(values)
    return round(sum(known) / len(known), 4) if known else 0.0


def middle(values: Sequence[float], digits: int = 1) -> float | None:
    """The median, rounded."""
    return round(median(values), digits) if values else None


def low(values: Sequence[float], at: float) -> float:
    """The value below which a share lies."""
    return round(sorted(values)[int(at * len(values))], 1)
