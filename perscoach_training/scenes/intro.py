"""The exercise is announced: its name, what is asked, the trainer's words. It goes on by itself."""

from perscoach_training.scene import Face, Scene, card, choice
from perscoach_training.scenes.welcome import asked

LOOK_S = 6.0
"""Long enough to read two lines and to see one repetition of most exercises."""
NOTE_S = 4.0
"""More where the trainer wrote something."""


class Intro(Scene):
    """What comes now."""

    state = "intro"

    def begin(self) -> None:
        training, say = self.training, self.training.say
        training.face_trainer()
        training.play(at_s=0.0)
        item = training.course.item
        words = say("shadow.announce", title=item.title)
        if item.repetitions:
            words = say("shadow.announce_reps", title=item.title, n=item.repetitions)
        elif item.hold_s:
            words = say("shadow.announce_seconds", title=item.title, n=int(item.hold_s))
        training.sound(training.speaker.tell(training.now, words))

    def tick(self) -> None:
        if self.lasted >= self._length():
            self._go_on()

    def choose(self, choice: str) -> None:
        if choice == "start":
            self._go_on()

    def control(self, control: str) -> None:
        if control in ("start", "pause"):
            self._go_on()

    def _go_on(self) -> None:
        if self.training.face_trainer():
            self.training.go("countdown")

    def _length(self) -> float:
        return LOOK_S + (NOTE_S if self.training.course.item.note else 0.0)

    def face(self) -> Face:
        say, item = self.training.say, self.training.course.item
        left = max(0.0, self._length() - self.lasted)
        lines = [{"mark": "wait", "text": asked(item, say)}]
        shown = card("intro", item.title, item.note, choice("start", say("shadow.start"), "main", key="Space"), lines=lines)
        timer = {"value": str(round(left)), "share": left / self._length(), "label": say("shadow.starts_in")}
        return {"card": shown, "timer": timer}
