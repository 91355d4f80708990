"""What is refused of messages and marks."""

from typing import ClassVar

from perscoach_app.services.errors import ServiceError

TEXT_LONGEST = 2000  # characters, as the table has it: a page of writing


class MessageEmpty(ServiceError):
    """Nothing was written."""

    code = "message_empty"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Здесь пока пусто. Напишите хотя бы слово.",
        "en": "There is nothing here yet. Write a word at least.",
    }


class MessageTooLong(ServiceError):
    """More than a page."""

    code = "message_too_long"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Слишком длинно: в одно сообщение входит 2000 знаков, а здесь {n}. Разделите его на два.",
        "en": "Too long: a message holds 2,000 characters, and this has {n}. Split it in two.",
    }


class MomentUnknown(ServiceError):
    """A comment on a second that the set does not have."""

    code = "moment_unknown"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "В этом подходе нет такого момента. Выберите место на полосе и напишите ещё раз.",
        "en": "This set has no such moment. Choose a place on the strip and write again.",
    }


class MarkUnknown(ServiceError):
    """A mark on a repetition that was not done, or a word nobody can say of one."""

    code = "mark_unknown"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Этот повтор отметить нельзя: его не было или его не видно. Обновите страницу и выберите другой.",
        "en": "This repetition cannot be marked: it was not done or not seen. Reload the page and choose another.",
    }
