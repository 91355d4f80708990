"""The end: what was done, exercise by exercise, and the way to the report."""

from collections.abc import Iterable
from math import fsum
from typing import TYPE_CHECKING, Any

from perscoach_training.course import PAIN, Done
from perscoach_training.ending import limb_words
from perscoach_training.grades import GOOD, grade
from perscoach_training.scene import Event, Face, Scene, card, choice
from perscoach_training.scenes.filming import offer
from perscoach_training.texts import clock

if TYPE_CHECKING:
    from perscoach_training.training import Training


class Finished(Scene):
    """All sets are done, or the client has had enough."""

    state = "done"

    def __init__(self, training: "Training", seen: bool = False) -> None:
        super().__init__(training)
        self._seen = seen
        self._leaving = False

    def begin(self) -> None:
        training = self.training
        if self._seen:
            return
        training.order("camera", open=False)
        training.order("wake", on=False)
        training.play(playing=False)
        if not training.plan.finished:
            training.order("keep", key="finish", body={})
            training.sound(training.speaker.word(training.now, "done"))
            training.unsent += 1
        training.keep_place()
        if training.film.wishes["at_once"] and training.film.reel.parts:
            training.commands += training.film.send(training.film.reel)

    def heard(self, name: str, event: Event) -> None:
        if name == "sent" and self._leaving:
            self._leave()

    def choose(self, choice: str) -> None:
        training = self.training
        if choice == "film":
            training.go("film_review")
        elif choice == "report":
            self._leaving = True
            self._leave()
        elif choice == "home":
            training.order("go", address=training.plan.home)

    def _leave(self) -> None:
        if not self.training.unsent:
            self.training.order("go", address=self.training.plan.report)

    def face(self) -> Face:
        training, say = self.training, self.training.say
        waits = self._leaving and training.unsent
        title = say("shadow.kept") if waits and not training.online else say("shadow.done_title")
        text = say("shadow.kept_hint") if waits and not training.online else say("shadow.sending") if waits else ""
        if training.held_back:
            text = say(f"shadow.held_{training.held_back}")
        film = offer(training)
        ways = [choice("report", say("shadow.open_report"), "plain" if film else "main"), choice("home", say("shadow.home"))]
        shown = card("done", title, text, *([film] if film else []), *ways, bars=self._bars(), lines=self._lines())
        return {"card": shown, "score": self._score()}

    def _score(self) -> dict[str, Any] | None:
        """Of the whole training."""
        mean = _mean(self.training.course.done.values())
        return None if mean is None else {"value": round(mean), "grade": grade(mean), "label": self.training.say("shadow.match")}

    def _bars(self) -> list[dict[str, Any]]:
        bars = []
        for index, item in enumerate(self.training.plan.items):
            sets = self._sets(index)
            mean = _mean(sets)
            bar = {
                "label": item.title,
                "share": (mean or 0.0) / 100.0,
                "grade": grade(mean),
                "text": "" if mean is None else f"{round(mean)}%",
            }
            bars.append({**bar, "note": self._note(index, sets)})
        return bars

    def _sets(self, index: int) -> list[Done]:
        order = self.training.plan.order
        return [one for position, one in sorted(self.training.course.done.items()) if order[position][0] == index]

    def _note(self, index: int, sets: list[Done]) -> str:
        """«10 + 10 + 9 повторов», or why there are none."""
        training, say = self.training, self.training.say
        if training.course.feelings.get(index) == PAIN:
            return say("shadow.left_out")
        if not sets:
            return say("shadow.not_done")
        held = training.plan.items[index].hold_s
        counts = [int(one.held_s) if held else one.reps for one in sets]
        return " + ".join(map(str, counts)) + " " + say("shadow.seconds_word" if held else "shadow.reps_word", n=counts[-1])

    def _lines(self) -> list[dict[str, str]]:
        training, say = self.training, self.training.say
        lines = []
        worst = [(one.limbs[0][1], one.limbs[0][0]) for one in training.course.done.values() if one.limbs]
        if worst:
            lines.append({"mark": "bad", "text": say("shadow.worst", limb=limb_words(min(worst)[1], training.plan.language))})
        best = [
            (one.score, position) for position, one in training.course.done.items() if (one.score or 0.0) > GOOD and one.best_s is not None
        ]
        if best:
            _, position = max(best)
            one = training.course.done[position]
            item, number = training.plan.order[position]
            title = training.plan.items[item].title
            lines.append({"mark": "ok", "text": say("shadow.best", title=title, set=number, at=clock(one.best_s or 0.0))})
        return lines


def _mean(sets: Iterable[Done]) -> float | None:
    """Of the sets that were scored."""
    scores = [one.score for one in sets if one.score is not None]
    return fsum(scores) / len(scores) if scores else None
