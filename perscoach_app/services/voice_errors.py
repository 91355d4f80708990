"""What is refused of a trainer's recorded phrases."""

from typing import ClassVar

from perscoach_app.services.errors import ServiceError

PHRASE_MOST_S = 12.0  # the longest is four words; beyond that somebody forgot to stop
PHRASE_MOST_BYTES = 512 * 1024  # twelve seconds of Opus at 128 kbit/s are 190 kB, of WAV-like formats nobody records


class PhraseRejected(ServiceError):
    """A recording that cannot be read, or is too long."""

    code = "phrase_rejected"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Запись не читается или слишком длинная. Запишите фразу ещё раз, не дольше 12 секунд.",
        "en": "The recording cannot be read or is too long. Record the phrase again, 12 seconds at most.",
    }


class PhraseSilent(ServiceError):
    """A recording in which nobody speaks."""

    code = "phrase_silent"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "В записи ничего не слышно. Проверьте микрофон и скажите фразу чуть громче.",
        "en": "Nothing can be heard in the recording. Check the microphone and say it a little louder.",
    }
