"""Why a job failed: the code and values a worker stored, as a sentence in the reader's language."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, SupportsFloat

from gpu_jobs.catalogue import MODELS
from gpu_jobs.errors import Notice, WeightsMissing
from gpu_jobs.words import WORDS

ATTEMPTS_SPENT = "attempts_spent"
OUT_OF_MEMORY = "out_of_memory"
SOURCE_MISSING = "source_missing"
UNKNOWN_KIND = "unknown_kind"
UNEXPECTED = "unexpected"
BUDGET_SPENT = "gpu_budget_spent"
MODEL_AWAY = "model_away"
_OURS = {
    ATTEMPTS_SPENT: {
        "ru": "Обработка прерывалась {attempts} раз подряд. Попробуйте другое видео или запустите её ещё раз.",
        "en": "Processing broke off {attempts} times in a row. Try another video, or start it once more.",
    },
    OUT_OF_MEMORY: {
        "ru": "На это видео не хватило памяти, попыток было {attempts}. Загрузите запись покороче или в 1080p вместо 4K.",
        "en": "There was not enough memory for this video, after {attempts} attempts. Upload a shorter one, or 1080p instead of 4K.",
    },
    SOURCE_MISSING: {
        "ru": "Исходного видео в хранилище больше нет. Загрузите его ещё раз.",
        "en": "The source video is not in the storage any more. Upload it once more.",
    },
    UNKNOWN_KIND: {
        "ru": "Эта версия обработчика не знает такого задания ({kind}). Напишите нам: обработчик пора обновить.",
        "en": "This version of the worker does not know such a job ({kind}). Write to us: the worker has to be updated.",
    },
    BUDGET_SPENT: {
        "ru": "Видео сохранено, но бюджета на обработку в этом месяце не хватило. Запустите её, когда бюджет обновится или его увеличат.",
        "en": "The video is kept, but this month’s processing budget was not enough. Start it once the budget renews or is raised.",
    },
    MODEL_AWAY: {
        "ru": "На сервере нет модели {model}, с которой просили обработать видео (не хватает или не подходит: {what}). "
        "Обработайте его заново с «Быстро» или напишите администратору: установить модель может он.",
        "en": "The server lacks the model {model} that this video was to be processed with (missing or unfit: {what}). "
        "Process it again with “Fast”, or write to the administrator, who can install the model.",
    },
    UNEXPECTED: {
        "ru": "При обработке что-то сломалось у нас ({reference}). Запустите её ещё раз; если не поможет, напишите нам.",
        "en": "Something broke on our side while processing ({reference}). Start it once more; if that does not help, write to us.",
    },
}


class JobRefused(Exception):
    """A job that cannot be done, and never will be as it is; `code` names one of the reasons here."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def sentence(code: str | None, values: dict[str, Any] | None, language: str) -> str:
    """The sentence for a stored reason; empty when there is none. A reason nobody knows any more is told as ours."""
    if not code:
        return ""
    return _told(code, values, language) or _OURS[UNEXPECTED]["ru" if language == "ru" else "en"].format(reference=code)


def warnings(stored: list[dict[str, Any]] | None, language: str) -> list[str]:
    """The sentences for stored warnings; those nobody knows any more are left out."""
    told = [_told(each["code"], each.get("values"), language) for each in stored or []]
    return [words for words in told if words]


def noted(notice: Notice, source_name: str) -> dict[str, Any]:
    """A notice as the tables keep it."""
    return {"code": notice.code, "values": plain(notice.values, source_name)}


def model_away(missing: WeightsMissing) -> tuple[str, dict[str, Any]]:
    """Why a model could not be opened, as the tables keep it: the trainer reads which one, the administrator which file or package."""
    model = str(missing.values.get("model", missing.values.get("name", "")))
    what = next((missing.values[name] for name in ("path", "package", "variable") if name in missing.values), None)
    if what is None:  # too little memory, a name nobody knows: those sentences say what to do
        return missing.code, plain(missing.values, "")
    name = Path(str(what)).name
    return MODEL_AWAY, {"model": MODELS[model].title if model in MODELS else model or name, "what": name}


def plain(values: Mapping[str, object], source_name: str) -> dict[str, Any]:
    """Values for the tables: the server's paths become the name the trainer knows, numbers stay numbers."""
    return {name: source_name if name == "path" or isinstance(value, Path) else _plain(value) for name, value in values.items()}


def _plain(value: object) -> Any:
    if isinstance(value, int | float | str):
        return value
    return float(value) if isinstance(value, SupportsFloat) else str(value)


def _told(code: str, values: dict[str, Any] | None, language: str) -> str:
    words: dict[Any, str] | None = _OURS.get(code) or WORDS.get(code)
    try:
        return words["ru" if language == "ru" else "en"].format(**(values or {})) if words else ""
    except (KeyError, ValueError, IndexError, TypeError):  # stored by another version, with other values
        return ""
