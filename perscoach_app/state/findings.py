"""What a report of a training says, in sentences: the headline, the best repetition, the moments to speak about, what was not seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perscoach_app.services.training_report import ExerciseReport, TrainingReport
from perscoach_app.services.unseen import Unseen
from perscoach_app.state import words
from perscoach_app.texts import keys, say
from perscoach_app.texts.catalogue import language_of

GREAT_FROM = 85  # above this nothing needs a «but»
HEADLINE_MOST = 44  # letters of a fault that still fit into a headline of two lines on a phone
HARDLY_SEEN = 0.2  # below this share of time any number would mislead

_GROUPS = {"upper_arm": "arms", "forearm": "arms", "thigh": "legs", "shin": "legs", "foot": "feet"}

Still = Callable[[str, float], str]
"""A picture of a set at a second of it; empty where there is no film of it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch worth talking about."""

    session: str
    at: str  # seconds of the set, for the player
    title: str
    line: str
    tone: str
    label: str
    still: str
    first: int  # its repetitions, by the set's summary; -1 where they are not known
    last: int
    discuss_label: str


@dataclass(frozen=True, slots=True)
class Best:
    """The best repetition. Empty `session`: there is none."""

    session: str = ""
    at: str = ""
    line: str = ""
    score: str = ""
    label: str = ""
    still: str = ""


def headline(report: TrainingReport, voice: str, *, own: bool) -> str:
    """The sentence a report opens with."""
    score, seen = report.digest["score"], report.digest["seen"]
    if seen is not None and seen < HARDLY_SEEN and score is not None:
        return say(voice, "headline.unseen_self" if own else "headline.unseen")
    if score is None:
        return say(voice, "headline.pain" if report.pain else "headline.empty")
    if score >= GREAT_FROM:
        return say(voice, "headline.great")
    grade, wrong = words.tone(score), _wrong(report.digest["moments"], voice)
    return say(voice, f"headline.{grade}_but", limb=wrong) if wrong else say(voice, f"headline.{grade}")


def facts(report: TrainingReport, voice: str) -> str:
    """Sets, repetitions, time, and how much was seen."""
    found = report.digest
    halves = sum(one.kind == "half" for each in report.sets for one in each.repetitions)
    sets = say(voice, "digest.sets_of", done=found["sets"], n=found["sets_asked"])
    return words.joined(
        sets if found["sets_asked"] > 1 else "",
        say(voice, "report.reps", n=found["reps"]) if found["reps"] or halves else "",
        say(voice, "report.halves", n=halves) if halves else "",
        words.duration(language_of(voice), found["duration_s"]),
        say(voice, "report.seen", n=round(100 * found["seen"])) if found["seen"] is not None else "",
    )


def moments_of(report: TrainingReport, voice: str, still: Still, *, own: bool) -> list[Moment]:
    """The worst moments, worst first."""
    return [_moment(report, one, voice, still, own=own) for one in report.digest["moments"]]


def best_of(report: TrainingReport, voice: str, still: Still) -> Best:
    """The best repetition, and where it is."""
    best = report.digest["best"]
    if best is None:
        return Best()
    line = words.joined(
        place(report.exercises, best, voice), say(voice, "digest.rep", number=best["repetition"] + 1), words.clock(best["start_s"])
    )
    score = words.percent(language_of(voice), best["score"])
    middle = (best["start_s"] + best["end_s"]) / 2
    label = say(voice, "digest.show_best", place=line)
    return Best(best["session"], f"{best['start_s']:.2f}", line, score, label, still(best["session"], middle))


def place(exercises: Sequence[ExerciseReport], at: Mapping[str, Any], voice: str) -> str:
    """«Приседание, подход 2»; the exercise only where there are several, the set only where it has others."""
    exercise = exercises[at["item"]]
    title = exercise.title(language_of(voice)) if len(exercises) > 1 else ""
    number = say(voice, "digest.set", number=at["set"]) if len(exercise.sets) > 1 else ""
    return ", ".join(part for part in (title, number) if part)


def unseen_of(report: TrainingReport, voice: str, *, own: bool) -> list[str]:
    """What could not be seen, in plain sentences."""
    return [_unseen(one, report, voice, own=own) for one in report.unseen]


def limb_name(limb: str, voice: str) -> str:
    """A limb's name; its own where the catalogue has none."""
    key = f"limb.{limb}"
    return say(voice, key) if key in keys(voice) else limb


def fault(moment: Mapping[str, Any], voice: str) -> str:
    """What was wrong, without the advice after it: the trainer knows what to do about it."""
    said, limb = _said(moment, voice), moment.get("limb")
    wrong, _, rest = said.partition(":")
    wrong = wrong.removeprefix("Your ")  # the client's, not the reader's
    wrong = wrong[:1].upper() + wrong[1:]
    return said.rstrip(".") if limb and limb_name(limb, voice).lower() in rest.lower() else wrong.rstrip(".")


def _said(moment: Mapping[str, Any], voice: str) -> str:
    limb = moment.get("limb")
    return (moment.get("words") or {}).get(language_of(voice)) or (limb_name(limb, voice) if limb else say(voice, "report.moment_one"))


def _moment(report: TrainingReport, moment: Mapping[str, Any], voice: str, still: Still, *, own: bool) -> Moment:
    start, limb, score = float(moment["start_s"]), moment.get("limb"), moment.get("score")
    said = _said(moment, voice)
    named = limb_name(limb, voice) if limb else ""
    title = said if own else fault(moment, voice)
    first, last = moment.get("first"), moment.get("last")
    also = sorted({one["set"] for one in moment.get("also") or [] if one["session"] != moment["session"]})
    line = words.joined(
        place(report.exercises, moment, voice),
        _repetitions(first, last, voice),
        "" if named.lower() in title.lower() else named.lower(),
        words.clock(start),
        words.percent(language_of(voice), score) if score is not None else "",
        say(voice, "digest.also", n=len(also), sets=", ".join(map(str, also))) if also else "",
    )
    worst = float(moment.get("worst_s") or start)
    return Moment(
        session=moment["session"],
        at=f"{worst:.2f}",
        title=title,
        line=line,
        tone=words.tone(score),
        label=say(voice, "digest.show_moment", title=title),
        still=still(moment["session"], worst),
        first=-1 if first is None else first,
        last=-1 if last is None else last,
        discuss_label=say(voice, "digest.discuss_of", title=title),
    )


def _repetitions(first: int | None, last: int | None, voice: str) -> str:
    if first is None or last is None:
        return ""
    return say(voice, "digest.rep", number=first + 1) if first == last else say(voice, "digest.reps_from", first=first + 1, last=last + 1)


def _unseen(one: Unseen, report: TrainingReport, voice: str, *, own: bool) -> str:
    several = sum(len(exercise.sets) for exercise in report.exercises)
    where = _sets(one.sets, report, voice) if len(one.sets) < several else ""
    ending = "_self" if own and f"digest.unseen_{one.kind}_self" in keys(voice) else ""
    said = say(
        voice,
        f"digest.unseen_{one.kind}{ending}",
        share=words.percent(language_of(voice), 100 * (one.share or 0.0)),
        limbs=", ".join(limb_name(limb, voice).lower() for limb in one.limbs),
    )
    return say(voice, "digest.unseen_where", words=said, where=where) if where else said


def _sets(sets: Sequence[tuple[int, int]], report: TrainingReport, voice: str) -> str:
    return "; ".join(dict.fromkeys(place(report.exercises, {"item": item, "set": number}, voice) for item, number in sets)).strip("; ")


def _wrong(moments: Sequence[Mapping[str, Any]], voice: str) -> str:
    """The worst moment in half a sentence: its fault where the clip's rules name one, else the group of its limb; empty for neither."""
    moment = next((one for one in moments if one.get("limb")), None)
    if moment is None:
        return ""
    if moment.get("direction") and moment.get("words"):
        plain = fault(moment, voice).partition(" (")[0]
        if len(plain) <= HEADLINE_MOST:
            return plain[:1].lower() + plain[1:]
    limb = str(moment["limb"])
    side, _, part = limb.partition("_")
    return say(voice, f"headline.limb.{_GROUPS.get(part, limb) if side in ('left', 'right') else limb}")
