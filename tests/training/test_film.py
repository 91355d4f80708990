"""The film: nothing without a word, parts that survive a reload, pieces that never change, the worst minute."""

import gzip
import json
from typing import Any

import pytest

from perscoach_motion.demonstration import squat
from perscoach_motion.live import layout as at
from perscoach_training.film import Film
from perscoach_training.landmarks import LandmarksRejected, read, unpacked
from perscoach_training.plan import LANDMARKS, RECORDING
from perscoach_training.worst import AROUND_S, MOMENTS_MOST_S
from tests.training.plans import Visit, plan

MB = 1_000_000
CLIENT, STANDING = squat(repetitions=12), squat(0.0, arms=0.0, repetitions=12)


def part(number: int, position: int = 0, size: int = 560_000, at_s: float | None = None, recording: str = "") -> dict[str, Any]:
    start = 5.0 * number if at_s is None else at_s
    return {"state": "part", "recording": recording, "part": number, "position": position, "at": start, "seconds": 5.0, "bytes": size}


def filmed(film: Film, *parts: dict[str, Any]) -> list[list[Any]]:
    return [order for one in parts for order in film.heard({**one, "recording": film.reel.recording})]


def does(orders: list[list[Any]]) -> list[str]:
    return [values["do"] for name, values in orders if name == "film"]


def train(visit: Visit) -> None:
    """She does her set."""
    visit.wait(12.0, STANDING, until="set")
    visit.wait(20.0, CLIENT, until="feel")


def allow(visit: Visit, **wishes: bool) -> None:
    visit.press("film")
    for name, value in wishes.items():
        visit.tell("set", id=name, value=value)
    visit.choose("allow")


def test_without_a_word_nothing_is_filmed_and_no_landmark_leaves() -> None:
    visit = Visit(plan())
    train(visit)
    assert visit.given("film") == []
    chunks = [entry["body"] for entry in visit.given("keep") if "chunks" in entry["key"]]
    assert chunks
    assert not [body for body in chunks if "landmarks" in body]


def test_nothing_is_ticked_before_she_ticks_it_and_each_consent_is_its_own() -> None:
    visit = Visit(plan())
    visit.press("film")
    fields = {field["id"]: field["value"] for field in visit.face["card"]["fields"]}
    assert fields == {"recording": False, "landmarks": False}
    visit.choose("allow")
    assert [entry for entry in visit.given("keep") if entry["key"] == "consents"] == [], "agreeing to nothing is no consent"
    allow(visit, landmarks=True)
    assert [entry["body"] for entry in visit.given("keep") if entry["key"] == "consents"] == [{"landmarks": True}]


def test_what_she_may_not_decide_herself_is_not_asked() -> None:
    visit = Visit(plan(offers=[]))
    assert "film" not in [choice["id"] for choice in visit.face["card"]["choices"]]
    visit = Visit(plan(offers=[LANDMARKS]))
    visit.press("film")
    assert [field["id"] for field in visit.face["card"]["fields"]] == [LANDMARKS]


def test_the_sets_are_filmed_and_nothing_between_them() -> None:
    visit = Visit(plan({"sets": 2}))
    allow(visit, recording=True)
    visit.wait(12.0, STANDING, until="set")
    visit.wait(20.0, CLIENT, until="rest")
    orders = visit.given("film")
    assert [order["do"] for order in orders][:2] == ["start", "stop"]
    start = next(order for order in orders if order["do"] == "start")
    assert (start["position"], start["room"], start["overlay"]) == (0, True, False)
    assert visit.state == "rest"
    chunks = [entry["body"] for entry in visit.given("keep") if "chunks" in entry["key"]]
    assert not [body for body in chunks if "landmarks" in body], "a video is no landmark"


def test_landmarks_travel_with_the_chunks_and_are_small() -> None:
    visit = Visit(plan())
    allow(visit, landmarks=True)
    train(visit)
    written = [entry["body"]["landmarks"] for entry in visit.given("keep") if "chunks" in entry["key"]]
    assert written
    assert max(map(len, written)) < 200_000


def test_consent_taken_back_deletes_here_and_there() -> None:
    film = Film("t", [RECORDING])
    assert does(film.begin(0, 0.0, 7.0)) == ["start"]
    filmed(film, part(0))
    before = film.reel.recording
    orders = film.allow(RECORDING, allowed=False)
    assert orders[0] == ["keep", {"key": "consents", "body": {RECORDING: False}}]
    assert does(orders) == ["stop", "drop"]
    assert orders[-1][1]["recording"] == before
    assert film.begin(0, 3.0, 10.0) == []


def test_after_a_reload_the_same_recording_goes_on() -> None:
    film = Film("t", [RECORDING])
    filmed(film, part(0), part(1))
    film.over(0, [[t / 4, 20.0, 0.5, 0.0, 0, None] for t in range(40)])
    again = Film("t", [RECORDING], json.loads(json.dumps(film.kept())))
    rows = [{**part(number, recording=film.reel.recording), "training": "t", "age_s": 9.0} for number in range(2)]
    assert again.heard({"state": "found", "parts": rows}) == []
    assert again.begin(0, 10.0, 3.0)[0][1]["recording"] == film.reel.recording
    filmed(again, part(2))
    assert sorted(again.reel.parts) == [0, 1, 2]
    assert again.moments == film.moments


def test_what_was_not_sent_is_offered_for_a_week() -> None:
    visit = Visit(plan(), camera=None)
    rows = [{**part(0, size=MB, recording=name), "training": name, "age_s": days * 86_400.0} for name, days in (("o", 7.1), ("y", 6.9))]
    visit.tell("film", state="found", parts=rows)
    assert visit.given("film") == [{"do": "drop", "recording": "o"}]
    assert "film_left" in [one["id"] for one in visit.face["card"]["choices"]]
    visit.choose("film_left")
    assert visit.face["card"]["video"] == "film"
    visit.choose("all")
    sends = [order for order in visit.given("film") if order["do"] == "send"]
    assert [(order["training"], order["recording"], order["number"]) for order in sends] == [("y", "y", 0)]
    visit.tell("film", state="piece", recording="y", number=0)
    assert visit.kept()[-1] == "recordings/y/finish"
    assert visit.given("film")[-1]["recording"] == "y"
    assert visit.face["card"]["id"] == "film_sent"


def test_only_after_a_look_it_is_sent_and_in_pieces_of_a_size() -> None:
    film = Film("t", [RECORDING])
    assert filmed(film, *(part(number, size=3 * MB) for number in range(5))) == []
    assert film.reel.seconds == 25.0
    recording = film.reel.recording
    ordered = film.send(film.reel)
    assert film.heard({"state": "part", "recording": "another", "part": 9, "position": 0, "at": 0.0, "seconds": 5.0, "bytes": 1}) == []
    film.heard({"state": "stuck", "recording": recording, "status": 0})
    assert film.state == "stuck"
    assert film.again() == ordered, "what has not arrived is sent once more"
    for number in (0, 1, 2):
        ordered += film.heard({"state": "piece", "recording": recording, "number": number})
    assert [values["parts"] for _, values in ordered[:3]] == [[0, 1], [2, 3], [4]]
    body = {"pieces": 3, "moments_only": False, "background": True}
    assert ordered[3:] == [
        ["keep", {"key": f"recordings/{recording}/finish", "body": body}],
        ["film", {"do": "drop", "recording": recording}],
    ]


def test_at_once_means_while_training_and_a_piece_never_changes() -> None:
    film = Film("t", [RECORDING])
    film.wishes["at_once"] = True
    early = filmed(film, *(part(number, size=2 * MB) for number in range(5)))
    assert [(values["number"], values["parts"]) for _, values in early] == [(0, [0, 1])], "one at a time"
    recording = film.reel.recording
    late = film.heard({"state": "piece", "recording": recording, "number": 0})
    assert film.send(film.reel) == [], "the second is under way"
    late += film.heard({"state": "piece", "recording": recording, "number": 1})
    late += film.heard({"state": "piece", "recording": recording, "number": 2})
    assert [values["parts"] for name, values in late if values.get("do") == "send"] == [[2, 3], [4]]
    assert [name for name, _ in late] == ["film", "film", "keep", "film"]


def test_the_worst_minute_is_picked_whole_parts_with_two_seconds_around() -> None:
    film = Film("t", [RECORDING])
    filmed(film, *(part(number) for number in range(40)))
    scores = [90.0] * 160 + [20.0] * 12 + [90.0] * 628
    film.over(0, [[t / 4, score, 0.5, 0.0, 0, None] for t, score in enumerate(scores)])
    picked = film.pick()
    assert picked[0].at <= 40.0 - AROUND_S < 40.0 + 3.0 + AROUND_S <= picked[-1].end
    assert len(picked) <= 4
    film.over(0, [[t / 4, 20.0, 0.5, 0.0, 0, None] for t in range(800)])
    assert 0 < sum(each.seconds for each in film.pick()) <= MOMENTS_MOST_S
    picked = [each.number for each in film.pick()]
    orders = film.send(film.reel, moments_only=True)
    assert orders[0][1]["parts"] == picked
    orders = film.heard({"state": "piece", "recording": film.reel.recording, "number": 0})
    assert orders[0][1]["body"]["moments_only"] is True


def test_what_lay_on_the_device_is_told_late_and_nothing_of_it_is_lost() -> None:
    """The page asks the network whose the parts are; meanwhile the next set is filmed into the same recording."""
    film = Film("t1", [RECORDING], {"recording": "r1"})
    filmed(film, part(7))
    before = {**part(3, recording="r1"), "training": "t1", "age_s": 60.0}
    orders = film.heard({"state": "found", "parts": [before, {**part(7, recording="r1"), "training": "t1", "age_s": 1.0}]})
    assert (does(orders), sorted(film.reel.parts)) == ([], [3, 7])


def test_the_trainer_is_told_of_the_room_as_it_was_when_it_was_filmed() -> None:
    film = Film("t2", [RECORDING])
    rows = [{**part(number, recording="r1"), "training": "t1", "age_s": 60.0, "room": number == 1} for number in (1, 2)]
    film.heard({"state": "found", "parts": rows})
    assert film.wishes["room"]
    for only, seen in (({1, 2}, True), ({2}, False)):
        (reel,) = film.left
        reel.parts = {number: one for number, one in reel.parts.items() if number in only}
        film.send(reel)
        told = film.heard({"state": "piece", "recording": "r1", "number": 0})[0][1]["body"]
        assert told["background"] is seen
        film.left = [reel]


def test_a_full_disk_stops_the_film_not_the_training() -> None:
    visit = Visit(plan())
    allow(visit, recording=True)
    visit.tell("film", state="full")
    assert "места" in next(one["value"] for one in visit.face["facts"] if one["id"] == "film")
    train(visit)
    assert visit.state == "feel"


def test_without_the_room_the_client_sees_herself_as_the_trainer_will() -> None:
    visit = Visit(plan())
    allow(visit, recording=True, room=False)
    assert visit.face["view"]["figure"] == "real"
    assert visit.given("quality")[-1]["figure"] == "real"


@pytest.mark.parametrize("plain", [b"", b"PCL1", b"PCL1\xff\xff\xff\xff", b"PCL1\x01\x00\x00\x00" + bytes(24) + b"x"])
def test_landmarks_that_are_none(plain: bytes) -> None:
    with pytest.raises(LandmarksRejected):
        list(read(plain))


def test_a_bomb_of_landmarks_is_refused() -> None:
    with pytest.raises(LandmarksRejected):
        unpacked(gzip.compress(bytes(50 * MB)))
    with pytest.raises(LandmarksRejected):
        unpacked(b"\x1f\x8b nonsense")


def test_landmarks_come_back_as_the_engine_reads_them() -> None:
    visit = Visit(plan())
    allow(visit, landmarks=True)
    training = visit.director._training
    given = training.input
    for place in range(at.IMAGE_IN, at.INPUT_SIZE):
        given[place] = ((place * 37) % 101) / 50 - 1
    given[at.FOUND], given[at.CLOCK], given[at.CLIP_TIME] = 1.0, 3.25, 1.0 / 3
    training.film.log.add(7.5, given)
    given[at.FOUND] = 0.0
    training.film.log.add(7.6, given)
    seen, unseen = unpacked(training.film.log.packed())
    assert (seen.elapsed, seen.values[at.CLOCK], seen.values[at.CLIP_TIME]) == (7.5, 3.25, given[at.CLIP_TIME])
    assert not unseen.values[at.FOUND]
    assert LANDMARKS in training.film.allowed
