"""What a service refuses, in the reader's language."""

from datetime import date
from typing import Any, ClassVar

from perscoach_app.texts.formats import day, money, size


class ServiceError(Exception):
    """A refusal with a code for programs and a sentence for people."""

    code: ClassVar[str] = "failed"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Не получилось. Попробуйте ещё раз.",
        "en": "That did not work. Please try again.",
    }

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """What happened and what to do, in `language` (English when unknown)."""
        return self.sentences.get(language, self.sentences["en"]).format(**self.values)


class NotFound(ServiceError):
    """It does not exist for this caller. Foreign things answer the same as missing ones."""

    code = "not_found"
    sentences: ClassVar[dict[str, str]] = {"ru": "Такого здесь нет.", "en": "There is no such thing here."}


class LinkInvalid(ServiceError):
    """A one-time link that cannot be used (any more)."""

    code = "link_invalid"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Эта ссылка уже использована или устарела. Попросите новую у своего тренера.",
        "en": "This link has been used or is out of date. Ask your trainer for a new one.",
    }


class TooFast(ServiceError):
    """Tried too often; `seconds` later there is room again."""

    code = "too_fast"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Слишком много попыток подряд. Подождите немного и попробуйте снова.",
        "en": "Too many attempts in a row. Wait a little and try again.",
    }

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__()


class ChunkGap(ServiceError):
    """A chunk came before the one that has to come first; `expected` is that number."""

    code = "chunk_gap"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Не хватает части результата: ждём номер {expected}.",
        "en": "A part of the result is missing: number {expected} comes next.",
    }

    def __init__(self, expected: int) -> None:
        self.expected = expected
        super().__init__(expected=expected)


class SessionFinished(ServiceError):
    """New samples for a session that is finished."""

    code = "session_finished"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Эта тренировка уже закончена.",
        "en": "This training session is finished.",
    }


class ResultRejected(ServiceError):
    """Samples that cannot be what a Shadow Mode page sends."""

    code = "result_rejected"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Результат тренировки не читается: {why}.",
        "en": "The training result cannot be read: {why}.",
    }


class NotReady(ServiceError):
    """The exercise cannot be trained yet."""

    code = "not_ready"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Это упражнение ещё готовится. Загляните чуть позже.",
        "en": "This exercise is still being prepared. Please come back a little later.",
    }


class JobActive(ServiceError):
    """The exercise is being processed already."""

    code = "job_active"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Это видео уже обрабатывается.",
        "en": "This video is being processed already.",
    }


class LeaseLost(ServiceError):
    """The job is no longer this worker's: cancelled, or taken by another after silence."""

    code = "lease_lost"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Задачу отменили или её взял другой исполнитель.",
        "en": "The job was cancelled or taken by another worker.",
    }


class GpuBudgetSpent(ServiceError):
    """A job that the month's money for processing does not allow."""

    code = "gpu_budget_spent"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Бюджета на обработку в этом месяце не хватает: занято {used} из {budget}, а это видео обойдётся примерно в {need}. "
        "Бюджет обновится {until}. Отмените лишнее в очереди или попросите нас увеличить бюджет.",
        "en": "This month’s processing budget is not enough: {used} of {budget} are taken, and this video costs about {need}. "
        "The budget renews on {until}. Cancel what you do not need in the queue, or ask us to raise the budget.",
    }

    def __init__(self, *, used_usd: float, budget_usd: float, need_usd: float, until: date) -> None:
        self.until = until
        super().__init__(used=used_usd, budget=budget_usd, need=need_usd)

    def sentence(self, language: str) -> str:
        """Money and the day as the reader writes them."""
        amounts = {name: money(language, usd) for name, usd in self.values.items()}
        return self.sentences.get(language, self.sentences["en"]).format(**amounts, until=day(language, self.until))


class StorageFull(ServiceError):
    """A file for which the tenant has no room."""

    code = "storage_full"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Места не хватает: занято {used} из {budget}, а нужно ещё {need}. "
        "Удалите ненужные упражнения в библиотеке или попросите нас добавить места.",
        "en": "There is not enough room: {used} of {budget} are taken, and {need} more are needed. "
        "Delete exercises you do not need from the library, or ask us for more room.",
    }

    def __init__(self, *, used_bytes: int, budget_bytes: int, need_bytes: int) -> None:
        super().__init__(used=used_bytes, budget=budget_bytes, need=need_bytes)

    def sentence(self, language: str) -> str:
        """Sizes as the reader writes them."""
        amounts = {name: size(language, taken) for name, taken in self.values.items()}
        return self.sentences.get(language, self.sentences["en"]).format(**amounts)


class WishUnknown(ServiceError):
    """Processing was asked for in a way there is none."""

    code = "wish_unknown"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Таких настроек обработки нет. Обновите страницу и выберите снова.",
        "en": "There are no such processing settings. Reload the page and choose again.",
    }


class UploadRejected(ServiceError):
    """An uploaded file that is no video we can read."""

    code = "upload_rejected"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "«{name}» не похоже на видео. Подойдут MP4, MOV, WebM, MKV и AVI.",
        "en": "“{name}” does not look like a video. MP4, MOV, WebM, MKV and AVI are fine.",
    }


class NameTaken(ServiceError):
    """A tenant's name that is taken or cannot be a host name."""

    code = "name_taken"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Имя «{slug}» занято или не годится: нужны латинские буквы, цифры и дефис внутри.",
        "en": "The name “{slug}” is taken or cannot be used: letters a–z, digits and inner hyphens only.",
    }


class TargetOutOfRange(ServiceError):
    """A client's settings in an exercise that cannot be meant."""

    code = "target_out_of_range"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Так настроить нельзя: амплитуда — от 30 до 100 %, строгость — от 0,5 до 2, и хотя бы одна часть тела должна оцениваться.",
        "en": "That setting is not possible: range is 30–100%, strictness 0.5–2, and at least one part of the body has to be scored.",
    }


class SubscriptionRefused(ServiceError):
    """What was sent is no browser's subscription."""

    code = "subscription_refused"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Этот браузер не умеет получать напоминания. Попробуйте Chrome, Firefox, Edge или Safari.",
        "en": "This browser cannot receive reminders. Try Chrome, Firefox, Edge or Safari.",
    }
