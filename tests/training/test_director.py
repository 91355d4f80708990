"""A training from the first card to the last, without a browser: a stick person squats before the camera."""

import re
from itertools import pairwise
from typing import Any

import pytest

from perscoach_motion.demonstration import squat
from tests.training.plans import Visit, plan

CLIENT = squat(repetitions=12)
STANDING = squat(0.0, arms=0.0, repetitions=12)


def to_the_set(visit: Visit) -> None:
    visit.wait(12.0, STANDING, until="set")
    assert visit.state == "set"


def test_a_set_ends_by_itself_and_the_training_with_it() -> None:
    visit = Visit(plan({"repetitions": 3}))
    assert visit.state == "intro"
    assert visit.face["card"]["title"] == "Приседание"
    to_the_set(visit)
    visit.wait(20.0, CLIENT, until="feel")
    assert visit.face["card"]["id"] == "feel"
    ends = [entry["body"] for entry in visit.given("keep") if entry["key"] == "sets/0/finish"]
    assert [(end["repetitions"], end["counted_by"], end["pain"]) for end in ends] == [(3, "camera", False)]
    visit.choose("fine")
    assert visit.state == "done"
    assert visit.kept()[-2:] == ["feelings/0", "finish"]
    assert ends[0]["chunks"] == sum(key.startswith("sets/0/chunks/") for key in visit.kept())
    assert visit.face["card"]["bars"][0]["share"] > 0.9
    assert re.fullmatch(r"9\d%|100%", visit.face["card"]["bars"][0]["text"])
    assert visit.face["card"]["bars"][0]["note"] == "3 повтора"
    assert visit.face["score"]["value"] > 90


def test_repetitions_are_counted_aloud_and_shown() -> None:
    visit = Visit(plan({"repetitions": 3}))
    to_the_set(visit)
    visit.wait(20.0, CLIENT, until="feel")
    said = [order["text"] for order in visit.given("say") if order["kind"] == "count"]
    assert said[-3:] == ["раз", "два", "три"]
    shown = [face["count"]["value"] for face in visit.given("face") if face["state"] == "set"]
    assert list(dict.fromkeys(shown)) == ["0", "1", "2", "3"]


def test_who_stands_still_is_never_finished_and_scores_badly() -> None:
    visit = Visit(plan({"repetitions": 3}))
    to_the_set(visit)
    visit.wait(20.0, STANDING)
    assert visit.state == "set"
    assert visit.face["count"]["value"] == "0"
    assert visit.face["score"]["value"] <= 35


def test_a_rest_lies_between_sets_and_can_be_skipped_or_made_longer() -> None:
    visit = Visit(plan({"sets": 2}))
    to_the_set(visit)
    visit.wait(20.0, CLIENT, until="rest")
    assert visit.state == "rest"
    assert (visit.face["card"]["title"], visit.face["card"]["text"]) == ("Дальше: подход 2 из 2", "2 повтора")
    assert not visit.face["view"]["limbs"], "who rests is not blamed for standing"
    assert visit.face["timer"]["value"] == "0:20"
    visit.choose("more")
    assert visit.face["timer"]["value"] == "0:35"
    visit.choose("skip")
    assert visit.state == "countdown"
    visit.wait(4.0, STANDING)
    assert visit.state == "set"
    assert visit.face["where"] == "Подход 2 из 2"
    assert visit.face["count"]["value"] == "0", "the second set counts from nought"


def test_the_rest_runs_while_she_is_asked_how_it_felt() -> None:
    visit = Visit(plan({}, {"title": "Выпад"}))
    to_the_set(visit)
    visit.wait(20.0, CLIENT, until="feel")
    visit.wait(12.0, STANDING)
    assert visit.state == "feel", "it stays until she answers"
    visit.choose("hard")
    assert visit.state == "rest"
    assert 5 < int(visit.face["timer"]["value"].removeprefix("0:")) < 10
    visit.wait(12.0, STANDING, until="intro")
    assert visit.face["title"] == "Выпад"


def test_pain_stops_the_exercise_unscored_and_leaves_the_rest_of_it_out() -> None:
    visit = Visit(plan({"sets": 3}, {"title": "Выпад"}))
    to_the_set(visit)
    visit.wait(2.0, CLIENT)
    visit.press("pain")
    ends = [entry["body"] for entry in visit.given("keep") if entry["key"] == "sets/0/finish"]
    assert [end["pain"] for end in ends] == [True]
    assert {"key": "feelings/0", "body": {"feeling": "pain"}} in visit.given("keep")
    assert visit.face["card"]["title"] == "Остановимся"
    visit.wait(30.0, STANDING, until="intro")
    assert visit.face["title"] == "Выпад"
    assert visit.face["steps"][0]["parts"] == ["done", "skipped", "skipped"]


def test_a_pause_stops_the_time_and_what_was_counted_stands() -> None:
    visit = Visit(plan({"repetitions": 4}))
    to_the_set(visit)
    began = visit.now
    visit.wait(5.0, CLIENT, begins=began)
    counted = visit.face["count"]["value"]
    assert counted == "2"
    visit.press("pause")
    assert visit.state == "paused"
    visit.wait(60.0, STANDING)
    visit.choose("resume")
    visit.wait(4.0, STANDING)
    assert visit.state == "set"
    assert visit.face["count"]["value"] == counted
    visit.wait(12.0, CLIENT, until="feel")
    end = next(entry["body"] for entry in visit.given("keep") if entry["key"] == "sets/0/finish")
    assert end["repetitions"] == 4
    assert end["duration_s"] < 16


def test_stepping_out_of_the_picture_is_a_pause_and_stepping_in_goes_on() -> None:
    visit = Visit(plan({"repetitions": 4}))
    to_the_set(visit)
    visit.wait(3.0, CLIENT)
    visit.vanish(2.0)
    assert visit.state == "set", "a drop of the eyes is no pause"
    assert visit.face["told"]["title"] == "Вас не видно"
    visit.vanish(4.0)
    assert visit.state == "paused"
    assert "Вернитесь в кадр" in visit.face["card"]["text"]
    visit.wait(8.0, STANDING, until="set")
    assert visit.state == "set"


def test_a_reload_goes_on_where_it_was() -> None:
    visit = Visit(plan({"repetitions": 4, "sets": 2}))
    to_the_set(visit)
    visit.wait(7.0, CLIENT)
    place = visit.place()
    assert place["place"]["chunk"] == 1
    assert place["place"]["reps"] == 3
    again = Visit(plan({"repetitions": 4, "sets": 2}), place, now=0.0)
    titles = [face["card"]["title"] for face in again.given("face") if face["state"] == "welcome"]
    assert titles[-1] == "Продолжим: подход 1, 3 из 4"
    to_the_set(again)
    assert again.face["count"]["value"] == "3"
    again.wait(12.0, CLIENT, until="rest")
    assert next(key for key in again.kept() if "chunks" in key) == "sets/0/chunks/1"
    end = next(entry["body"] for entry in again.given("keep") if entry["key"] == "sets/0/finish")
    assert end["repetitions"] == 4


def test_a_closed_tab_loses_no_more_than_a_second_of_what_was_seen() -> None:
    visit = Visit(plan({"repetitions": 40}))
    to_the_set(visit)
    visit.wait(7.6, CLIENT)  # a chunk of five seconds, and more than two of the next
    sent = [row for entry in visit.given("keep") for row in entry["body"]["samples"]]
    place = visit.place()["place"]
    assert place["chunk"] == 1
    assert place["elapsed"] == place["samples"][-1][0] > 6.3
    again = Visit(plan({"repetitions": 40}), visit.place())
    to_the_set(again)
    again.wait(4.0, CLIENT)
    (chunk,) = again.given("keep")
    times = [row[0] for row in [*sent, *chunk["body"]["samples"]]]
    assert chunk["key"] == "sets/0/chunks/1"
    assert chunk["body"]["samples"][: len(place["samples"])] == place["samples"]
    assert all(0.0 < later - earlier < 0.5 for earlier, later in pairwise(times))


def test_what_the_server_knows_better_counts() -> None:
    sets = [
        {"position": 0, "state": "done", "next": 3, "elapsed": 15.0, "reps": 2},
        {"position": 1, "state": "begun", "next": 2, "elapsed": 9.5, "reps": 1},
    ]
    visit = Visit(plan({"sets": 2}, sets=sets))
    to_the_set(visit)
    assert visit.face["where"] == "Подход 2 из 2"
    assert visit.face["count"]["value"] == "1"


def test_without_a_camera_the_trainers_repetitions_count_and_the_client_has_the_last_word() -> None:
    visit = Visit(plan({"repetitions": 2}), camera=False)
    assert {"open": False} in visit.given("camera")
    visit.wait(12.0, until="set")
    visit.wait(20.0, until="feel")
    assert visit.face["card"]["id"] == "how_many"
    assert visit.face["card"]["text"] == "2 повтора"
    assert visit.face["score"] is None
    visit.choose("more")
    visit.choose("done")
    end = next(entry["body"] for entry in visit.given("keep") if entry["key"] == "sets/0/finish")
    assert (end["repetitions"], end["counted_by"]) == (3, "client")


@pytest.mark.parametrize("trouble", ["cameraRefused", "cameraAbsent", "cameraBusy", "cameraInsecure", "cameraInApp", "cameraBlack"])
def test_a_camera_that_does_not_come_has_a_sentence_and_a_way_on(trouble: str) -> None:
    visit = Visit(plan())
    visit.tell("camera", trouble=trouble)
    assert visit.state == "trouble"
    assert visit.face["card"]["title"]
    assert "shadow." not in str(visit.face["card"])
    visit.choose("none")
    assert visit.state == "intro"


def test_a_camera_lost_in_the_middle_goes_on_with_the_set() -> None:
    visit = Visit(plan({"repetitions": 4}))
    to_the_set(visit)
    visit.wait(6.0, CLIENT)
    visit.tell("camera", trouble="cameraLost")
    assert visit.face["card"]["title"] == "Камера отключилась"
    visit.tell("camera", state="open", width=640, height=480, mirror=False)
    assert visit.state == "countdown"
    visit.wait(4.0, STANDING)
    assert visit.face["count"]["value"] == "2"


def test_free_training_ends_when_the_client_says() -> None:
    visit = Visit(plan({"repetitions": None}, free=True))
    to_the_set(visit)
    visit.wait(14.0, CLIENT)
    assert visit.state == "set"
    visit.press("finish")
    assert visit.state == "done"
    end = next(entry["body"] for entry in visit.given("keep") if entry["key"] == "sets/0/finish")
    assert end["repetitions"] >= 5


def test_the_report_waits_until_all_is_sent() -> None:
    visit = Visit(plan())
    to_the_set(visit)
    visit.wait(20.0, CLIENT, until="feel")
    visit.choose("easy")
    visit.tell("sent", left=2, done=[], refused=[])
    visit.tell("net", online=False)
    visit.choose("report")
    assert visit.face["card"]["title"] == "Нет связи с сервером"
    visit.tell("net", online=True)
    visit.tell("sent", left=0, done=["finish"], refused=[])
    assert visit.given("go") == [{"address": "/report/t1"}]


def test_every_word_of_every_face_is_in_the_catalogue() -> None:
    for voice in ("ru", "en", "ru@ty"):
        visit = Visit(plan({"sets": 2, "side": "each", "load_kg": 7.5}, {"hold_s": 20, "repetitions": None}, voice=voice))
        to_the_set(visit)
        visit.press("pain")
        visit.wait(30.0, STANDING, until="set")
        assert "shadow." not in str(visit.given("face"))
        assert "shadow_" not in str(visit.given("face"))


def test_poses_are_asked_for_once_and_again_when_they_did_not_come() -> None:
    visit = Visit(plan(), camera=None, poses=False)
    visit.wait(3.0)
    assert visit.given("load") == [{"item": 0}]
    visit.tell("failed", part="poses")
    assert visit.face["card"]["title"] == "Упражнение не загрузилось"
    visit.choose("again")
    assert visit.given("load") == [{"item": 0}] * 2


def test_nobody_trains_in_a_tab_that_nobody_sees() -> None:
    visit = Visit(plan({"repetitions": 4}))
    to_the_set(visit)
    visit.tell("hidden", hidden=True)
    assert visit.state == "paused"
    visit.tell("hidden", hidden=False)
    visit.tell("hidden", hidden=True)
    visit.wait(10.0)
    assert visit.state == "countdown"
    visit.tell("hidden", hidden=False)
    visit.wait(4.0, STANDING)
    assert visit.state == "set"


def test_my_pace_lets_the_clip_wait_where_she_is_not_yet() -> None:
    visit = Visit(plan({"repetitions": 4}))
    visit.tell("set", id="pace", value="mine")
    to_the_set(visit)
    already = len(visit.given("clip"))
    visit.wait(4.0, STANDING)
    assert {order["play"] for order in visit.given("clip")[already:]} == {False}


def test_who_is_signed_out_or_has_a_full_device_is_told_once_and_in_words() -> None:
    visit = Visit(plan({"repetitions": 3}))
    to_the_set(visit)
    refused = [{"key": "sets/0/chunks/0", "status": 401, "kept": True}]
    visit.tell("sent", left=1, done=[], refused=refused, unkept=False)
    assert visit.face["live"].startswith("Войдите снова")
    assert any(fact["value"].startswith("Войдите снова") for fact in visit.face["facts"])
    visit.tell("sent", left=1, done=[], refused=[], unkept=True)
    assert visit.face["live"].startswith("Память устройства заполнена")
    visit.tell("sent", left=0, done=["sets/0/chunks/0"], refused=[], unkept=True)
    assert not any(fact["id"] == "held" for fact in visit.face["facts"])


def test_who_is_asked_about_the_film_in_her_rest_loses_no_set_and_no_time() -> None:
    visit = Visit(plan({"sets": 3, "repetitions": 2, "rest_s": 60}))
    to_the_set(visit)
    visit.wait(20.0, CLIENT, until="rest")
    visit.wait(10.0, STANDING)
    visit.press("film")
    visit.wait(5.0, STANDING)
    visit.choose("back")
    assert visit.state == "rest"
    assert visit.face["card"]["title"].endswith("2 из 3")
    assert visit.face["timer"]["value"] in ("0:44", "0:45", "0:46")
    visit.choose("skip")
    assert visit.state == "countdown"
    assert visit.face["where"] == "Подход 2 из 3"


@pytest.mark.parametrize("what", [("clip", {"item": 0, "state": "failed"}), ("failed", {"part": "model"})])
def test_what_fails_while_she_is_asked_how_it_felt_does_not_begin_the_set_again(what: tuple[str, dict[str, Any]]) -> None:
    visit = Visit(plan({"repetitions": 2, "rest_s": 60}, {"repetitions": 2}))
    to_the_set(visit)
    visit.wait(20.0, CLIENT, until="feel")
    visit.tell(what[0], **what[1])
    assert visit.state == "trouble"
    visit.choose("again")
    assert visit.state == "rest"
    assert visit.director._training.course.position == 1
