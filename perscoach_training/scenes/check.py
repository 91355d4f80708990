"""The camera check: the client is looked at with the eyes of the exercise, told one thing at a time, and it goes on by itself."""

from math import ceil
from typing import Any

from perscoach_training.cameras import devices_of, open_camera, other_camera
from perscoach_training.check import GOOD_S, CameraCheck, Verdict
from perscoach_training.light import light_of
from perscoach_training.scene import Event, Face, Scene, card, choice, control
from perscoach_training.scenes.welcome import loading

PRAISED = 0.4
"""Share of the waiting after which it is said that all is well: she must stay where she is."""


class Check(Scene):
    """From the wish for a camera until she is seen well enough to begin."""

    state = "check"

    def begin(self) -> None:
        training = self.training
        self._check: CameraCheck | None = None
        self._verdict: Verdict | None = None
        self._praised = False
        training.look(people=2)
        if not training.watched:
            open_camera(training)

    def end(self) -> None:
        self.training.look(people=1)

    def frame(self) -> None:
        if self._check:
            self._check.frame(self.training.now, self.training.input, self.training.output)

    def tick(self) -> None:
        training = self.training
        if not training.watched or loading(self) or not training.face_trainer():
            return
        if self._check is None and training.engine:
            self._check = CameraCheck(training.engine.trainer)
            training.engine.anchor.again()
        if self._check is None:
            return
        self._verdict = verdict = self._check.verdict(training.now)
        if verdict.black:
            training.go("trouble", what="cameraBlack")
        elif verdict.starts:
            training.go("intro")
        else:
            self._speak(self._check, verdict)

    def _speak(self, check: CameraCheck, verdict: Verdict) -> None:
        training, say = self.training, self.training.say
        if hint := check.hints.to_say(training.now):
            training.live = say(f"shadow_check.{hint}_hint")
            training.sound(training.speaker.hint(training.now, training.live, hint))
        if verdict.good >= PRAISED and not verdict.hint and not self._praised:
            self._praised = True
            training.live = say("shadow_check.good")
            training.sound(training.speaker.hint(training.now, training.live, "good"))

    def heard(self, name: str, event: Event) -> None:
        if name == "light" and self._check:
            self._check.light(self.training.now, light_of(event, self.training.input))

    def choose(self, choice: str) -> None:
        training = self.training
        if choice == "now":
            training.go("intro")
        elif choice == "none":
            training.order("camera", open=False)
            training.camera.state = "none"
            training.go("intro")

    def control(self, control: str) -> None:
        if control == "flip":
            other_camera(self.training)

    def face(self) -> Face:
        training, say = self.training, self.training.say
        none = choice("none", say("shadow.without_camera"), "quiet")
        verdict = self._verdict
        if not training.watched or verdict is None:
            title = say("shadow.almost") if training.watched else say("shadow.starting_camera")
            return {"card": card("check", title, "", none, bars=loading(self))}
        title = say("shadow_check.good") if verdict.good and not verdict.hint else say("shadow_check.title")
        text = say(f"shadow_check.{verdict.hint}_hint") if verdict.hint else ""
        now = choice("now", say("shadow_check.start_anyway"), key="Space")
        flip = [control("flip", say("shadow_check.other_camera"), "KeyC")] if len(devices_of(training)) > 1 else []
        return {
            "card": card("check", title, text, now, none, lines=list(self._lines(verdict)), picture="silhouette"),
            "cue": {"text": say(f"shadow_check.{verdict.hint}"), "mood": "hint"} if verdict.hint else None,
            "timer": self._timer(verdict),
            "controls": flip,
        }

    def _lines(self, verdict: Verdict) -> list[dict[str, str]]:
        say = self.training.say
        return [
            {"mark": mark, "text": say(f"shadow_check.{fault}") if fault else say(f"shadow_check.ok_{name}")}
            for name, mark, fault in verdict.lines
        ]

    def _timer(self, verdict: Verdict) -> dict[str, Any] | None:
        if not verdict.good:
            return None
        left = max(1, ceil((1.0 - verdict.good) * GOOD_S))
        return {"value": str(left), "share": 1.0 - verdict.good, "label": self.training.say("shadow_check.starts")}
