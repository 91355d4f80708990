"""A pause: asked for, or because the client stepped out of the picture, or the page is not seen."""

from typing import TYPE_CHECKING

from perscoach_motion.live import layout as at
from perscoach_training.scene import Event, Face, Scene, card, choice
from perscoach_training.scenes.set import counted, finish

if TYPE_CHECKING:
    from perscoach_training.training import Training

BACK_S = 1.0
"""She stands in the picture for so long before it goes on: not a hand that puts the phone right."""


class Paused(Scene):
    """Nothing counts; the trainer waits."""

    state = "paused"

    def __init__(self, training: "Training", why: str = "asked") -> None:
        super().__init__(training)
        self.why = why
        self._seen_at: float | None = None

    def begin(self) -> None:
        training = self.training
        training.play(playing=False)
        training.sound(training.speaker.hush(training.now))
        if self.why == "away":
            training.sound(training.speaker.word(training.now, "come_back"))

    def frame(self) -> None:
        training = self.training
        if training.output[at.GATE]:
            self._seen_at = None
        elif self._seen_at is None:
            self._seen_at = training.now

    def tick(self) -> None:
        training = self.training
        if self.why == "away" and self._seen_at is not None and training.now - self._seen_at >= BACK_S:
            training.go("countdown")

    def heard(self, name: str, event: Event) -> None:
        if name == "hidden" and not event["hidden"] and self.why == "hidden":
            self.training.go("countdown")

    def choose(self, choice: str) -> None:
        self.control(choice)

    def control(self, control: str) -> None:
        training = self.training
        if control in ("resume", "pause"):
            training.go("countdown")
        elif control == "finish":
            finish(self)
        elif control == "pain":
            finish(self, pain=True)

    def face(self) -> Face:
        say = self.training.say
        shown = card(
            "paused",
            say("shadow.paused"),
            say("shadow.paused_away") if self.why == "away" else "",
            choice("resume", say("shadow.resume"), "main", key="Space"),
            choice("finish", say("shadow.finish_set")),
            choice("pain", say("shadow.feeling_pain"), "danger"),
        )
        return {"card": shown, "count": counted(self)}
