"""The trainer's list of phrases, as her page shows it."""

from perscoach_app.services import voice_phrases
from perscoach_app.state.my_voice import MyVoiceState
from perscoach_app.tables.database import open_session
from perscoach_training import spoken
from tests.app.house import House
from tests.app.speaking import recording
from tests.app.state.browsing import run, visit


def test_the_page_tells_how_far_the_list_is(house: House) -> None:
    page = visit(MyVoiceState, "/trainer/voice", house.anna)
    run(page, "load")
    assert (page.place, page.progress) == ("ok", "Записано 0 из\u00a046")
    assert [group.far for group in page.groups] == ["0 из\u00a012", "0 из\u00a014", "0 из\u00a020"]
    with open_session() as db:
        voice_phrases.keep(db, house.anna.scope, "ru", "count.1", recording())
    run(page, "kept")
    first = page.groups[2].rows[0]
    assert (page.progress, first.text, first.have, first.record_label) == ("Записано 1 из\u00a046", "раз", True, "Записать заново: раз")
    run(page, "forget", "count.1")
    assert page.progress == "Записано 0 из\u00a046"


def test_each_language_has_its_own_recordings(house: House) -> None:
    with open_session() as db:
        voice_phrases.keep(db, house.anna.scope, "ru", "word.rest", recording())
    page = visit(MyVoiceState, "/trainer/voice", house.anna)
    run(page, "load")
    run(page, "choose", "en")
    assert (page.spoken_language, page.progress, page.groups[2].rows[0].text) == ("en", "Записано 0 из\u00a046", "one")
    run(page, "choose", "ru")
    assert page.progress == "Записано 1 из\u00a046"


def test_no_phrase_is_missing_and_none_is_there_twice(house: House) -> None:
    page = visit(MyVoiceState, "/trainer/voice", house.anna)
    run(page, "load")
    shown = [row.name for group in page.groups for row in group.rows] + [row.name for row in page.more]
    assert sorted(shown) == sorted(spoken.ALL)


def test_one_after_another_is_recorded_until_one_is_refused(house: House) -> None:
    page = visit(MyVoiceState, "/trainer/voice", house.anna)
    run(page, "load")
    names = [row.name for group in page.groups for row in group.rows]
    with open_session() as db:
        voice_phrases.keep(db, house.anna.scope, "ru", names[1], recording())
    run(page, "record_all")
    assert (page.running, page.take, page.now) == (True, names[0], page.groups[0].rows[0].text)
    run(page, "kept")
    assert page.take == names[2]  # what is there is left out
    run(page, "lost")
    assert (page.running, page.take, page.now) == (False, "", "")


def test_a_press_begins_one_phrase_and_the_next_press_ends_it(house: House) -> None:
    page = visit(MyVoiceState, "/trainer/voice", house.anna)
    run(page, "load")
    run(page, "record", "cue.11")
    assert (page.running, page.take) == (False, "cue.11")
    run(page, "record_all")
    assert (page.running, page.take) == (False, "")
    run(page, "record", "cue.11")
    run(page, "kept")
    assert page.take == ""


def test_it_is_no_page_for_clients(house: House) -> None:
    page = visit(MyVoiceState, "/trainer/voice", house.maria)
    run(page, "load")
    assert page.place == "not_found"
    assert page.groups == []
