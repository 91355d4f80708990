"""One catalogue, two languages, two tones: the same keys, the same blanks, one word for one thing, nothing left over."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from perscoach_app.texts import FAMILIAR, LANGUAGES, choose_language, choose_voice, keys, say
from perscoach_app.texts.catalogue import PLURAL_FORMS, VOICES, Text, UnknownText, catalogue, own_keys, plural_form

APP = Path(__file__).resolve().parents[2] / "perscoach_app"
TRAINING = APP.parent / "perscoach_training"
ASSETS = APP.parent / "assets"
_ASKED = re.compile(r"""\b(?:t|say)\(\s*(?:[\w.]+,\s*|"(?:ru|en)",\s*)?(f?)"([a-z_]+(?:\.[a-z_{}\[\]"']+)+)\"""")

FORMAL = re.compile(r"\b[Вв](ы|ас|ам|аш\w*)\b|\b(?!сайте\b)\w+(йте|ите)(сь)?\b")
"""«Вы» and the imperatives that go with it."""
TRAINERS_ROOMS = frozenset(
    (
        "admin",
        "assign",
        "builder",
        "calendar",
        "client",
        "clients",
        "confirm",
        "data_settings",
        "deed",
        "editor",
        "exercise",
        "grant",
        "inbox",
        "jobs",
        "landing",
        "library",
        "processing",
        "troubles",
    )
    + ("my_voice", "parent", "phrases", "saved", "sign_up", "target", "team", "today", "unknown", "upload", "voice", "workouts")
)
TRAINERS_WORDS = frozenset(
    {"mail.confirm", "mail.confirm_subject", "mail.team", "mail.team_subject", "invitation.code", "invitation.trainer"}
    | {"digest.answered", "digest.marks_words", "digest.reply_how_are_you_short"}
)

GLOSSARY = {
    # what we never say: what we say instead
    "ru": {
        r"повторени[еяюй]": "повтор",
        r"репетици": "повтор",
        r"\bсет(ы|а|ов|ам|ами|ах|ом|у)?\b": "подход",
        r"тренировочн\w+ (сет|сесси)": "подход, занятие",
        r"\bсесси[яиюейх]": "занятие",
        r"домашн\w+ задани": "домашка",
        r"\bДЗ\b": "домашка",
        r"\bюзер|пользовател": "клиент или тренер",
        r"\bученик|подопечн": "клиент",
        r"сходств|соответстви": "совпадение",
        r"\bрепорт": "отчёт",
        r"\bкоуч": "тренер",
        r"\bэксерсайз|\bсегмент": "упражнение, отрезок",
        r"[а-я]ё?\.{3}": "многоточие одним знаком: …",
        r'(?<!\\)"': "«ёлочки»",
    },
    "en": {
        r"\brepetitions?\b": "rep",
        r"\bworkout session": "session",
        r"\bround(s)? of": "set",
        r"\bsimilarity\b|\baccuracy\b": "match",
        r"\busers?\b": "client or trainer",
        r"(?<!pers\.)\bcoach(es)?\b(?! clients)": "trainer",
        r"\btrainees?\b|\bstudents?\b": "client",
        r"\bassignments?\b": "homework",
        r"\bmovie\b|\bfootage\b": "video or clip",
        r"\.{3}": "one sign: …",
        r'"': "“curly quotes”",
    },
}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def forms(text: Text) -> Iterator[str]:
    yield from text.values() if isinstance(text, dict) else (text,)


def asked() -> set[tuple[bool, str]]:
    """Keys written in the code; True for those with a part filled in at run time."""
    found = set()
    for path in (*APP.rglob("*.py"), *TRAINING.rglob("*.py")):
        for match in _ASKED.finditer(path.read_text(encoding="utf-8")):
            found.add((bool(match.group(1)), match.group(2)))
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(keys("ru") ^ keys("en")) == []


def test_all_voices_leave_the_same_blanks() -> None:
    for voice in VOICES:
        for key, text in catalogue(voice).items():
            russian = catalogue("ru")[key]
            assert isinstance(text, dict) == isinstance(russian, dict), key
            expected = {frozenset(blanks(form)) for form in forms(russian)}
            assert {frozenset(blanks(form)) for form in forms(text)} == expected, (voice, key)
            assert len(expected) == 1, key
            assert all(forms(text)), (voice, key, "an empty sentence")


def test_the_familiar_tone_holds_only_what_differs() -> None:
    assert own_keys(FAMILIAR) <= keys("ru")
    assert keys(FAMILIAR) == keys("ru")
    assert not [key for key in own_keys(FAMILIAR) if catalogue(FAMILIAR)[key] == catalogue("ru")[key]]
    for key in own_keys(FAMILIAR):
        for text in forms(catalogue(FAMILIAR)[key]):
            assert not FORMAL.search(text), key


def test_whatever_a_client_reads_is_said_in_both_tones() -> None:
    read = (key for key in keys("ru") if key.partition(".")[0] not in TRAINERS_ROOMS and key not in TRAINERS_WORDS)
    formal = {key for key in read if any(FORMAL.search(text) for text in forms(catalogue("ru")[key]))}
    assert sorted(formal - own_keys(FAMILIAR)) == []


def test_every_key_asked_for_exists() -> None:
    wanted = asked()
    assert len(wanted) > 80
    for partly, key in wanted:
        pattern = re.escape(key).replace(r"\{", "{").replace(r"\}", "}") if partly else re.escape(key)
        pattern = re.sub(r"\{[^}]*\}", r"[a-z_.]+", pattern)
        assert any(re.fullmatch(pattern, known) for known in keys("ru")), key


def test_no_sentence_is_left_over() -> None:
    files = [*APP.rglob("*.py"), *TRAINING.rglob("*.py"), *(ASSETS / "pages").glob("*.js"), *APP.rglob("*.js"), *APP.rglob("*.jsx")]
    written = "".join(path.read_text(encoding="utf-8").replace("'", '"') for path in files if path.parent.name != "texts")
    assert not [key for key in sorted(keys("ru")) if not _is_said(key, written)]


def _is_said(key: str, written: str) -> bool:
    """Written out; or put together at run time (`f"report.legend_{tone}"`), or by the page's JavaScript, which knows the last part."""
    section, _, name = key.rpartition(".")
    beginnings = [f'f"{section}.{name[:n]}{{' for n in range(len(name))]
    return f'"{key}"' in written or any(beginning in written for beginning in beginnings) or f'"{name.removesuffix("_words")}"' in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_for_one_thing(language: str) -> None:
    said = [(key, text) for voice in VOICES if voice.startswith(language) for key, each in catalogue(voice).items() for text in forms(each)]
    for wrong, right in GLOSSARY[language].items():
        assert not [(key, text, f"say: {right}") for key, text in said if re.search(wrong, re.sub(r"\{\w+\}", "", text), re.IGNORECASE)]


def test_the_glossary_has_teeth() -> None:
    for language, wrong in (("ru", "Сделайте три сета по пять повторений"), ("en", "Five repetitions for each user")):
        assert sum(bool(re.search(pattern, wrong, re.IGNORECASE)) for pattern in GLOSSARY[language]) == 2


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, "0 повторов"), (1, "1 повтор"), (2, "2 повтора"), (5, "5 повторов"), (11, "11 повторов"), (12, "12 повторов"), (21, "21 повтор")],
)
def test_russian_counts(n: int, expected: str) -> None:
    assert say("ru", "report.reps", n=n) == expected == say(FAMILIAR, "report.reps", n=n)


def test_fractions_and_english_counts() -> None:
    assert plural_form("ru", 1.5) == "few"
    assert [plural_form("en", n) for n in (1, 1.0, 1.5, 2)] == ["one", "one", "other", "other"]
    assert [say("en", "report.reps", n=n) for n in (0, 1, 2)] == ["0 reps", "1 rep", "2 reps"]


def test_every_plural_has_all_its_forms() -> None:
    for language in LANGUAGES:
        for key, text in catalogue(language).items():
            assert isinstance(text, str) or tuple(text) == PLURAL_FORMS[language], key


def test_a_dash_never_begins_a_line() -> None:
    for voice in VOICES:
        for text in catalogue(voice).values():
            assert not any(" — " in form for form in forms(text))


def test_an_unknown_sentence_is_an_error_of_ours() -> None:
    with pytest.raises(UnknownText):
        say("ru", "no.such.key")


def test_an_unknown_voice_is_answered_in_russian() -> None:
    assert say("xx", "nav.library") == say("ru", "nav.library")


def test_the_tone_is_a_matter_of_russian() -> None:
    assert [choose_voice(language, familiar=True) for language in LANGUAGES] == [FAMILIAR, "en"]
    assert choose_voice("ru", familiar=False) == "ru"


def test_a_broken_cookie_is_no_reason_to_fail() -> None:
    assert choose_language(None, "pc_language=en; bad==;\x00", "ru") in LANGUAGES
    assert choose_language(None, 'odd={"a b":[1,2]}; pc_language=en', "ru") == "en"
    assert choose_language(None, "", "en;q=x, ru") == "ru"
    assert choose_language("en", "pc_language=ru", "ru") == "en"
