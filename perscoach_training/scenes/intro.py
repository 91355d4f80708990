"""The exercise is announced: its name, what is asked, the trainer's words. It goes on by itself."""

from perscoach_training.scene import Face, Scene, card, choice
from perscoach_training.scenes.welcome import asked

LOOK_S = 6.0
"""Long enough to read two lines and to see one repetition of most exercises."""
NOTE_S = 4.0
"""More where the trainer wrote something."""
READY_S = 1.5
"""«Приготовились» is said so long before the countdown."""
LONGEST_S = 90.0
"""The trainer's spoken note is heard to its end; it lasts a minute at most."""


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
        speaker, now = training.speaker, training.now
        if training.course.done:
            training.sound(speaker.word(now, "next"))
        training.sound(speaker.tell(now, words) + speaker.note(now, training.course.item_index, item.note))
        self._readied = False

    def tick(self) -> None:
        left = self._length() - self.lasted
        if left <= READY_S and not self._readied:
            self._readied = True
            self.training.sound(self.training.speaker.word(self.training.now, "ready"))
        if left <= 0 and (not self.training.speaker.speaks(self.training.now) or self.lasted > LONGEST_S):
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
        words = "\n".join(part for part in (asked(item, say), item.note) if part)
        shown = card("intro", item.title, words, choice("start", say("shadow.start"), "main", key="Space"))
        timer = {"value": str(round(left)), "share": left / self._length(), "label": say("shadow.starts_in")}
        return {"card": shown, "timer": timer}
