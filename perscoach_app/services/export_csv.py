"""A training's numbers as CSV, the way the reader's spreadsheet opens it by a double click."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from perscoach_app.services.exports import Sheet, limb_name, moment_words
from perscoach_app.services.training_report import ExerciseReport, SetReport
from perscoach_app.texts import say
from perscoach_app.texts.formats import clock
from perscoach_motion.skeleton import LIMBS

BOM = "\ufeff"  # without it Excel takes UTF-8 for a Windows code page
SEPARATOR = {"ru": ";", "en": ","}
"""Where the decimal mark is a comma, Excel expects semicolons between the fields."""
FACTS = ("date", "client", "exercise", "set", "repetition", "kind", "begins", "ends", "score", "weakest", "mark")
SET_FACTS = ("repetitions", "asked", "seen", "verified", "counted_by", "pain", "feeling")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(sheet: Sheet, language: str) -> bytes:
    """One row a set, with every limb and the moments worth talking about; below it one a repetition."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=SEPARATOR[language])
    names = [say(language, f"exports.{fact}") for fact in (*FACTS, *SET_FACTS)]
    writer.writerow([*names, *(limb_name(limb, language) for limb in LIMBS), say(language, "exports.moments")])
    for exercise, one in sheet.done():
        head = [_time(one.started_at, sheet.zone), sheet.report.client_name, exercise.title(language), one.number]
        for row in (_set(exercise, one, language), *_repetitions(one, language)):
            cells = [cell(value, language) for value in (*head, *row)]
            writer.writerow([*cells, *[None] * (len(names) + len(LIMBS) + 1 - len(cells))])
    return (BOM + file.getvalue()).encode()


def _set(exercise: ExerciseReport, one: SetReport, language: str) -> list[object]:
    limbs = {} if one.pain else one.summary.get("limbs") or {}
    moments = [
        f"{clock(each['start_s'])} {moment_words(each, language)} ({round(each['score'])})" for each in one.summary.get("moments") or []
    ]
    return [
        None,
        say(language, "exports.whole_set"),
        0.0,
        one.duration_s,
        one.score,
        None,
        None,
        one.reps,
        one.asked,
        None if one.seen is None else round(100 * one.seen, 1),
        say(language, "exports.yes" if one.verified else "exports.no"),
        say(language, f"exports.by_{one.counted_by}"),
        say(language, "exports.yes" if one.pain else "exports.no"),
        say(language, f"exports.felt_{exercise.feeling}") if exercise.feeling else None,
        *((limbs.get(limb) or {}).get("score") for limb in LIMBS),
        "; ".join(moments),
    ]


def _repetitions(one: SetReport, language: str) -> Iterator[list[object]]:
    for each in one.repetitions:
        yield [
            each.number,
            say(language, f"exports.kind_{each.kind}"),
            round(each.start_s, 2),
            round(each.end_s, 2),
            each.score,
            limb_name(each.worst_limb, language),
            say(language, f"exports.mark_{each.mark}") if each.mark else None,
        ]


def _time(moment: datetime | None, zone: str) -> str:
    return "" if moment is None else moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def cell(value: object, language: str) -> object:
    """A number with the language's decimal mark; a word that a spreadsheet would take for a formula stays a word."""
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if language == "ru" else f"{value:g}"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
