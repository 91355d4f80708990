"""Plans and clients for the tests of a training: what the server would send, and somebody who squats before the camera."""

import json
from collections.abc import Iterable
from typing import Any

from perscoach_app.services import cues
from perscoach_app.texts.catalogue import catalogue
from perscoach_motion.demonstration import camera_frame, pose_file, squat
from perscoach_motion.live import layout as at
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import dumps
from perscoach_training.director import Director

TICK_S = 0.25
AROUND = {"phrases": {}, "home": "/home", "report": "/report/t1"}
FPS = 12.0
TRAINER = squat(repetitions=2)
POSES = dumps(pose_file(TRAINER))
LENGTH_S = TRAINER.duration + 1 / FPS


def words(voice: str = "ru") -> dict[str, str | list[str]]:
    """Shadow Mode's sentences as the plan carries them."""
    said = {key: text for key, text in catalogue(voice).items() if key.startswith("shadow")}
    return {key: list(text.values()) if isinstance(text, dict) else text for key, text in said.items()}


def plan(*items: dict[str, Any], voice: str = "ru", **more: Any) -> dict[str, Any]:
    """A training of these exercises, all sets of one before the next."""
    asked = [{"title": "Приседание", "sets": 1, "repetitions": 2, "rest_s": 20, **item} for item in items or ({},)]
    order = [[index, number + 1] for index, item in enumerate(asked) for number in range(item["sets"])]
    document = {"training": "t1", "language": voice[:2], "tenant": {"name": "Анна"}, "items": asked, "order": order}
    return {
        **document,
        "texts": words(voice),
        "cues": cues.texts(voice[:2]),
        "phrases": {},
        "home": "/home",
        "report": "/report/t1",
        **more,
    }


class Visit:
    """One opening of the page: its time goes on, its orders are kept.

    Attributes:
        orders: all commands so far, as ``[name, values]``.
        face: what is shown.

    The camera check is passed over unless ``check`` is asked for.
    """

    def __init__(
        self,
        document: dict[str, Any],
        place: dict[str, Any] | None = None,
        camera: bool | None = True,
        now: float = 0.0,
        check: bool = False,
        poses: bool = True,
    ) -> None:
        self.now = now
        self.orders: list[list[Any]] = []
        self.face: dict[str, Any] = {}
        self.director = Director(json.dumps(document), json.dumps(place) if place else None)
        self.tell("open")
        for item in range(len(document["items"]) if poses else 0):
            self._carry_out(self.director.load(item, POSES))
        if camera is None:
            return
        if camera:
            self.choose("camera")
            self.tell("camera", state="open", width=640, height=480, mirror=False)
            self.tell("tick")
            if not check:
                self.choose("now")
        else:
            self.choose("none")

    def tell(self, name: str, **event: Any) -> None:
        """Something happens."""
        self._carry_out(self.director.event(json.dumps({"name": name, "now": self.now, **event})))

    def choose(self, name: str) -> None:
        """A choice of the card is tapped; it must be there."""
        assert name in [one["id"] for one in self.face["card"]["choices"]], (name, self.face["card"])
        self.tell("choose", id=name)

    def press(self, name: str) -> None:
        """A button is pressed; it must be there."""
        assert name in [one["id"] for one in self.face["controls"]], (name, self.face["controls"])
        self.tell("control", id=name)

    def wait(self, seconds: float, client: PoseTrack | None = None, begins: float | None = None, until: str = "") -> None:
        """Time passes, the client does what her clip shows from ``begins`` on; at the state ``until`` it ends sooner."""
        end, begins = self.now + seconds, self.now if begins is None else begins
        ticked = self.now
        while self.now < end and self.state != until:
            self.now += 1 / FPS
            if client is not None:
                self.look(client, self.now - begins)
            if self.now - ticked >= TICK_S:
                ticked = self.now
                self.tell("tick", clip={"item": 0, "time": self.now % LENGTH_S, "loop": int(self.now // LENGTH_S)})

    def vanish(self, seconds: float) -> None:
        """Nobody is in the picture."""
        end = self.now + seconds
        while self.now < end:
            self.now += 1 / FPS
            self.director.input[at.FOUND] = 0.0
            self._carry_out(self.director.frame(self.now) or "[]")
            self.tell("tick")

    def look(self, client: PoseTrack, second: float) -> None:
        """One picture of the camera."""
        given = camera_frame(client, min(client.frame_at(second), len(client) - 1))
        flags = self.director.input[at.FLAGS]
        self.director.input[:] = given
        self.director.input[at.FLAGS] = flags
        self.director.input[at.CLIP_TIME], self.director.input[at.LOOP] = self.now % LENGTH_S, self.now // LENGTH_S
        self._carry_out(self.director.frame(self.now) or "[]")

    @property
    def state(self) -> str:
        """Of the face."""
        return str(self.face["state"])

    def given(self, name: str) -> list[dict[str, Any]]:
        """All commands of a name."""
        return [values for order, values in self.orders if order == name]

    def kept(self) -> list[str]:
        """Keys of what went to the outbox, in order."""
        return [entry["key"] for entry in self.given("keep")]

    def place(self) -> dict[str, Any]:
        """What a reload would go on from."""
        return self.given("place")[-1]

    def _carry_out(self, commands: str) -> None:
        for order in json.loads(commands.replace("\u00a0", " ")):
            self.orders.append(order)
            if order[0] == "face":
                self.face = order[1]


def trains(visit: Visit, rows: Iterable[Any]) -> None:
    """Recorded frames, one after another at their own times, until they end or the set does."""
    begun = ticked = visit.now
    for row in rows:
        if visit.state != "set":
            break
        visit.now = begun + float(row[at.CLOCK])
        visit.director.input[:] = type(visit.director.input)("f", row.tolist())
        visit._carry_out(visit.director.frame(visit.now) or "[]")
        if visit.now - ticked >= TICK_S:
            ticked = visit.now
            visit.tell("tick")
