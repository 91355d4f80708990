"""What is refused about people and their ways in."""

from typing import ClassVar

from perscoach_app.services.errors import ServiceError


class NameMissing(ServiceError):
    """No name, or one that is longer than a name."""

    code = "name_missing"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Впишите имя, до 120 знаков.",
        "en": "Write a name, up to 120 characters.",
    }


class EmailInvalid(ServiceError):
    """Nothing a letter could be sent to."""

    code = "email_invalid"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Это не похоже на адрес почты. Проверьте его: имя@почта.ru.",
        "en": "This does not look like an e-mail address. Check it: name@mail.com.",
    }


class EmailTaken(ServiceError):
    """Somebody of the same site has this address; said to signed-in people of that site only."""

    code = "email_taken"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "С этой почтой на вашем сайте уже кто-то есть. Впишите другую.",
        "en": "Somebody on your site already has this e-mail address. Write another one.",
    }


class PasswordShort(ServiceError):
    """Fewer characters than a password needs."""

    code = "password_short"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Пароль короткий: нужно не меньше {n} знаков. Удобно взять три-четыре слова подряд.",
        "en": "The password is short: at least {n} characters. Three or four words in a row do well.",
    }


class PasswordGuessable(ServiceError):
    """The first thing anybody would try."""

    code = "password_guessable"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Такой пароль угадают первым. Возьмите другой: без имени сайта, почты и подряд идущих клавиш.",
        "en": "This password would be guessed first. Take another: without the site's name, your e-mail or neighbouring keys.",
    }


class SignInRefused(ServiceError):
    """E-mail and password do not belong together; which of the two is wrong is nobody's business."""

    code = "sign_in_refused"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Почта или пароль не подходят. Проверьте их или войдите по ссылке из письма.",
        "en": "The e-mail address or the password is wrong. Check them, or sign in by a link sent to you.",
    }


class PasswordWrong(ServiceError):
    """Whoever changes a password has to know the present one."""

    code = "password_wrong"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Нынешний пароль не подходит. Не помните его — выйдите и задайте новый по письму.",
        "en": "Your present password is wrong. If you do not remember it, sign out and set a new one by mail.",
    }


class PasskeyRefused(ServiceError):
    """A passkey that does not open this site, or took too long."""

    code = "passkey_refused"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Ключ доступа не подошёл. Попробуйте ещё раз или войдите другим способом.",
        "en": "The passkey did not work. Try once more, or sign in another way.",
    }


class LastTrainer(ServiceError):
    """A site without a trainer belongs to nobody."""

    code = "last_trainer"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Это единственный тренер сайта. Сначала пригласите другого и дождитесь, пока он войдёт.",
        "en": "This is the site's only trainer. First invite another one, and wait until they have signed in.",
    }


class HeirMissing(ServiceError):
    """Somebody has to take over the clients and the library."""

    code = "heir_missing"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Выберите тренера, который примет клиентов, видео и домашки.",
        "en": "Choose the trainer who takes over clients, videos and homework.",
    }
