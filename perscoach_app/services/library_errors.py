"""What the library refuses, in the reader's language."""

from typing import ClassVar

from perscoach_app.services.errors import ServiceError


class TagTooLong(ServiceError):
    """A tag that fits no chip."""

    code = "tag_too_long"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Метка длиннее {most} знаков. Выберите слово покороче.",
        "en": "A tag has at most {most} characters. Choose a shorter word.",
    }


class TooManyTags(ServiceError):
    """More tags than anybody reads."""

    code = "too_many_tags"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "У клипа уже {most} меток, больше не нужно. Уберите одну, чтобы добавить новую.",
        "en": "A clip has at most {most} tags. Take one away to add another.",
    }


class TitleEmpty(ServiceError):
    """A clip without a name."""

    code = "title_empty"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Назовите упражнение: от одного знака до {most}.",
        "en": "Give the exercise a name of 1 to {most} characters.",
    }


class StrictnessUnknown(ServiceError):
    """A strictness outside the scale."""

    code = "strictness_unknown"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Такой строгости нет. Выберите на шкале от «мягко» до «строго».",
        "en": "There is no such strictness. Choose between gentle and strict.",
    }


class PiecesChanged(ServiceError):
    """Another page has cut the clip differently meanwhile."""

    code = "pieces_changed"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Клип уже разрезали иначе на другой странице. Показываем, как стало: повторите правку.",
        "en": "The clip was cut differently on another page. This is how it is now: make your change again.",
    }


class PieceImpossible(ServiceError):
    """A cut that leaves a piece too short for a movement, or falls where there is none."""

    code = "piece_impossible"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Здесь не получится: фрагмент длится хотя бы {least} с, и фрагменты не перекрываются. Передвиньте клип и попробуйте снова.",
        "en": "That does not work here: a part lasts at least {least} s, and parts do not overlap. Move the clip and try again.",
    }


class LastPiece(ServiceError):
    """The last piece of a clip cannot go."""

    code = "last_piece"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Это последний фрагмент, он остаётся. Его можно переименовать или обрезать.",
        "en": "This is the last part, so it stays. You can rename or trim it.",
    }


class ExcerptTooShort(ServiceError):
    """Too little to become an exercise."""

    code = "excerpt_too_short"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Для отдельного упражнения нужен хотя бы один полный повтор — {least} с или больше.",
        "en": "An exercise of its own needs at least one whole rep: {least} s or more.",
    }
