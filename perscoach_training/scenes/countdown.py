"""Three, two, one: time to stand as the trainer stands."""

from perscoach_training.cameras import TROUBLES
from perscoach_training.scene import Face, Scene

COUNTS = 3


class Countdown(Scene):
    """Before a set, and before it goes on after a pause."""

    state = "countdown"

    def begin(self) -> None:
        training = self.training
        if training.camera.state in TROUBLES:  # it went while she rested
            training.go("trouble", what=training.camera.state, back="countdown")
            return
        window = training.window()
        training.face_trainer()
        training.play(at_s=window[0] if window else 0.0, playing=False)
        self._told = COUNTS + 1
        training.live = training.say("shadow.ready")
        self.tick()

    def tick(self) -> None:
        training = self.training
        if training.hidden:  # nobody trains in a tab nobody sees
            self.since = training.now
            return
        left = COUNTS - int(self.lasted)
        if left <= 0:
            orders = training.speaker.countdown(training.now, 0)
            training.go("set")
            training.sound(orders)
        elif left < self._told:
            self._told = left
            training.sound(training.speaker.countdown(training.now, left))
            training.dirty = True

    def control(self, control: str) -> None:
        if control == "pause":
            self.training.go("paused", why="asked")

    def face(self) -> Face:
        left = max(1, COUNTS - int(self.lasted))
        return {"timer": {"value": str(left), "share": max(0.0, 1.0 - self.lasted / COUNTS), "label": self.training.say("shadow.ready")}}
