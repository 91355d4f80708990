"""The set itself: it counts, says, keeps the numbers, and ends by itself when the asked number is there."""

from math import isfinite

from perscoach_motion.live import layout as at
from perscoach_training.counting import TrainersCount
from perscoach_training.grades import grade
from perscoach_training.pace import Pace
from perscoach_training.scene import Event, Face, Scene, control

AWAY_S = 4.0
"""So long out of the picture is a pause: longer than a drop of the eyes or a bad frame, shorter than drinking water."""
BLINK_S = 0.6
"""A gate that opens again within this time was only a blink of the model."""
ENDS_AFTER_S = 0.8
"""The last repetition is seen to be counted before the set is over."""
KEEP_EVERY_S = 1.0
"""A tab that is closed, a browser that dies, lose this much of a set at most."""
SPEAK_EVERY_S = 6.0
"""How often those who listen to a screen reader hear the score."""

REASONS = ((at.GATE_NOBODY, "nobody"), (at.GATE_NOT_WHOLE, "partly"), (at.GATE_TOO_SMALL, "small"), (at.GATE_NO_TRAINER, "clip"))
"""Most telling first."""


class Set(Scene):
    """The client trains."""

    state = "set"

    def begin(self) -> None:
        training = self.training
        training.face_trainer()
        training.forget()
        training.watch.run(training.now)
        training.play()
        if training.watched:
            training.commands += training.film.begin(training.results.position, training.elapsed, training.now)
        self._gated_at: float | None = None
        self._full_at: float | None = None
        self._spoken_at = self._kept_at = training.now
        self._switched = False
        self._pace = Pace(training.engine.trainer.repetitions if training.engine else ())
        self._count = TrainersCount(training.repetitions(), training.results.reps)

    def end(self) -> None:
        training = self.training
        training.commands += training.film.halt()
        training.pause_set()
        training.cue.clear()

    # --- while it lasts -----------------------------------------------------------------------------------------------

    def frame(self) -> None:
        training = self.training
        output, results = training.output, training.results
        gate = int(output[at.GATE])
        if not gate:
            self._gated_at = None
        elif self._gated_at is None:
            self._gated_at = training.now
        if training.film.looks:
            training.film.log.add(training.elapsed, training.input)
        if training.settings["pace"] == "mine" and training.watched:
            plays = self._pace.look(training.input[at.CLIP_TIME], output[at.PHASE])
            if plays is not None:
                training.play(playing=plays)
        if results.count(output):
            self._counted()
        if training.cue.hear(output, training.now):
            training.live = training.cue.text
            training.sound(training.speaker.cue(training.now, training.cue.number, training.cue.short, training.cue.off))
            training.dirty = True
        training.keep(results.take(training.elapsed, output))

    def tick(self) -> None:
        training = self.training
        if not training.watched:
            self._count_by_clip()
        elif self._gated_at is not None and training.now - self._gated_at >= AWAY_S and self._gate() & at.GATE_NOBODY:
            training.go("paused", why="away")
            return
        if self._is_full():
            self._full_at = training.now if self._full_at is None else self._full_at
            if training.now - self._full_at >= ENDS_AFTER_S:
                training.sound(training.speaker.signal(training.now, "end"))
                self._finish()
                return
        self._seconds_left()
        training.strip.add(training.elapsed, self._score())
        self._read_out()
        if training.now - self._kept_at >= KEEP_EVERY_S:
            self._kept_at = training.now
            training.keep_place()

    def heard(self, name: str, event: Event) -> None:
        training = self.training
        if name == "hidden" and event["hidden"]:
            training.go("paused", why="hidden")
        elif name == "clip" and not training.watched:
            # While the trainer waits for data nobody can follow her; before the camera she is counted all the same.
            if training.clip.state == "waiting":
                training.watch.hold(training.now)
            elif training.clip.state == "playing":
                training.watch.run(training.now)

    def control(self, control: str) -> None:
        training = self.training
        if control == "pause":
            training.go("paused", why="asked")
        elif control == "finish":
            self._finish()
        elif control == "pain":
            finish(self, pain=True)

    def _counted(self) -> None:
        training = self.training
        asked, reps = training.course.item.asked, training.results.reps
        training.dirty = True
        training.keep_place()
        training.sound(training.speaker.count(training.now, reps, asked))
        if training.course.item.side == "each" and asked and not self._switched and reps == asked // 2 and training.one_sided:
            self._switched = True
            training.sound(training.speaker.tell(training.now, training.say("shadow.other_side")))
            training.forget()

    def _is_full(self) -> bool:
        item, results = self.training.course.item, self.training.results
        if self.training.plan.free:
            return False
        if item.hold_s:
            return (results.held if self.training.watched else self.training.elapsed) >= item.hold_s
        return bool(item.asked) and results.reps >= (item.asked or 0)

    def _count_by_clip(self) -> None:
        training = self.training
        reps = self._count.take(training.clip.time_s, training.clip.loop)
        if reps > training.results.reps:
            training.results.reps = reps
            self._counted()
        training.keep(training.results.take(training.elapsed, None))

    def _seconds_left(self) -> None:
        """In a hold the last seconds are heard."""
        training, asked = self.training, self.training.course.item.hold_s
        if asked:
            done = training.results.held if training.watched else training.elapsed
            training.sound(training.speaker.time_left(training.now, asked - done, asked))

    def _read_out(self) -> None:
        """For those who listen to the page instead of looking."""
        training = self.training
        if training.now - self._spoken_at < SPEAK_EVERY_S:
            return
        self._spoken_at = training.now
        score, told = self._score(), self._told()
        if told:
            training.live = told["title"] + ". " + told["hint"]
        elif score is not None:
            training.live = training.say("shadow.read_out", score=round(score), n=training.results.reps)

    # --- its end ------------------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        self.training.pause_set()
        finish(self)

    # --- what is seen -------------------------------------------------------------------------------------------------

    def _gate(self) -> int:
        return int(self.training.output[at.GATE])

    def _score(self) -> float | None:
        output = self.training.output
        score = output[at.SHOWN_SCORE]
        return score if self.training.watched and not output[at.GATE] and isfinite(score) else None

    def _told(self) -> dict[str, str] | None:
        training, say = self.training, self.training.say
        if not training.watched or self._gated_at is None or training.now - self._gated_at < BLINK_S:
            return None
        gate = self._gate()
        name = next((name for flag, name in REASONS if gate & flag), None)
        return {"title": say(f"shadow.gate_{name}"), "hint": say(f"shadow.gate_{name}_hint")} if name else None

    def face(self) -> Face:
        training, say = self.training, self.training.say
        told, score = self._told(), self._score()
        shown = None if score is None else round(score)
        return {
            "training": True,
            "count": counted(self),
            "score": {"value": shown, "grade": grade(score), "label": say("shadow.match")} if training.watched else None,
            "cue": None if told else training.cue.shown(training.now),
            "told": told,
            "range": training.watched,
            "controls": [
                control("pause", say("shadow.pause"), "Space", "main"),
                control("finish", say("shadow.stop") if training.plan.free else say("shadow.enough"), "Enter"),
                control("pain", say("shadow.feeling_pain"), "KeyP", "danger"),
            ],
        }


def finish(scene: Scene, *, repetitions: int | None = None, pain: bool = False) -> None:
    """The present set is over; what follows: the client's own count, a word about how it felt, or rest."""
    training = scene.training
    if not training.watched and not pain and repetitions is None and not training.plan.free:
        training.go("how_many")
        return
    training.end_set(repetitions=repetitions, pain=pain)
    if pain:
        training.go("rest", hurt=True)
    elif training.course.exercise_over() and not training.plan.free:
        training.go("feel")
    else:
        training.go("rest")


def counted(scene: Scene) -> dict[str, str | None]:
    """The count of the stage: repetitions, or seconds where a position is held."""
    training, say = scene.training, scene.training.say
    item, results = training.course.item, training.results
    if item.hold_s or (not item.asked and results.held > 0 and not results.reps):
        n = int(results.held if training.watched else training.elapsed)
        return {
            "value": str(n),
            "of": str(int(item.hold_s)) if item.hold_s else None,
            "label": say("shadow.of_seconds", n=int(item.hold_s)) if item.hold_s else say("shadow.seconds_word", n=n),
            "note": None,
        }
    note = say("shadow.halves", n=results.halves) if results.halves else None
    return {
        "value": str(results.reps),
        "of": str(item.asked) if item.asked else None,
        "label": say("shadow.of_reps", n=item.asked) if item.asked else say("shadow.reps_word", n=results.reps),
        "note": note,
    }
