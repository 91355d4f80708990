"""What administrators' deeds are refused for."""

from typing import ClassVar

from perscoach_app.services.errors import ServiceError


class OrderUnclear(ServiceError):
    """An order with a field that cannot be meant."""

    code = "order_unclear"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Так не получится: проверьте числа. Деньги и место — не меньше нуля.",
        "en": "That does not work: check the numbers. Money and room are zero or more.",
    }


class BannerUnclear(ServiceError):
    """A banner without words in both languages, or with times that cannot be meant."""

    code = "banner_unclear"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Напишите текст по-русски и по-английски (до 300 знаков); конец работ — в будущем и позже начала.",
        "en": "Write the words in Russian and in English (up to 300 characters); the works end in the future and after they begin.",
    }


class ReasonMissing(ServiceError):
    """Access without a word why."""

    code = "reason_missing"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Напишите, зачем открываете доступ: «не считает повторы во втором подходе».",
        "en": "Write why you give access: “it does not count reps in the second set”.",
    }


class StoppedHalfway(ServiceError):
    """A worker took an order and was never heard of again."""

    code = "stopped_halfway"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Обработчик прервался на полпути. Проверьте, что вышло, и дайте распоряжение ещё раз.",
        "en": "The worker broke off halfway. See what came of it and give the order again.",
    }
