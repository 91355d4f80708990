"""The library: finding in it, naming and filing clips, how strictly each is judged."""

from typing import Any

import pytest
from sqlmodel import select

from perscoach_app.services import exercises, library, targets, trainings
from perscoach_app.services.errors import NotFound
from perscoach_app.services.library import Order, Wish
from perscoach_app.services.library_errors import StrictnessUnknown, TagTooLong, TitleEmpty, TooManyTags
from perscoach_app.services.scope import parse_id
from perscoach_app.tables import ExerciseUpdate, TrainingSession
from perscoach_app.tables.database import open_session
from perscoach_motion.yardstick.target import Target, target_from
from tests.app.house import House
from tests.app.training import free, trained

TITLES = {"squat": ("Приседание с подъёмом", "Squat and raise"), "lunge": ("Выпад", "Lunge"), "plank": ("Планка", "")}


def furnished(house: House) -> dict[str, str]:
    """Three clips of Anna's, oldest first; the lunge was trained twice, the squat once."""
    found = {slug: house.ready_exercise(house.anna, slug) for slug in TITLES}
    with open_session() as db:
        for slug, (russian, english) in TITLES.items():
            exercises.update(db, house.anna.scope, found[slug], ExerciseUpdate(title_ru=russian, title_en=english or None))
            if not english:
                row = exercises.row_of(db, house.anna.scope, found[slug])
                row.title_en, row.source_name = "", "IMG_0042.MOV"
                db.add(row)
                db.commit()
    for slug in ("lunge", "squat", "lunge"):
        trained(house.maria, found[slug], [], 3.0)
    return found


def found(house: House, words: str = "", *tags: str, order: Order = "newest") -> list[str]:
    with open_session(reading=True) as db:
        return [one.slug for one in library.find(db, house.anna.scope, Wish(words, frozenset(tags), order))]


def test_words_are_found_however_they_are_typed(house: House) -> None:
    clips = furnished(house)
    with open_session() as db:
        library.set_tags(db, house.anna.scope, clips["lunge"], ["Ноги"])
    assert found(house) == ["plank", "lunge", "squat"]
    assert found(house, "ПОДЪЕМ") == found(house, "raise squat") == ["squat"]  # ё and capitals; both words, in any order
    assert found(house, "img_0042") == found(house, "планк") == ["plank"]
    assert found(house, "ног") == ["lunge"]
    assert found(house, "выпад планка") == []
    assert found(house, "%") == []


def test_tags_narrow_and_orders_sort(house: House) -> None:
    clips = furnished(house)
    with open_session() as db:
        library.set_tags(db, house.anna.scope, clips["lunge"], ["Ноги", "Дома"])
        library.set_tags(db, house.anna.scope, clips["squat"], ["ноги"])
        assert library.tags(db, house.anna.scope) == ["Ноги", "Дома"]  # the most used first, spelled as at first
    assert found(house, "", "НОГИ") == ["lunge", "squat"]
    assert found(house, "", "ноги", "дома") == ["lunge"]
    assert found(house, order="name") == ["lunge", "plank", "squat"]
    assert found(house, order="used") == ["lunge", "squat", "plank"]


def test_tags_are_few_short_and_each_once(house: House) -> None:
    clip, other = house.ready_exercise(house.anna), house.ready_exercise(house.anna, "lunge")
    scope = house.anna.scope
    with open_session() as db:
        assert library.set_tags(db, scope, clip, ["  Нижняя   часть ", "нижняя часть", "", "Мяч"]) == ["Нижняя часть", "Мяч"]
        assert library.set_tags(db, scope, other, ["МЯЧ"]) == ["Мяч"]
        with pytest.raises(TagTooLong):
            library.set_tags(db, scope, clip, ["x" * (library.TAG_LONGEST + 1)])
        with pytest.raises(TooManyTags):
            library.set_tags(db, scope, clip, [str(number) for number in range(library.TAGS_MOST + 1)])
        assert exercises.get(db, scope, clip).tags == ["Нижняя часть", "Мяч"]
        for stranger in (house.boris, house.maria):
            with pytest.raises(NotFound):
                library.set_tags(db, stranger.scope, clip, ["Мяч"])
        assert library.tags(db, house.boris.scope) == []


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_every_clip_has_a_name(house: House, title: str) -> None:
    clip = house.ready_exercise(house.anna)
    with open_session() as db, pytest.raises(TitleEmpty):
        exercises.update(db, house.anna.scope, clip, ExerciseUpdate(title_ru=title))


def test_a_session_is_judged_as_strictly_as_its_clip_was_then(house: House) -> None:
    clip = house.ready_exercise(house.anna)
    browser = house.signed_in(house.maria)
    scope = house.anna.scope

    def begun() -> str:
        """A training that is left open: its set has begun."""
        training = free(house.maria, clip)
        assert browser.post(f"/api/shadow/{training}/sets/0/chunks/0", json={"samples": []}).status_code == 200
        return training

    def asked(training: str) -> Any:
        (item,) = browser.get(f"/api/shadow/{training}").json()["items"]
        return item["target"]

    usual = begun()
    with open_session() as db:
        trainings.finish(db, house.maria.scope, usual)
        exercises.update(db, scope, clip, ExerciseUpdate(strictness=1.5))
    strict = begun()
    with open_session() as db:
        (target,) = db.exec(select(TrainingSession.target).where(TrainingSession.training_id == parse_id(strict)))
        assert target == Target(1.5).document()
        trainings.finish(db, house.maria.scope, strict)
        targets.put(db, scope, house.maria.person_id, clip, targets.Settings(0.75, 0.6, ("left_shin",)))
    own = begun()
    with open_session() as db:
        exercises.update(db, scope, clip, ExerciseUpdate(strictness=2.0))
    assert asked(usual) is None
    assert target_from(asked(strict)) == Target(1.5)
    assert target_from(asked(own)) == Target(0.75, 0.6, frozenset({"left_shin"}))


@pytest.mark.parametrize("strictness", [0.0, 0.49, 2.01, float("nan"), float("inf")])
def test_there_is_no_other_strictness(house: House, strictness: float) -> None:
    clip = house.ready_exercise(house.anna)
    with open_session() as db, pytest.raises(StrictnessUnknown):
        exercises.update(db, house.anna.scope, clip, ExerciseUpdate(strictness=strictness))
