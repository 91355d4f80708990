"""Two cards about the film: what the client allows, with nothing ticked before she does; and, afterwards, her own look at it."""

from math import fsum
from typing import TYPE_CHECKING, Any

from perscoach_training.film import KEEP_DAYS, WISHES
from perscoach_training.plan import LANDMARKS, RECORDING
from perscoach_training.reel import Reel
from perscoach_training.scene import Event, Face, Scene, card, choice, control
from perscoach_training.texts import clock

if TYPE_CHECKING:
    from perscoach_training.training import Training

RETURNS = ("welcome", "check", "intro", "rest")
"""Where the card leads back to; from a set it goes on with the countdown."""
ASKED = (*RETURNS, "countdown", "set", "paused")
"""Where it may be opened."""


class Allowing(Scene):
    """What may leave the device, for this training alone."""

    state = "film"

    def __init__(self, training: "Training", back: str = "welcome") -> None:
        super().__init__(training)
        self._back = back if back in RETURNS else "countdown"
        self._since = training.scene.since
        film = training.film
        self._wished: dict[str, bool] = {kind: kind in film.allowed for kind in (RECORDING, LANDMARKS)} | film.wishes

    def begin(self) -> None:
        self.training.play(playing=False)

    def heard(self, name: str, event: Event) -> None:
        if name == "set" and event["id"] in self._wished and isinstance(event["value"], bool):
            self._wished[event["id"]] = event["value"]

    def choose(self, choice: str) -> None:
        training, film = self.training, self.training.film
        if choice == "allow":
            film.wishes = {name: self._wished[name] for name in WISHES}
            for kind in (RECORDING, LANDMARKS):
                training.commands += film.allow(kind, self._wished[kind])
            training.keep_place()
        if choice in ("allow", "back"):
            training.go(self._back, **({"since": self._since} if self._back == "rest" else {}))

    def face(self) -> Face:
        training, say = self.training, self.training.say
        film, wished = training.film, self._wished
        film_too = (RECORDING, *(WISHES if wished[RECORDING] else ()))
        names = [name for kind, own in ((RECORDING, film_too), (LANDMARKS, (LANDMARKS,))) if kind in training.plan.offers for name in own]
        fields = [_switch(name, say(f"shadow_film.allow_{name}"), wished[name]) for name in names]
        where = "where_at_once" if wished["at_once"] else "where"
        words = ("what", where, "who", "back") if wished[RECORDING] else ("nothing",)
        lines = [{"mark": "ok", "text": say(f"shadow_film.told_{word}", name=training.plan.tenant)} for word in words]
        if wished[LANDMARKS]:
            lines.append({"mark": "ok", "text": say("shadow_film.told_landmarks")})
        loses = RECORDING in film.allowed and not wished[RECORDING] and film.reel.parts
        agree = choice("allow", say("shadow_film.lose"), "danger") if loses else choice("allow", say("shadow_film.agree"), "main")
        ways = (agree, choice("back", say("shadow_film.leave"), "quiet"))
        return {"card": card("film_allow", say("shadow_film.title"), say("shadow_film.text"), *ways, fields=fields, lines=lines)}


class Review(Scene):
    """The client looks at what was filmed, and sends it, or does not."""

    state = "film"

    def __init__(self, training: "Training", reel: Reel | None = None, back: str = "done") -> None:
        super().__init__(training)
        self._reel, self._back = reel or training.film.reel, back

    def begin(self) -> None:
        self.training.play(playing=False)
        self.training.order("film", do="preview", recording=self._reel.recording)

    def end(self) -> None:
        self.training.order("film", do="preview", recording="")

    def choose(self, choice: str) -> None:
        training, film, reel = self.training, self.training.film, self._reel
        if choice in ("all", "moments"):
            training.commands += film.send(reel, moments_only=choice == "moments")
            training.keep_place()
        elif choice == "again":
            training.commands += film.again()
        elif choice == "drop":
            training.commands += film.drop(reel)
            training.keep_place()
            self._leave()
        elif choice == "later":
            self._leave()

    def _leave(self) -> None:
        self.training.go(self._back, **({"seen": True} if self._back == "done" else {}))

    def face(self) -> Face:
        say, film, reel = self.training.say, self.training.film, self._reel
        if film.state == "sent":
            return {"card": card("film_sent", say("shadow_film.sent"), say("shadow_film.sent_hint"), _later(say, "go_on", "main"))}
        if film.sending is reel:
            return self._sending()
        facts = _facts(reel)
        ways = [choice("all", say("shadow_film.send"), "main", hint=say("shadow_film.size", **facts))]
        picked = [] if reel is not film.reel or film.wishes["at_once"] else film.pick()
        seconds = fsum(part.seconds for part in picked)
        if picked and seconds < reel.seconds:
            hint = say("shadow_film.size", length=clock(seconds), mb=_megabytes(sum(part.bytes for part in picked)))
            ways.append(choice("moments", say("shadow_film.send_moments"), hint=hint))
        ways += [choice("drop", say("shadow_film.drop"), "danger"), _later(say, "later")]
        text = say("shadow_film.review_text", days=KEEP_DAYS, name=self.training.plan.tenant)
        return {"card": card("film_review", say("shadow_film.review_title"), text, *ways, video="film")}

    def _sending(self) -> Face:
        say, film = self.training.say, self.training.film
        done, total = film.share_sent()
        words = say("shadow_film.done_of", done=done / 1e6, mb=_megabytes(total))
        bar = {"label": say("shadow_film.sending"), "share": done / total if total else 0.0, "text": words}
        if film.state == "stuck":
            ways = (
                choice("again", say("shadow_film.again"), "main"),
                choice("drop", say("shadow_film.drop"), "danger"),
                _later(say, "later"),
            )
            return {"card": card("film_stuck", say("shadow_film.stuck"), say("shadow_film.stuck_hint"), *ways, bars=[bar])}
        return {
            "card": card(
                "film_sending", say("shadow_film.sending_title"), say("shadow_film.sending_hint"), _later(say, "later"), bars=[bar]
            )
        }


def offer(training: "Training") -> dict[str, str] | None:
    """At the end: the choice that leads to the film, where there is one."""
    film = training.film
    if not film.reel.parts:
        return None
    return choice("film", training.say("shadow_film.look"), "main", hint=training.say("shadow_film.size", **_facts(film.reel)))


def offers(training: "Training") -> list[dict[str, str]]:
    """At the beginning: to film this training, and what was filmed another day and never sent."""
    film, say = training.film, training.say
    asks = training.plan.offers and film.state != "unable"
    ways = [] if not asks else [choice("film", say("shadow_film.offered" if film.films else "shadow_film.offer"), "quiet")]
    if film.left:
        ways.append(choice("film_left", say("shadow_film.left"), "quiet", hint=say("shadow_film.size", **_facts(film.left[0]))))
    return ways


def button(training: "Training") -> list[dict[str, str]]:
    """Always at hand while there is a camera: to allow it, or to take it back."""
    offered = training.plan.offers and training.film.state != "unable"
    asked = offered and training.watched and training.scene.state in ASKED
    return [control("film", training.say("shadow_film.button"), "", "quiet")] if asked else []


def fact(training: "Training") -> dict[str, str] | None:
    """Among the facts: that it is filmed, how long and how much; or that the disk is full."""
    film, say = training.film, training.say
    if film.state in ("full", "unable"):
        return {"id": "film", "label": say("shadow_film.fact"), "value": say(f"shadow_film.{film.state}")}
    if not film.films:
        return None
    return {"id": "film", "label": say("shadow_film.fact"), "value": say("shadow_film.size", **_facts(film.reel))}


def _megabytes(size: float) -> float:
    """A short film is never «0 МБ»."""
    return max(0.1, size / 1e6) if size else 0.0


def _facts(reel: Reel) -> dict[str, Any]:
    return {"length": clock(reel.seconds), "mb": _megabytes(reel.bytes)}


def _later(say: Any, word: str, kind: str = "quiet") -> dict[str, str]:
    return choice("later", say(f"shadow_film.{word}"), kind)


def _switch(name: str, label: str, value: bool) -> dict[str, Any]:
    return {"id": name, "group": "film", "kind": "switch", "label": label, "value": value}
