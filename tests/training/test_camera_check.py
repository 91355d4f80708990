"""Before the start: the client is told one thing at a time, the training starts by itself, every trouble has its sentence and a way on."""

from typing import Any

import pytest

from perscoach_motion.demonstration import squat
from tests.training.plans import Visit, plan
from tests.training.test_check import placed

WELL, NEAR = placed(depth=0.0, arms=0.0), placed(1.35, y=-0.1, depth=0.0, arms=0.0)
LIT = {"wide": 16, "pixels": [70, 70, 70, 255, 150, 150, 150, 255] * 96, "people": 1}
BLACK = {"wide": 16, "pixels": [1, 2, 1, 255] * 192, "people": 0}
INSTAGRAM = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21A Instagram 300.0"


def checking(voice: str = "ru", **more: Any) -> Visit:
    """At the camera check, the camera open."""
    visit = Visit(plan(voice=voice, **more), check=True)
    assert visit.state == "check"
    return visit


def spoken(visit: Visit) -> list[str]:
    return [order["text"] for order in visit.given("say") if order["kind"] == "hint"]


def test_who_stands_well_begins_by_herself() -> None:
    visit = checking()
    visit.tell("tick")
    assert visit.face["card"]["title"] == "Встаньте перед камерой", "nobody is praised before she was seen"
    visit.wait(1.5, WELL, until="intro")
    assert visit.state == "check"
    assert visit.face["card"]["picture"] == "silhouette"
    assert visit.face["card"]["title"] == "Отлично, стойте так"
    assert {line["mark"] for line in visit.face["card"]["lines"]} == {"ok"}
    assert visit.face["timer"]["label"] == "Начинаем"
    visit.wait(2.0, WELL, until="intro")
    assert visit.state == "intro"


def test_who_stands_too_near_is_told_so_once_and_then_goes_on() -> None:
    visit = checking()
    visit.wait(9.0, NEAR)
    assert visit.face["cue"] == {"text": "Шаг назад", "mood": "hint"}
    assert visit.face["card"]["text"] == "Отойдите на шаг назад: движение не поместится в кадр."
    assert spoken(visit) == ["Отойдите на шаг назад: движение не поместится в кадр."], "said after three seconds, and not again yet"
    visit.wait(4.0, WELL, until="intro")
    assert visit.state == "intro"
    assert spoken(visit)[-1] == "Отлично, стойте так"


def test_start_anyway_is_always_there() -> None:
    visit = checking(voice="ru@ty")
    visit.wait(2.0, NEAR)
    assert visit.face["card"]["text"].startswith("Отойди на шаг назад")
    visit.choose("now")
    assert visit.state == "intro"


def test_two_people_are_looked_for_only_here() -> None:
    visit = checking()
    assert [order["people"] for order in visit.given("quality") if "people" in order][-1] == 2
    for _ in range(5):
        visit.wait(0.5, WELL)
        visit.tell("light", **{**LIT, "people": 2})
    assert visit.face["cue"]["text"] == "В кадре двое"
    visit.choose("now")
    assert visit.given("quality")[-1]["people"] == 1


def test_a_covered_lens_is_told_and_goes_on_by_itself() -> None:
    visit = checking()
    for _ in range(6):
        visit.wait(0.5)
        visit.tell("light", **BLACK)
    assert (visit.state, visit.face["card"]["id"]) == ("trouble", "cameraBlack")
    visit.tell("light", **LIT)
    assert visit.state == "check"


@pytest.mark.parametrize("trouble", ["cameraRefused", "cameraAbsent", "cameraBusy", "cameraInsecure"])
@pytest.mark.parametrize("voice", ["ru", "en", "ru@ty"])
def test_each_trouble_has_a_sentence_and_two_ways_on(trouble: str, voice: str) -> None:
    visit = checking(voice)
    visit.tell("camera", trouble=trouble, agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36")
    card = visit.face["card"]
    assert (visit.state, card["id"]) == ("trouble", trouble)
    assert "shadow" not in card["title"] + card["text"]
    assert len(card["choices"]) == 2
    visit.choose("none")
    assert visit.state == "intro", "there is a way to train without a camera"


def test_inside_another_app_the_link_is_the_way_on() -> None:
    visit = checking()
    visit.tell("camera", trouble="cameraRefused", agent=INSTAGRAM)
    assert visit.face["card"]["id"] == "cameraInApp"
    visit.choose("copy")
    assert visit.given("copy") == [{}]
    assert visit.face["card"]["choices"][0]["label"] == "Ссылка скопирована"


def test_a_camera_unplugged_in_the_middle_of_a_set_loses_nothing() -> None:
    visit = Visit(plan({"repetitions": 10}))
    visit.wait(12.0, squat(0.0, arms=0.0, repetitions=12), until="set")
    visit.wait(6.0, squat(repetitions=12))
    done = visit.face["count"]["value"]
    assert int(done) >= 1
    visit.tell("camera", trouble="cameraLost", agent="")
    assert visit.face["card"]["id"] == "cameraLost"
    visit.wait(5.0)
    visit.tell("camera", state="open", width=640, height=480, mirror=False)  # plugged in again
    assert visit.state == "countdown"
    visit.wait(4.0, squat(0.0, arms=0.0), until="set")
    assert visit.face["count"]["value"] == done


def test_a_camera_that_goes_in_the_rest_is_missed_when_the_set_begins() -> None:
    visit = Visit(plan({"sets": 2, "repetitions": 2}))
    visit.wait(12.0, squat(0.0, arms=0.0, repetitions=12), until="set")
    visit.wait(20.0, squat(repetitions=12), until="rest")
    visit.tell("camera", trouble="cameraLost", agent="")
    assert visit.state == "rest", "who rests is left in peace"
    visit.wait(25.0, until="trouble")
    assert visit.face["card"]["id"] == "cameraLost"


def test_the_camera_is_chosen_and_remembered() -> None:
    visit = checking()
    devices = [{"id": "front", "label": "Передняя"}, {"id": "back", "label": "Задняя"}]
    visit.tell("camera", state="open", width=480, height=640, mirror=True, device="front", devices=devices)
    visit.wait(0.5, WELL)
    visit.tell("camera", state="known", devices=devices[:1])
    assert not [one for one in visit.face["settings"] if one["id"] == "device"], "with one camera there is nothing to choose"
    visit.tell("camera", state="known", devices=devices)
    row = next(one for one in visit.face["settings"] if one["id"] == "device")
    assert [option["label"] for option in row["options"]] == ["Передняя", "Задняя"]
    visit.press("flip")
    assert visit.given("camera")[-1]["device"] == "back"
    assert visit.given("remember")[-1]["device"] == "back"
    visit.tell("set", id="device", value="nobody's")
    assert visit.given("camera")[-1]["device"] == "back"


def test_tried_again_it_fails_otherwise_and_says_so() -> None:
    visit = Visit(plan())
    visit.wait(12.0, until="set")
    visit.tell("camera", trouble="cameraLost", agent="")
    visit.choose("again")
    visit.tell("camera", trouble="cameraBusy", agent="")
    assert (visit.state, visit.face["card"]["id"]) == ("trouble", "cameraBusy")
