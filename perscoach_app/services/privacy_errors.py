"""What is refused about agreements and personal data."""

from typing import ClassVar

from perscoach_app.services.errors import ServiceError


class ParentMissing(ServiceError):
    """Somebody under eighteen: a parent agrees for her, and has not (to this)."""

    code = "parent_missing"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "До 18 лет на это соглашается родитель. Отправьте ему письмо со страницы «Мои данные»; до ответа уходят только цифры.",
        "en": "Under 18, a parent agrees to this. Send them the letter from the page “My data”; until they answer only numbers leave.",
    }


class StudioCloses(ServiceError):
    """A trainer leaves: her clients' trainings and her library go with her, or to somebody."""

    code = "studio_closes"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Аккаунт тренера закрывается вместе с сайтом студии: напишите нам, и мы согласуем, что станет с данными клиентов.",
        "en": "A trainer’s account closes together with the studio’s site: write to us, and we agree on what becomes of the clients’ data.",
    }


class OperatorMissing(ServiceError):
    """A policy has to name who answers, and how to reach them."""

    code = "operator_missing"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Впишите, кто отвечает за данные клиентов, и как с ним связаться: имя или название и почту или телефон.",
        "en": "Write who answers for clients’ data and how to reach them: a name, and an e-mail address or a telephone number.",
    }


class RetentionUnknown(ServiceError):
    """A number of days that cannot be chosen."""

    code = "retention_unknown"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Такого срока нет. Выберите один из предложенных.",
        "en": "There is no such time. Choose one of those offered.",
    }


class StoredElsewhere(ServiceError):
    """The installation keeps files where the trainer did not allow it."""

    code = "stored_elsewhere"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Хранилище переехало, а вы разрешили хранить файлы только здесь: {wanted}. "
        "Измените это в «Данных клиентов» или напишите нам.",
        "en": "The storage has moved, and you allow files to be kept only here: {wanted}. Change this in “Clients’ data”, or write to us.",
    }


class ParentIsSelf(ServiceError):
    """The letter would come to the child."""

    code = "parent_is_self"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Это ваша собственная почта. Впишите почту родителя.",
        "en": "This is your own e-mail address. Write your parent’s.",
    }
