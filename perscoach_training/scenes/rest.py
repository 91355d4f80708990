"""Between sets: a timer that can be made longer or skipped, and what comes next."""

from typing import TYPE_CHECKING, Any

from perscoach_training.scene import Face, Scene, card, choice
from perscoach_training.scenes.welcome import asked
from perscoach_training.texts import clock

if TYPE_CHECKING:
    from perscoach_training.training import Training

MORE_S = 15.0
SHORTEST_S = 3.0
"""Between two exercises of a superset there is this much to turn round in."""
KIND_WORD_S = 8.0
"""Long enough to hear and read what is said to somebody who hurts."""


class Rest(Scene):
    """The client rests."""

    state = "rest"

    def __init__(self, training: "Training", since: float | None = None, hurt: bool = False) -> None:
        super().__init__(training)
        self.since = training.now if since is None else since
        self._hurt = hurt
        self._more = 0.0
        self._length = max(SHORTEST_S, training.course.item.rest_s)
        self._entered = training.now

    def begin(self) -> None:
        training, course = self.training, self.training.course
        if course.position in course.done:  # else she rested already, and was asked something
            course.advance()
            training.new_set()
        if course.over:
            training.go("done")
            return
        self._changes = course.changes
        training.face_trainer()
        training.play(at_s=0.0, whole=True)
        if self._hurt:
            training.sound(training.speaker.tell(training.now, training.say("shadow.pain_kind"), must=True))
        else:
            training.sound(training.speaker.word(training.now, "rest"))
            if not self._changes and training.course.number == training.course.item.sets > 1:
                training.sound(training.speaker.word(training.now, "last_set"))
        if self._left() <= 0:
            self._go_on()

    def tick(self) -> None:
        training, left = self.training, self._left()
        if left <= 0:
            self._go_on()
        else:
            training.sound(training.speaker.time_left(training.now, left, self._length))

    def choose(self, choice: str) -> None:
        self.control(choice)

    def control(self, control: str) -> None:
        if control == "more":
            self._more += MORE_S
        elif control in ("skip", "pause"):
            self._go_on()

    def _left(self) -> float:
        left = self.since + self._length + self._more - self.training.now
        return max(left, self._entered + KIND_WORD_S - self.training.now) if self._hurt else left

    def _go_on(self) -> None:
        self.training.go("intro" if self._changes else "countdown")

    def face(self) -> Face:
        training, say = self.training, self.training.say
        left = max(0.0, self._left())
        item = training.course.item
        title = say("shadow.next", what=item.title) if self._changes else say("shadow.next_set", set=training.course.number, sets=item.sets)
        text = asked(item, say, once=not self._changes)
        if self._hurt:
            title, text = say("shadow.pain_title"), say("shadow.pain_kind")
        ways = (choice("skip", say("shadow.skip_rest"), "main", key="Space"), choice("more", say("shadow.more_rest"), key="Equal"))
        length = self._length + self._more
        return {
            "card": card("rest", title, text, *ways),
            "timer": {"value": clock(left + 0.5), "share": min(1.0, left / length), "label": say("shadow.rest")},
        }


def left_of(training: "Training", since: float) -> float:
    """Seconds of rest left after the set that ended at ``since``."""
    return since + max(SHORTEST_S, training.course.item.rest_s) - training.now


def timer(training: "Training", since: float) -> dict[str, Any]:
    """The rest that runs while the client is asked something."""
    left = max(0.0, left_of(training, since))
    return {"value": clock(left + 0.5), "share": left / max(SHORTEST_S, training.course.item.rest_s), "label": training.say("shadow.rest")}
