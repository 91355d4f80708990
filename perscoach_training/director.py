"""``Director``: the course of a training. It is told what happened, in JSON, and answers what the page is to do.

The page (``assets/shadow``) shows the ``face`` it is given and carries out commands; it decides nothing. Events, commands and the
face are described in ``docs/formats.md``.
"""

import json
from typing import Any

from perscoach_training.cameras import choose_camera, named
from perscoach_training.faces import face_of
from perscoach_training.plan import plan_from
from perscoach_training.scenes import SCENES
from perscoach_training.scenes.filming import ASKED
from perscoach_training.settings import Settings
from perscoach_training.training import Camera, Training

QUIET = "[]"
BACK = {"check": "check", "intro": "intro", "feel": "rest", "rest": "rest"}
"""Where a trouble with clip or eyes leads back to; else to the countdown. A set that is done must not be done again."""


class Director:
    """Leads one client through one training.

    Attributes:
        input, output: the live engine's buffers (``perscoach_motion.live.layout``); they stay the same from exercise to exercise.

    Example:
        >>> plan = {"training": "t", "items": [{"title": "Приседание", "repetitions": 10}], "order": [[0, 1]]}
        >>> director = Director(json.dumps(plan))
        >>> commands = json.loads(director.event('{"name": "open", "now": 0.0}'))
        >>> [name for name, _ in commands][:4], commands[-1][1]["state"]
        (['sound', 'wake', 'load', 'clip'], 'welcome')
    """

    def __init__(self, plan_json: str, place_json: str | None = None, settings_json: str | None = None) -> None:
        """Read the plan, and what this device kept of an earlier opening."""
        kept = json.loads(place_json) if place_json else {}
        self._training = Training(plan_from(json.loads(plan_json)), kept, Settings(json.loads(settings_json) if settings_json else None))
        self._training.scenes = SCENES
        self.input, self.output = self._training.input, self._training.output
        self._shown: dict[str, Any] = {}

    def event(self, event_json: str) -> str:
        """Something happened; the commands that follow from it, a JSON list."""
        event = json.loads(event_json)
        training = self._training
        training.now = max(training.now, float(event["now"]))
        self._hear(str(event["name"]), event)
        return self._answer(fresh=True) or QUIET

    def frame(self, now: float) -> str:
        """A picture was read into :attr:`input`; the commands that follow from it, empty when there are none."""
        training = self._training
        training.now = max(training.now, now)
        training.step()
        training.scene.frame()
        return self._answer(fresh=training.dirty) if training.commands or training.dirty else ""

    def load(self, item: int, poses_json: str) -> str:
        """The poses of an exercise came; commands as of :meth:`event`.

        Raises:
            TrackRejected: they cannot be trusted.
        """
        self._training.load(item, poses_json)
        return self._answer(fresh=True) or QUIET

    def track(self, item: int) -> Any:
        """The trainer's poses of an exercise, for drawing."""
        return self._training.track(item)

    def dressed(self, face: dict[str, Any]) -> dict[str, Any] | None:
        """The face as it goes out; ``None`` where it looks as before."""
        if face == self._shown:
            return None
        self._shown = face
        return face

    # --- within -------------------------------------------------------------------------------------------------------

    def _hear(self, name: str, event: dict[str, Any]) -> None:
        training, scene = self._training, self._training.scene
        if name == "open":
            training.levels()
            training.order("wake", on=True)
            training.go("done" if training.plan.finished or training.course.over else "welcome")
        elif name == "tick":
            self._clip(event.get("clip") or {})
            training.sound(training.speaker.tick(training.now))
            scene.tick()
        elif name == "choose":
            scene.choose(event["id"])
        elif name == "control":
            self._control(event["id"])
        elif name == "set":
            self._set(event["id"], event["value"])
        elif name == "loading":
            training.loading[event["part"]] = (float(event["done"]), int(event.get("bytes") or 0))
        elif name == "failed":
            self._failed(event["part"])
        else:
            self._note(name, event)
            training.scene.heard(name, event)

    def _note(self, name: str, event: dict[str, Any]) -> None:
        training = self._training
        if name == "camera":
            self._camera(event)
        elif name == "clip":
            self._clip(event)
            if event.get("state") == "failed" and training.scene.state not in ("welcome", "film", "done"):
                training.go("trouble", what="videoFailed", back=BACK.get(training.scene.state, "countdown"))
        elif name == "sent":
            training.unsent = int(event["left"])
            training.hold_back(event)
        elif name == "hidden":
            training.hidden = bool(event["hidden"])
        elif name == "net":
            training.online = bool(event["online"])
            if not training.online:
                training.live = training.say("shadow.kept") + ". " + training.say("shadow.kept_hint")
        elif name == "voice":
            training.sound(training.speaker.heard(training.now, event))
        elif name == "speed":
            training.measure(event)
        elif name == "film":
            training.commands += training.film.heard(event)
            if event["state"] == "piece":
                training.keep_place()

    def _clip(self, clip: dict[str, Any]) -> None:
        known = self._training.clip
        known.item = int(clip.get("item", known.item))
        known.state = str(clip.get("state", known.state))
        known.time_s, known.duration_s = float(clip.get("time", known.time_s)), float(clip.get("duration") or known.duration_s)
        known.loop = int(clip.get("loop", known.loop))

    def _camera(self, event: dict[str, Any]) -> None:
        training, camera = self._training, self._training.camera
        if event.get("trouble"):
            trouble = named(str(event["trouble"]), str(event.get("agent", "")))
            camera.state = trouble
            back = "countdown" if training.scene.state in ("set", "countdown", "paused") else "check"
            if training.scene.state in ("check", "intro", "countdown", "set", "paused"):
                training.go("trouble", what=trouble, back=back)
        elif event.get("state") == "known":
            camera.devices = list(event["devices"])
        elif camera.state != "none":
            fields = {name: event[name] for name in ("width", "height", "facing", "label", "mirror", "device", "devices") if name in event}
            training.camera = Camera(state="open", source=camera.source, **fields)

    def _control(self, name: str) -> None:
        training = self._training
        if name == "stop":
            training.stop()
        elif name == "three":
            training.three = not training.three
            training.order("three", open=training.three, label=training.say("shadow.three"))
        elif name == "film" and training.scene.state in ASKED:
            training.go("film", back=training.scene.state)
        else:
            training.scene.control(name)

    def _set(self, name: str, value: object) -> None:
        training = self._training
        if name == "device":
            choose_camera(training, value)
        elif training.settings.put(name, value):
            if name == "quality":
                training.quality.choose(training.settings[name])
            training.remember()
            training.levels()
            if name in ("rate", "pace"):
                training.order("clip", item=training.course.item_index, rate=training.settings.rate)
        else:
            training.scene.heard("set", {"id": name, "value": value})

    def _failed(self, part: str) -> None:
        """The eyes do not open, or an exercise's poses did not come: with a video alone one can train all the same."""
        training = self._training
        back = "welcome" if training.scene.state in ("welcome", "check", "opening") else BACK.get(training.scene.state, "countdown")
        training.loading.pop(part, None)
        if training.scene.state != "done" and not training.course.over:
            training.go("trouble", what="loadFailed" if part == "poses" else "brainFailed", back=back)

    def _answer(self, fresh: bool) -> str:
        training = self._training
        if fresh:
            training.align()
            view = training.view()
            training.look(mask=view["clientShadow"], figure=view["figure"], world=training.three, **training.quality.order())
            dressed = self.dressed(face_of(training))
            if dressed is not None:
                training.commands.append(["face", dressed])
            training.dirty = False
        if not training.commands:
            return ""
        commands, training.commands = training.commands, []
        return json.dumps(commands, ensure_ascii=False)
