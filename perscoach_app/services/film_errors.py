"""What a client's recording is refused for."""

from typing import ClassVar

from perscoach_app.services.errors import ServiceError


class ConsentMissing(ServiceError):
    """Something that only leaves the device with consent, without it."""

    code = "consent_missing"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Без вашего согласия видео не отправляется. Разрешите запись на экране тренировки и отправьте ещё раз.",
        "en": "No video is sent without your consent. Allow the recording on the training screen, then send it again.",
    }


class FilmRejected(ServiceError):
    """A piece of a recording that no page of ours sends."""

    code = "film_rejected"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Эта часть записи не читается: {why}. Запись можно удалить и снять заново.",
        "en": "This part of the recording cannot be read: {why}. You can delete the recording and film again.",
    }


class FilmIncomplete(ServiceError):
    """Pieces are still missing; `missing` are their numbers."""

    code = "film_incomplete"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Запись пришла не вся: осталось частей — {left}. Оставьте эту страницу открытой, мы дошлём.",
        "en": "Not all of the recording has arrived: {left} parts are left. Keep this page open and we will send them.",
    }

    def __init__(self, missing: list[int]) -> None:
        self.missing = missing
        super().__init__(left=len(missing))
