"""Which of our languages a visitor reads: her own choice, then her browser's wish, then Russian."""

from starlette.requests import cookie_parser

from perscoach_app.texts.catalogue import DEFAULT_LANGUAGE, FAMILIAR, LANGUAGES

LANGUAGE_COOKIE = "pc_language"


def choose_language(person: str | None, cookie_header: str, accept_language: str) -> str:
    """The language to answer in.

    Args:
        person: the language kept with the signed-in person, if any.
        cookie_header: the request's whole `Cookie` header.
        accept_language: the request's `Accept-Language` header.
    """
    for wish in (person, _from_cookie(cookie_header), _from_browser(accept_language)):
        if wish in LANGUAGES:
            return wish
    return DEFAULT_LANGUAGE


def choose_voice(language: str, *, familiar: bool) -> str:
    """The voice to speak in: a site whose trainer says «ты» to her clients has another tone of Russian."""
    return FAMILIAR if familiar and language == "ru" else language


def _from_cookie(header: str) -> str | None:
    return cookie_parser(header).get(LANGUAGE_COOKIE)  # `SimpleCookie` stops at the first odd value of somebody else's


def _from_browser(header: str) -> str | None:
    wishes: list[tuple[float, str]] = []
    for part in header.split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        wishes.append((-weight, name.split("-")[0].lower()))
    return next((name for _, name in sorted(wishes, key=lambda wish: wish[0]) if name in LANGUAGES), None)
