"""Jobs as the processing page words them."""

from dataclasses import dataclass

from perscoach_app.services.job_board import Line
from perscoach_app.state import words
from perscoach_app.state.meters import cost_words
from perscoach_app.texts import keys, say
from perscoach_app.texts.formats import duration, percent

LONG_S = 90  # beyond this, the time left is said in whole minutes
MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class JobLine:
    """One row; every string is in the reader's language."""

    id: int
    exercise: str
    title: str
    href: str  # empty where the exercise is not in the library any more
    poster: str
    status: str
    tone: str  # of the badge: empty, `live`, `warn`, `bad`
    badge: str
    percent: int
    line: str  # stage and time left, place in the queue, or when it ended
    facts: str  # attempts, time spent, money
    why: str  # why it failed
    again: bool  # it can be tried once more
    moment: str  # ISO 8601, when it ended
    label: str  # what a screen reader says of the bar
    cancel_label: str
    retry_label: str


def running_line(line: Line, language: str) -> JobLine:
    """Stage, percent, time left."""
    job = line.job
    key = f"job.stage.{job.stage}"
    stage = say(language, "jobs.silent") if line.silent else say(language, key if key in keys(language) else "job.stage.other")
    return _line(
        line,
        language,
        tone="warn" if line.silent else "live",
        badge=percent(language, 100 * job.progress),
        done=round(100 * job.progress),
        words_=words.joined(stage, "" if line.silent else _left(job.eta_s, language)),
    )


def waiting_line(line: Line, place: int, language: str) -> JobLine:
    """Place in the studio's own queue, or how long the pause before the next attempt lasts."""
    if line.pause_s > 0:
        said = say(language, "jobs.pause", time=duration(language, line.pause_s))
        return _line(line, language, tone="warn", badge=say(language, "jobs.paused"), words_=said)
    said = say(language, "jobs.next") if place == 1 else say(language, "jobs.place", n=place)
    return _line(line, language, badge=say(language, "job.queued"), words_=said)


def ended_line(line: Line, language: str) -> JobLine:
    """Ready, failed and why, or cancelled."""
    status = line.job.status
    tone = {"failed": "bad", "ready": "live"}.get(status, "")
    return _line(line, language, tone=f"{tone} still".strip(), badge=say(language, f"job.{status}"), words_="")


def _line(line: Line, language: str, *, badge: str, words_: str, tone: str = "", done: int = 0) -> JobLine:
    job, title = line.job, _title(line, language)
    return JobLine(
        id=job.id,
        exercise=job.exercise_id,
        title=title,
        href="" if line.removed else f"/trainer/exercise/{job.exercise_id}",
        poster=line.poster,
        status=job.status,
        tone=tone,
        badge=badge,
        percent=done,
        line=words_,
        facts=_facts(line, language),
        why=job.error if job.status == "failed" else "",
        again=job.status in ("failed", "cancelled") and line.latest and not line.removed,
        moment=job.finished_at.isoformat() if job.finished_at else "",
        label=f"{title}: {badge}, {words_}",
        cancel_label=say(language, "job.cancel_of", title=title),
        retry_label=say(language, "library.retry_of", title=title),
    )


def _title(line: Line, language: str) -> str:
    first, second = (line.title_ru, line.title_en) if language == "ru" else (line.title_en, line.title_ru)
    return first or second or line.source_name


def _facts(line: Line, language: str) -> str:
    """What it took so far; what it is expected to cost while it waits."""
    job = line.job
    tries = say(language, "jobs.attempt", n=job.attempts, of=job.attempts + line.attempts_left) if job.attempts > 1 else ""
    if job.status == "queued" and not job.busy_s:
        expected = say(language, "jobs.expected", cost=cost_words(language, line.estimate_usd)) if line.estimate_usd else ""
        return words.joined(tries, expected)
    took = duration(language, job.busy_s) if job.busy_s >= 1 else ""
    cost = cost_words(language, job.cost_usd) if job.cost_usd else ""
    return words.joined(tries, took, cost)


def _left(seconds: float | None, language: str) -> str:
    if seconds is None or seconds <= 0:
        return ""
    rounded = MINUTE_S * round(seconds / MINUTE_S) if seconds > LONG_S else max(1, round(seconds))
    return say(language, "job.left", time=duration(language, rounded))
