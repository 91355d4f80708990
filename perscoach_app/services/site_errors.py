"""What the trainer's own site refuses."""

from typing import ClassVar

from perscoach_app.services.errors import ServiceError


class SiteRejected(ServiceError):
    """Something on the site cannot stay as it is; `field` says which."""

    field: ClassVar[str] = ""


class NameMissing(SiteRejected):
    """A site without a name."""

    code, field = "name_missing", "name"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Без имени клиенты не поймут, куда попали. Напишите имя или название студии.",
        "en": "Without a name clients will not know where they are. Write your name or your studio's.",
    }


class TextTooLong(SiteRejected):
    """More words than there is room for."""

    code = "text_too_long"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Слишком длинно: здесь помещается {limit} знаков. Сократите, пожалуйста.",
        "en": "Too long: there is room for {limit} characters here. Please shorten it.",
    }

    def __init__(self, field: str, limit: int) -> None:
        self.field = field  # type: ignore[misc]  # the one refusal that any field can meet
        super().__init__(limit=limit)


class EmailUnusable(SiteRejected):
    """A contact address nobody can write to."""

    code, field = "email_unusable", "contact_email"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "На такой адрес письмо не дойдёт. Проверьте его: имя@почта.ru.",
        "en": "Mail cannot reach this address. Check it: name@mail.com.",
    }


class PhoneUnusable(SiteRejected):
    """A number nobody can call."""

    code, field = "phone_unusable", "contact_phone"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "По такому номеру не позвонить. Напишите его с кодом страны: +7 900 000-00-00.",
        "en": "This number cannot be called. Write it with the country code: +44 20 0000 0000.",
    }


class LinkUnusable(SiteRejected):
    """A contact link that is none."""

    code, field = "link_unusable", "contact_link"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Нужна полная ссылка, которая начинается с https://.",
        "en": "A whole link is needed, beginning with https://.",
    }


class ColourUnreadable(SiteRejected):
    """Words in these colours could not be read."""

    code, field = "colour_unreadable", "accent"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "В этих цветах текст не прочитать. Возьмите ближайшие подходящие: {accent} и {tint}.",
        "en": "Words in these colours cannot be read. Take the nearest that can: {accent} and {tint}.",
    }


class ChoiceUnknown(SiteRejected):
    """A choice that is not offered."""

    code = "choice_unknown"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Такого варианта нет. Обновите страницу и выберите снова.",
        "en": "There is no such choice. Reload the page and choose again.",
    }


class PhotoTooLarge(ServiceError):
    """A photo of too many bytes."""

    code = "photo_too_large"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Фото больше 8 МБ. Уменьшите его или выберите другое.",
        "en": "The photo is larger than 8 MB. Make it smaller or choose another.",
    }


class PhotoUnreadable(ServiceError):
    """A file that is no photo we can read."""

    code = "photo_unreadable"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Этот файл не открывается как фото. Подойдут JPEG, PNG и WebP; из HEIC сохраните JPEG.",
        "en": "This file does not open as a photo. JPEG, PNG and WebP are fine; save HEIC as JPEG.",
    }
