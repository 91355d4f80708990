"""After an exercise: one tap about how it felt. Without a camera, before that: how many it were."""

from perscoach_training.course import PAIN
from perscoach_training.scene import Face, Scene, card, choice
from perscoach_training.scenes.rest import left_of, timer
from perscoach_training.scenes.set import finish

FEELINGS = ("easy", "fine", "hard", "pain")


class Feel(Scene):
    """Four big buttons; the rest runs meanwhile."""

    state = "feel"

    def begin(self) -> None:
        training = self.training
        training.play(playing=False)
        training.keep_place()
        self._over = training.course.over

    def choose(self, choice: str) -> None:
        training, course = self.training, self.training.course
        if choice not in FEELINGS:
            return
        course.feel(course.item_index, choice)
        training.order("keep", key=f"feelings/{course.item_index}", body={"feeling": choice})
        training.go("rest", since=self.since, hurt=choice == PAIN)

    def face(self) -> Face:
        training, say = self.training, self.training.say
        kinds = {"pain": "danger"}
        choices = [choice(name, say(f"shadow.feeling_{name}"), kinds.get(name, "plain")) for name in FEELINGS]
        shown = card("feel", say("shadow.feel_title"), training.course.item.title, *choices)
        resting = training.course.next_item() is not None and left_of(training, self.since) > 0
        return {"card": shown, "timer": timer(training, self.since) if resting else None}


class HowMany(Scene):
    """The client's own word for it."""

    state = "feel"

    def begin(self) -> None:
        training = self.training
        training.play(playing=False)
        item = training.course.item
        self.number = training.results.reps or item.asked or 0
        if item.hold_s:
            self.number = int(min(training.elapsed, item.hold_s))

    def choose(self, choice: str) -> None:
        if choice == "less":
            self.number = max(0, self.number - 1)
        elif choice == "more":
            self.number += 1
        elif choice == "done":
            finish(self, repetitions=self.number)

    def face(self) -> Face:
        say, held = self.training.say, bool(self.training.course.item.hold_s)
        text = say("shadow.seconds_done", n=self.number) if held else say("shadow.reps_done", n=self.number)
        ways = (
            choice("done", say("shadow.that_many"), "main", key="Enter"),
            choice("less", say("shadow.fewer"), key="Minus"),
            choice("more", say("shadow.more"), key="Equal"),
        )
        return {"card": card("how_many", say("shadow.how_many"), text, *ways)}
