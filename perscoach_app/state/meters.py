"""The month's budgets and the prices of processing, as the pages word them."""

from dataclasses import dataclass

from gpu_jobs.estimate import CPU, Estimate
from perscoach_app.services import models
from perscoach_app.services.budgets import Usage
from perscoach_app.state import words
from perscoach_app.texts import say
from perscoach_app.texts.formats import day, duration, money, size

FAIR_FROM, POOR_FROM = 75, 95  # percent: time to look after it; the next clip may not fit
CENT = 0.01
MINUTE_S, ROUGH_FROM_S = 60, 120


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of a budget is used."""

    name: str
    percent: int
    expected: int  # percent that is spoken for beyond what is used
    tone: str  # `good`, `fair` or `poor`
    value: str  # «6,20 $ из 15,00 $»
    detail: str
    label: str


@dataclass(frozen=True, slots=True)
class Price:
    """What a minute of video costs on one kind of machine."""

    name: str
    time: str
    cost: str
    now: bool  # the workers run on this one
    assumed: bool


def gpu_meter(used: Usage, language: str) -> Meter:
    """Money for processing, this month."""
    value = say(language, "jobs.used_of", used=money(language, used.gpu_usd), budget=money(language, used.gpu_budget_usd))
    expected = say(language, "jobs.spoken_for", cost=cost_words(language, used.expected_usd)) if used.expected_usd >= CENT else ""
    renews = say(language, "jobs.renews", day=day(language, used.renews_on))
    return _meter(say(language, "jobs.gpu"), used.gpu_usd, used.expected_usd, used.gpu_budget_usd, value, words.joined(expected, renews))


def storage_meter(used: Usage, language: str) -> Meter:
    """Room for videos."""
    left = max(0, used.storage_budget_bytes - used.storage_bytes)
    value = say(language, "jobs.used_of", used=size(language, used.storage_bytes), budget=size(language, used.storage_budget_bytes))
    detail = say(language, "jobs.room_left", size=size(language, left))
    return _meter(say(language, "jobs.storage"), used.storage_bytes, 0, used.storage_budget_bytes, value, detail)


def price_of(estimate: Estimate, language: str, *, now: bool) -> Price:
    """A line of the price list."""
    name = say(language, "jobs.this_machine") if estimate.device == CPU else estimate.device
    return Price(name, duration(language, estimate.seconds), cost_words(language, estimate.usd), now, estimate.assumed)


def expected_words(estimate: Estimate, language: str) -> str:
    """What the trainer reads before she starts: «около 2 мин, бесплатно»; where a model was not measured, what is surely exceeded."""
    if estimate.unmeasured:
        titles = ", ".join(models.title_of(name) or name for name in estimate.unmeasured)
        return say(language, "jobs.more_than", time=rough(language, estimate.seconds), models=titles)
    return say(language, "jobs.about", time=rough(language, estimate.seconds), cost=cost_words(language, estimate.usd))


def rough(language: str, seconds: float) -> str:
    """A length of time as far as an estimate knows it: in whole minutes from two on."""
    return duration(language, seconds if seconds < ROUGH_FROM_S else MINUTE_S * round(seconds / MINUTE_S))


def cost_words(language: str, usd: float | None) -> str:
    """Money; nothing is free of charge, and a trifle is less than a cent."""
    if not usd:
        return say(language, "jobs.free")
    return say(language, "jobs.trifle", cent=money(language, CENT)) if usd < CENT else money(language, usd)


def _meter(name: str, used: float, expected: float, budget: float, value: str, detail: str) -> Meter:
    share = _percent(used, budget)
    taken = _percent(used + expected, budget)
    tone = "poor" if taken >= POOR_FROM else "fair" if taken >= FAIR_FROM else "good"
    return Meter(name, share, taken - share, tone, value, detail, f"{name}: {value}. {detail}")


def _percent(used: float, budget: float) -> int:
    return 100 if budget <= 0 else min(100, round(100 * used / budget))
