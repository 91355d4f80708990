"""What the homework builder refuses."""

from typing import Any, ClassVar

from perscoach_app.services.errors import ServiceError

SETS_MOST = 20
REPETITIONS_MOST = 200
HOLD_LEAST_S, HOLD_MOST_S = 5, 3600
LOAD_MOST_KG = 500
REST_MOST_S = 900
BAND_LIMIT, NOTE_LIMIT, TITLE_LIMIT, WORKOUT_NOTE_LIMIT = 40, 1000, 200, 2000  # characters
ITEMS_MOST = 40  # a homework of more exercises is several days'
VOICE_MOST_S = 60
VOICE_MOST_BYTES = 2 * 1024 * 1024  # a minute of Opus at 128 kbit/s is 1 MB

_FIELDS = {
    "sets": (f"Подходов — от 1 до {SETS_MOST}.", f"1 to {SETS_MOST} sets, please."),
    "repetitions": (f"Повторов — от 1 до {REPETITIONS_MOST}.", f"1 to {REPETITIONS_MOST} reps, please."),
    "hold_s": (f"Время подхода — от {HOLD_LEAST_S} секунд до часа.", f"A set lasts from {HOLD_LEAST_S} seconds to an hour."),
    "load_kg": (f"Вес — от 0 до {LOAD_MOST_KG} кг; без веса оставьте поле пустым.", f"0 to {LOAD_MOST_KG} kg; leave it empty for no load."),
    "band": (f"Название резинки — до {BAND_LIMIT} знаков.", f"The band's name has at most {BAND_LIMIT} characters."),
    "rest_s": (f"Отдых — от 0 до {REST_MOST_S} секунд.", f"0 to {REST_MOST_S} seconds of rest."),
    "side": ("Сторона: обе вместе, каждая по очереди, левая или правая.", "Side: both together, each in turn, left or right."),
    "tempo": (
        "Темп — секунды через дефис: вниз, пауза, вверх, пауза. Например, 3-1-1-0.",
        "Tempo is seconds with hyphens: down, pause, up, pause. For example 3-1-1-0.",
    ),
    "strictness": ("Строгость — от 0,5 до 2.", "Strictness is 0.5 to 2."),
    "note": (f"Заметка — до {NOTE_LIMIT} знаков.", f"A note has at most {NOTE_LIMIT} characters."),
    "title": (f"Название — до {TITLE_LIMIT} знаков.", f"A title has at most {TITLE_LIMIT} characters."),
    "workout_note": (f"Комментарий — до {WORKOUT_NOTE_LIMIT} знаков.", f"A comment has at most {WORKOUT_NOTE_LIMIT} characters."),
}


class FieldRefused(ServiceError):
    """A value that cannot be asked of anybody; `field` says of which field."""

    code = "field_refused"

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field=field)

    def sentence(self, language: str) -> str:
        """What fits, in `language`."""
        russian, english = _FIELDS[self.field]
        return russian if language == "ru" else english


class WorkoutMoved(ServiceError):
    """The workout was changed since this page read it: on another page, or by another trainer."""

    code = "workout_moved"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Эту домашку только что изменили на другой странице. Показываем её заново — повторите последнее действие.",
        "en": "This homework has just been changed on another page. Here it is anew: please repeat your last step.",
    }


class WorkoutFull(ServiceError):
    """No more exercises fit."""

    code = "workout_full"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "В домашке уже {most} упражнений — больше не выполнить. Разделите её на два дня.",
        "en": "This homework has {most} exercises already: nobody can do more. Split it into two days.",
    }

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"most": ITEMS_MOST, **values})


class VoiceRejected(ServiceError):
    """A voice note that is too long or no sound we take."""

    code = "voice_rejected"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Голосовую заметку не удалось принять. Запишите её заново, не дольше минуты.",
        "en": "The voice note could not be taken. Please record it again, a minute at most.",
    }
