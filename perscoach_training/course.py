"""The way through a plan: which set is next, what was done, what is left out because it hurt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from perscoach_training.plan import Item, Plan
from perscoach_training.results import Place

PAIN = "pain"


@dataclass(frozen=True, slots=True)
class Done:
    """What a finished set was like.

    Attributes:
        reps, halves, held_s: what was counted.
        score: 0..100; ``None`` where nobody watched, or where it was left unscored.
        by: ``camera`` or ``client``: who counted.
        best_s: seconds into the set at which it was best; ``None`` where it was not watched.
        limbs: those at fault, the worst first, with their scores.
    """

    reps: int = 0
    halves: int = 0
    held_s: float = 0.0
    score: float | None = None
    by: str = "camera"
    best_s: float | None = None
    limbs: tuple[tuple[str, float], ...] = ()


class Course:
    """Where in the plan the client is.

    Example:
        >>> from perscoach_training.plan import plan_from
        >>> items = [{"title": "Приседание"}, {"title": "Планка"}]
        >>> course = Course(plan_from({"training": "t", "items": items, "order": [[0, 1], [1, 1], [0, 2], [1, 2]]}))
        >>> course.position, course.item.title
        (0, 'Приседание')
        >>> course.finish(Done(reps=10)); course.feel(0, "pain"); course.advance()
        >>> course.position, course.advance() or course.position, course.steps()[0]["parts"]
        (1, 3, ['done', 'skipped'])
    """

    def __init__(self, plan: Plan, kept: Mapping[str, Any] | None = None) -> None:
        """Go on from what server and device know; of both the one that is further counts."""
        kept = kept or {}
        self.plan = plan
        self.done: dict[int, Done] = {n: Done(reps=one.reps) for n, one in enumerate(plan.sets) if one.state == "done"}
        for position, row in (kept.get("done") or {}).items():
            if int(position) < len(plan.order):
                self.done[int(position)] = _done(row)
        self.feelings: dict[int, str] = dict(plan.feelings) | {int(item): word for item, word in (kept.get("feelings") or {}).items()}
        self._kept_position = int(kept.get("position", -1))
        self._kept_place = Place(**kept["place"]) if kept.get("place") else Place()
        self.position = -1
        self.advance()

    @property
    def over(self) -> bool:
        """Whether no set is left."""
        return self.position >= len(self.plan.order)

    @property
    def item_index(self) -> int:
        """Index of the exercise of the present set."""
        return self.plan.order[min(self.position, len(self.plan.order) - 1)][0]

    @property
    def item(self) -> Item:
        """The exercise of the present set."""
        return self.plan.items[self.item_index]

    @property
    def number(self) -> int:
        """Which set of its exercise this is, from 1."""
        return self.plan.order[min(self.position, len(self.plan.order) - 1)][1]

    @property
    def begun(self) -> bool:
        """Whether anything was done before this page was opened."""
        return bool(self.done) or self.place().elapsed > 1.0

    def place(self) -> Place:
        """Where the present set stands."""
        if self.over:
            return Place()
        server = self.plan.sets[self.position]
        kept = self._kept_place if self.position == self._kept_position else Place()
        if server.next <= kept.chunk:
            elapsed, reps = max(kept.elapsed, server.elapsed), max(kept.reps, server.reps)
            return Place(kept.chunk, elapsed, reps, kept.halves, kept.held, kept.samples)
        return Place(server.next, max(server.elapsed, kept.elapsed), max(server.reps, kept.reps), kept.halves, kept.held)

    def finish(self, done: Done) -> None:
        """The present set is over."""
        self.done[self.position] = done

    def feel(self, item: int, feeling: str) -> None:
        """What the client said of an exercise; one that hurts is left out from now on."""
        self.feelings[item] = feeling

    def advance(self) -> None:
        """On to the next set that is to be done."""
        while self.position < len(self.plan.order):
            self.position += 1
            if not self.over and self.position not in self.done and self.feelings.get(self.item_index) != PAIN:
                return

    @property
    def changes(self) -> bool:
        """Whether the present set is of another exercise than the one done before it."""
        before = [position for position in self.done if position < self.position]
        return bool(before) and self.plan.order[max(before)][0] != self.item_index

    def next_item(self) -> Item | None:
        """The exercise after the present set, ``None`` at the end."""
        for position in range(self.position + 1, len(self.plan.order)):
            item = self.plan.order[position][0]
            if position not in self.done and self.feelings.get(item) != PAIN:
                return self.plan.items[item]
        return None

    def exercise_over(self) -> bool:
        """Whether the present set was the last of its exercise."""
        later = [n for n, (item, _) in enumerate(self.plan.order) if item == self.item_index and n > self.position]
        return all(position in self.done for position in later)

    def steps(self) -> list[dict[str, Any]]:
        """Progress: each exercise with its sets."""
        return [_step(self, index, item) for index, item in enumerate(self.plan.items)]

    def kept(self, place: Place) -> dict[str, Any]:
        """What the device keeps of it all, to go on from after a reload."""
        done = {str(position): asdict(one) for position, one in self.done.items()}
        return {"position": self.position, "place": asdict(place), "done": done, "feelings": {str(k): v for k, v in self.feelings.items()}}


def _step(course: Course, index: int, item: Item) -> dict[str, Any]:
    hurts = course.feelings.get(index) == PAIN
    parts = []
    for position, (of, _) in enumerate(course.plan.order):
        if of == index:
            parts.append("done" if position in course.done else "skipped" if hurts else "now" if position == course.position else "open")
    state = "now" if "now" in parts else "open" if "open" in parts else "done"
    return {"label": item.title, "parts": parts, "state": state}


def _done(row: Mapping[str, Any]) -> Done:
    known = {name: row[name] for name in Done.__slots__ if name in row}
    return Done(**{**known, "limbs": tuple((str(name), float(score)) for name, score in row.get("limbs") or ())})
