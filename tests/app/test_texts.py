"""One catalogue, two languages: the same keys, the same blanks, and nothing asked for that is not there."""

import re
from pathlib import Path
from string import Formatter

import pytest

from perscoach_app.texts import LANGUAGES, choose_language, keys, say
from perscoach_app.texts.catalogue import UnknownText, _catalogue, plural_form

APP = Path(__file__).resolve().parents[2] / "perscoach_app"
ASSETS = APP.parent / "assets"
_ASKED = re.compile(r"""\b(?:t|say)\(\s*(?:[\w.]+,\s*|"(?:ru|en)",\s*)?(f?)"([a-z_]+(?:\.[a-z_{}\[\]"']+)+)\"""")


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def asked() -> set[tuple[bool, str]]:
    """Keys written in the code; True for those with a part filled in at run time."""
    found = set()
    for path in APP.rglob("*.py"):
        for match in _ASKED.finditer(path.read_text(encoding="utf-8")):
            found.add((bool(match.group(1)), match.group(2)))
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert keys("ru") == keys("en")


def test_both_languages_leave_the_same_blanks() -> None:
    for key in keys("ru"):
        ru, en = _catalogue("ru")[key], _catalogue("en")[key]
        assert isinstance(ru, dict) == isinstance(en, dict), key
        for form in ru if isinstance(ru, dict) else ("",):
            mine = ru[form] if isinstance(ru, dict) else ru
            other = en.get(form, en["many"]) if isinstance(en, dict) else en
            assert blanks(mine) == blanks(other), key


def test_every_key_asked_for_exists() -> None:
    wanted = asked()
    assert len(wanted) > 80
    for partly, key in wanted:
        pattern = re.escape(key).replace(r"\{", "{").replace(r"\}", "}") if partly else re.escape(key)
        pattern = re.sub(r"\{[^}]*\}", r"[a-z_.]+", pattern)
        assert any(re.fullmatch(pattern, known) for known in keys("ru")), key


def test_no_sentence_is_left_over() -> None:
    files = [*APP.rglob("*.py"), *(ASSETS / "pages").glob("*.js")]
    written = "".join(path.read_text(encoding="utf-8").replace("'", '"') for path in files if path.parent.name != "texts")
    assert not [key for key in sorted(keys("ru")) if not _is_said(key, written)]


def _is_said(key: str, written: str) -> bool:
    """Written out; or put together at run time (`f"report.legend_{tone}"`), or by the page's JavaScript, which knows the last part."""
    section, _, name = key.rpartition(".")
    beginnings = [f'f"{section}.{name[:n]}{{' for n in range(len(name))]
    return f'"{key}"' in written or any(beginning in written for beginning in beginnings) or f'"{name.removesuffix("_words")}"' in written


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, "0 повторов"), (1, "1 повтор"), (2, "2 повтора"), (5, "5 повторов"), (11, "11 повторов"), (12, "12 повторов"), (21, "21 повтор")],
)
def test_russian_counts(n: int, expected: str) -> None:
    assert say("ru", "report.reps", n=n) == expected


def test_fractions_and_english_counts() -> None:
    assert plural_form("ru", 1.5) == "few"
    assert [say("en", "report.reps", n=n) for n in (0, 1, 2)] == ["0 reps", "1 rep", "2 reps"]


def test_a_dash_never_begins_a_line() -> None:
    for language in LANGUAGES:
        for text in _catalogue(language).values():
            for form in text.values() if isinstance(text, dict) else (text,):
                assert " — " not in form


def test_an_unknown_sentence_is_an_error_of_ours() -> None:
    with pytest.raises(UnknownText):
        say("ru", "no.such.key")


def test_a_broken_cookie_is_no_reason_to_fail() -> None:
    assert choose_language(None, "pc_language=en; bad==;\x00", "ru") in LANGUAGES
    assert choose_language(None, 'odd={"a b":[1,2]}; pc_language=en', "ru") == "en"
    assert choose_language(None, "", "en;q=x, ru") == "ru"
    assert choose_language("en", "pc_language=ru", "ru") == "en"
