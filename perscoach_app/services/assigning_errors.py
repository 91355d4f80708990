"""What is refused about giving homework and its days."""

from datetime import date
from typing import ClassVar

from perscoach_app.services.errors import ServiceError
from perscoach_app.texts import formats


class PlanRefused(ServiceError):
    """A homework that cannot be given like this. Days among the values are written as the reader writes them."""

    code = "plan_refused"

    def sentence(self, language: str) -> str:
        """What is wrong and what to do."""
        told = {name: formats.day(language, value) if isinstance(value, date) else value for name, value in self.values.items()}
        return self.sentences.get(language, self.sentences["en"]).format(**told)


class NobodyChosen(PlanRefused):
    """No client and no group."""

    code = "nobody_chosen"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Выберите, кому назначить: клиента или группу.",
        "en": "Choose whom it is for: a client or a group.",
    }


class ReceiverUnknown(PlanRefused):
    """A client or a group that is not here (any more)."""

    code = "receiver_unknown"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Этого клиента или группы у вас больше нет. Обновите страницу и выберите снова.",
        "en": "This client or group is no longer here. Reload the page and choose again.",
    }


class NothingToAssign(PlanRefused):
    """A workout without exercises."""

    code = "nothing_to_assign"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "В домашке пока нет упражнений. Добавьте хотя бы одно и назначайте.",
        "en": "This homework has no exercises yet. Add at least one, then assign it.",
    }


class ExercisesNotReady(PlanRefused):
    """Clips that are still being processed, or failed."""

    code = "exercises_not_ready"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Ещё не готово: {titles}. Дождитесь конца обработки или уберите из домашки.",
        "en": "Not ready yet: {titles}. Wait for the processing to end, or take it out of the homework.",
    }


class TemplateGiven(PlanRefused):
    """A template is copied, never given."""

    code = "template_given"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Это шаблон. Сделайте из него домашку и назначьте её.",
        "en": "This is a template. Make a homework from it and assign that.",
    }


class DayPast(PlanRefused):
    """A day that is over."""

    code = "day_past"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "{day} уже прошло. Выберите сегодня или любой день позже.",
        "en": "{day} is over. Choose today or any later day.",
    }


class DayTooFar(PlanRefused):
    """A day that nobody plans for."""

    code = "day_too_far"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Слишком далеко: назначить можно не больше чем на год вперёд.",
        "en": "Too far ahead: homework can be planned for one year at most.",
    }


class NoDayLeft(PlanRefused):
    """A plan that falls on no day at all."""

    code = "no_day_left"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "До {day} нет ни одного выбранного дня недели. Выберите другие дни или более поздний конец.",
        "en": "None of the chosen weekdays falls before {day}. Choose other days or a later end.",
    }


class RepeatUnknown(PlanRefused):
    """Weekdays or weeks there are none of, or an hour that no clock shows."""

    code = "repeat_unknown"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Таких дней или времени нет. Обновите страницу и выберите снова.",
        "en": "There are no such days or hours. Reload the page and choose again.",
    }


class GivenAlready(PlanRefused):
    """The same workout stands on one of these days already."""

    code = "given_already"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Эта домашка уже назначена на {day}. Выберите другие дни или завершите прежнее назначение.",
        "en": "This homework is assigned for {day} already. Choose other days, or end what was given before.",
    }


class DayBegun(PlanRefused):
    """A day the client has begun stays where it is."""

    code = "day_begun"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Этот день уже начат: перенести его нельзя.",
        "en": "This day has been begun: it cannot be moved.",
    }


class DayNotCome(PlanRefused):
    """A client begins a day that has not come."""

    code = "day_not_come"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Эта домашка на {day}. Начать можно в этот день.",
        "en": "This homework is for {day}. You can begin it on that day.",
    }


class NothingDone(PlanRefused):
    """A day is finished without one set."""

    code = "nothing_done"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Пока не сделано ни одного подхода. Отметьте хотя бы один.",
        "en": "Not one set is done yet. Tick at least one.",
    }


class NumbersRefused(PlanRefused):
    """More than anybody does in one set."""

    code = "numbers_refused"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Проверьте числа: до 1000 повторов, до часа и до 500 кг в подходе.",
        "en": "Check the numbers: up to 1000 reps, one hour and 500 kg in a set.",
    }
