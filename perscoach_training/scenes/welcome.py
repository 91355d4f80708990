"""Before anything: what is asked today, and with or without a camera. After a reload: where it goes on."""

from typing import Any

from perscoach_training.plan import Item
from perscoach_training.scene import Face, Scene, card, choice
from perscoach_training.scenes.filming import offers
from perscoach_training.texts import Say


class Welcome(Scene):
    """The first card."""

    state = "welcome"

    def begin(self) -> None:
        self.training.face_trainer()
        self.training.play(at_s=0.0, playing=False)

    def choose(self, choice: str) -> None:
        training = self.training
        if choice in ("camera", "clip"):
            training.camera.source = choice
            training.go("check")
        elif choice == "none":
            training.camera.state = "none"
            training.order("camera", open=False)
            training.go("intro")
        elif choice == "film":
            training.go("film")
        elif choice == "film_left":
            training.go("film_review", reel=training.film.left[0], back="welcome")

    def face(self) -> Face:
        training, say = self.training, self.training.say
        begun = training.course.begun
        choices = [choice("camera", say("shadow.with_camera"), "main")]
        if training.plan.demo_camera:
            choices.append(choice("clip", say("shadow.with_clip"), hint=say("shadow.with_clip_hint")))
        choices.append(choice("none", say("shadow.without_camera"), "quiet"))
        choices += offers(training)
        title = say("shadow.resume_title", where=standing(self)) if begun else say("shadow.welcome_title")
        text = say("shadow.resume_text") if begun else say("shadow.welcome_text")
        lines = [
            {"mark": "ok" if one["state"] == "done" else "todo", "text": " · ".join((item.title, asked(item, say)))}
            for one, item in zip(training.course.steps(), training.plan.items, strict=True)
            if not training.plan.free
        ]
        return {"card": card("welcome", title, text, *choices, lines=lines, bars=loading(self))}


def standing(scene: Scene) -> str:
    """«подход 2, 6 из 10»: where a reload goes on."""
    training, say = scene.training, scene.training.say
    course, place = training.course, training.results.place
    if training.plan.free or not course.item.asked:
        return say("shadow.standing_free", set=course.number)
    return say("shadow.standing", set=course.number, done=place.reps, asked=course.item.asked)


def asked(item: Item, say: Say, *, once: bool = False) -> str:
    """«3 × 10 повторов · 2 кг», or of one set alone «10 повторов · 2 кг»."""
    words = []
    if item.repetitions:
        n = item.repetitions
        words.append(say("shadow.reps_done", n=n) if once else say("shadow.sets_of_reps", sets=item.sets, n=n))
    elif item.hold_s:
        n = int(item.hold_s)
        words.append(say("shadow.seconds_done", n=n) if once else say("shadow.sets_of_seconds", sets=item.sets, n=n))
    if item.side == "each":
        words.append(say("shadow.each_side"))
    if item.load_kg:
        words.append(say("shadow.load", kg=float(item.load_kg)))
    if item.band:
        words.append(item.band)
    return " · ".join(words)


def loading(scene: Scene) -> list[dict[str, Any]]:
    """What is still on its way, with megabytes where they are known."""
    say, bars = scene.training.say, []
    for part, (share, size) in scene.training.loading.items():
        if share < 1.0:
            text = say("shadow.megabytes", done=share * size / 1e6, all=size / 1e6) if size else ""
            bars.append({"label": say(f"shadow.part_{part}"), "share": share, "text": text})
    return bars
