"""From a face to the page's elements: what is large, what a press sends, which key presses it, and that only what changed is made anew."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from perscoach_training.look import Look
from perscoach_training.look.over import longest_lines
from perscoach_training.page import PageDirector
from tests.browser.faces import faces
from tests.training.plans import plan


def elements(tree: Any) -> Iterator[list[Any]]:
    """Every element in a tree, itself first."""
    if isinstance(tree, list) and tree and isinstance(tree[0], str) and len(tree) > 1 and isinstance(tree[1], dict):
        yield tree
        tree = tree[2:]
    if isinstance(tree, list):
        for child in tree:
            yield from elements(child)


def named(look: dict[str, Any], name: str, value: str) -> list[Any]:
    """The one element whose attribute is this."""
    (found,) = [one for part in look["parts"].values() for one in elements(part) if one[1].get(name) == value]
    return found


@pytest.mark.parametrize("name", sorted(faces("ru")))
def test_every_face_is_elements_with_texts_for_attributes_and_distinct_places(name: str) -> None:
    look = Look().changes(faces("ru")[name].document)
    seen = [one for part in look["parts"].values() for one in elements(part)]
    assert all(isinstance(value, str) for _, attributes, *_ in seen for value in attributes.values())
    sent = [json.loads(one[1]["data-send"]) for one in seen if "data-send" in one[1]]
    assert all(event["name"] in ("choose", "control", "set") for event in sent)
    assert "style" not in {attribute for one in seen for attribute in one[1]}  # our policy forbids it


def test_only_the_parts_that_look_otherwise_are_sent() -> None:
    look, face = Look(), faces("ru")["set"].document
    assert len(look.changes(face)["parts"]) == 10
    assert look.changes(face)["parts"] == {}
    assert sorted(look.changes({**face, "score": {**face["score"], "value": 71, "grade": "good"}})["parts"]) == ["match", "now"]
    assert sorted(look.changes({**face, "cue": None})["parts"]) == ["cue", "match", "now"]


def test_a_press_sends_what_was_pressed_and_a_switch_its_other_side() -> None:
    look = Look().changes(faces("ru")["set"].document)
    assert json.loads(named(look, "data-control", "pause")[1]["data-send"]) == {"name": "control", "id": "pause"}
    assert json.loads(named(look, "data-id", "clientShadow")[1]["data-send"]) == {"name": "set", "id": "clientShadow", "value": False}
    assert json.loads(named(look, "data-id", "beside.1")[1]["data-send"]) == {"name": "set", "id": "beside", "value": True}


def test_choices_have_digits_where_there_are_several_and_keys_of_their_own_come_first() -> None:
    feel = Look().changes(faces("ru")["feel"].document)
    assert named(feel, "data-choice", "hard")[1]["data-key"] == "Digit3 Numpad3"
    paused = Look().changes(faces("ru")["paused"].document)
    assert named(paused, "data-choice", "go")[1]["data-key"] == "Space"
    intro = Look().changes(faces("ru")["intro"].document)
    assert "data-key" not in named(intro, "data-choice", "go")[1]


def test_a_card_stands_beside_the_client_only_where_she_must_be_seen() -> None:
    where = {name: Look().changes(shot.document)["root"]["data-card"] for name, shot in faces("ru").items()}
    assert {name for name, place in where.items() if place == "beside"} == {"check", "intro", "rest"}
    assert where["set"] == "none"
    assert where["paused"] == "over"


def test_a_cue_tells_how_long_its_lines_would_be() -> None:
    assert longest_lines("выпрямляйтесь до конца") == [22, 13, 13]
    face = faces("ru")["unseen"].document
    (title, hint) = Look().changes(face)["parts"]["cue"]
    assert title == ["b", {"data-mood": "told", "--line1": "12", "--line2": "6", "--line3": "5"}, "Вас не видно"]
    assert hint == ["span", {}, "Вернитесь в кадр целиком"]


def test_a_face_that_looks_as_before_is_not_sent() -> None:
    director = PageDirector(json.dumps(plan()))
    tick = {"name": "tick", "now": 1.0}
    told = [[name for name, _ in json.loads(director.event(json.dumps(event)))] for event in ({"name": "open", "now": 0.0}, tick, tick)]
    assert [names.count("face") for names in told] == [1, 0, 0]
    chosen = json.loads(director.event(json.dumps({"name": "set", "id": "beside", "value": True, "now": 2.0})))
    (face,) = (values for name, values in chosen if name == "face")
    assert face["view"]["beside"] is True
    assert list(face["parts"]) == ["settings"]
