"""What all scenes of a training share: the plan and where we are in it, the camera, the trainer's clip, the engine, the orders."""

import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from perscoach_motion.counting.sides import worked
from perscoach_motion.live import layout as at
from perscoach_motion.live.engine import ShadowEngine
from perscoach_motion.track import PoseTrack
from perscoach_training.clock import Clock
from perscoach_training.course import PAIN, Course, Done
from perscoach_training.cueing import CueLine
from perscoach_training.ending import best_moment, limb_marks
from perscoach_training.film import Film
from perscoach_training.plan import Plan
from perscoach_training.quality import Quality
from perscoach_training.results import COUNTERS, SetResults
from perscoach_training.same_person import SamePerson
from perscoach_training.scene import Scene
from perscoach_training.settings import Settings
from perscoach_training.speech import Speaker
from perscoach_training.strip import Strip
from perscoach_training.texts import Texts

PREVIEW_FROM_S = 8192.0
"""Outside a set the engine runs on a clock of its own, beyond any set's: going back from it begins the engine anew."""
SIGNED_OUT = 401
"""The server's answer to results of somebody who is no longer signed in here."""
LEAST_S = 1.0
"""A set that lasted less was only looked into."""


@dataclass(slots=True)
class Camera:
    """What is known of the client's camera: ``state`` is ``off``, ``opening``, ``open``, ``none`` or the name of a trouble."""

    state: str = "off"
    source: str = "camera"
    width: int = 0
    height: int = 0
    facing: str = ""
    label: str = ""
    device: str = ""
    mirror: bool = True
    devices: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class TrainerClip:
    """What is known of the trainer's clip."""

    item: int = -1
    state: str = ""
    time_s: float = 0.0
    duration_s: float = 0.0
    loop: int = 0


class Training:
    """The common ground of the scenes.

    Attributes:
        now: the page's seconds, as last told.
        input, output: the engine's two buffers; the same for all engines, so that the page takes them once.
        engine: of the present item, ``None`` until its poses came.
        results: of the set under way.
        watch: seconds trained in it.
        commands: what the page is to do, since it was last answered.
        dirty: whether the face has changed in a way that cannot wait for the next tick.
    """

    def __init__(self, plan: Plan, kept: dict[str, Any], settings: Settings) -> None:
        self.plan = plan
        self.say = Texts(plan.language, plan.texts)
        self.settings = settings
        self.course = Course(plan, kept)
        self.film = Film(plan.training, plan.consents, kept.get("film"))
        self.speaker = Speaker(self.say, plan.phrases, self.settings.live, language=plan.language)
        self.camera = Camera()
        self.person = SamePerson()
        self.clip = TrainerClip()
        self.cue = CueLine(plan.cues)
        self.now = 0.0
        self.input = array("f", bytes(4 * at.INPUT_SIZE))
        self.output = array("f", bytes(4 * at.OUTPUT_SIZE))
        self.output[at.GATE] = at.GATE_NOBODY
        self.engine: ShadowEngine | None = None
        self.strip = Strip()
        self.results = SetResults(self.course.position, self.course.place())
        self.results.extra = self.film.with_landmarks
        self.watch = Clock(self.results.place.elapsed)
        self.loading: dict[str, tuple[float, int]] = {"python": (1.0, 0)}
        self.speed: dict[str, float] = {}
        self.quality = Quality(settings["level"], settings["quality"])
        self.unsent = 0
        self.held_back = ""
        """Why results stay on the device: ``sign_in`` or ``disk``."""
        self.online = True
        self.hidden = False
        self.commands: list[list[Any]] = []
        self.dirty = True
        self.live = ""
        self.three = False
        self._wanted: set[int] = set()
        self._poses: dict[int, str | bytes] = {}
        self._engines: dict[int, ShadowEngine] = {}
        self._engine_from = 0.0
        self._flags = 0
        self._sights: dict[str, Any] = {}
        self.scenes: dict[str, type[Scene]] = {}
        self.scene = Scene(self)

    # --- orders -------------------------------------------------------------------------------------------------------

    def order(self, command: str, **values: Any) -> None:
        """Something for the page to do."""
        self.commands.append([command, values])

    def go(self, name: str, **values: Any) -> None:
        """On to another scene."""
        self.scene.end()
        self.speaker.begin()
        self.scene = self.scenes[name](self, **values)
        self.dirty, self.live = True, ""  # so that the same words are heard again the next time
        self.scene.begin()

    def hold_back(self, sent: Mapping[str, Any]) -> None:
        """Say once why results do not leave the device, or that it does not keep them."""
        before = self.held_back
        signed_out = any(one.get("kept") and one.get("status") == SIGNED_OUT for one in sent.get("refused", ()))
        self.held_back = "sign_in" if signed_out else "disk" if sent.get("unkept") and self.unsent else ""
        if self.held_back and self.held_back != before:
            self.live = self.say(f"shadow.held_{self.held_back}")

    def keep(self, entry: dict[str, Any] | None) -> None:
        """An entry for the outbox, and the place it leads to."""
        if entry:
            self.order("keep", **entry)
            self.keep_place()

    def keep_place(self) -> None:
        """What the device goes on from after a reload."""
        self.order("place", **self.course.kept(self.results.standing()), film=self.film.kept())

    def sound(self, orders: list[list[Any]]) -> None:
        """What the speaker decided to be heard."""
        self.commands += orders

    def play(self, *, at_s: float | None = None, playing: bool = True, whole: bool = False) -> None:
        """The trainer's clip of the present item: its repetitions again and again, or all of it."""
        loop = None if whole else self.window()
        where = {} if at_s is None else {"at": at_s}
        self.order("clip", item=self.course.item_index, **where, rate=self.settings.rate, play=playing, loop=list(loop) if loop else None)

    def window(self) -> tuple[float, float] | None:
        """From the beginning of the trainer's first repetition to the end of her last."""
        done = self.repetitions()
        return (done[0][0], done[-1][1]) if done else None

    def repetitions(self) -> list[tuple[float, float]]:
        """Start and end of each repetition in the trainer's clip."""
        return [(one.start_s, one.end_s) for one in self.engine.trainer.repetitions] if self.engine else []

    @property
    def one_sided(self) -> bool:
        """Whether the trainer's clip shows one side only: the client turns round in the middle of a set for each side."""
        trainer = self.engine.trainer if self.engine else None
        if trainer is None:
            return False
        sides = {worked(one.piece.limbs, trainer.moving) for one in trainer.templates}
        return len(sides) == 1 and None not in sides

    # --- the set ------------------------------------------------------------------------------------------------------

    def new_set(self) -> None:
        """The numbers of the set that is now the present one."""
        self.strip = Strip()
        self.results = SetResults(self.course.position, self.course.place())
        self.results.extra = self.film.with_landmarks
        self.watch = Clock(self.results.place.elapsed)
        self.cue.clear()

    def pause_set(self) -> None:
        """Time stops, and what was gathered so far is kept."""
        self.watch.hold(self.now)
        self.keep(self.results.cut(self.elapsed))

    def end_set(self, *, repetitions: int | None = None, pain: bool = False) -> None:
        """The present set is over: its numbers are sent, and it goes on with what follows."""
        self.pause_set()
        results, course = self.results, self.course
        by = "camera" if self.watched else "client"
        self.order("keep", **results.finish(self.elapsed, counted_by=by, repetitions=repetitions, pain=pain))
        self.film.over(results.position, results.samples)
        said = results.summary(self.elapsed) if self.watched and not pain else {}
        reps = results.reps if repetitions is None else repetitions
        marks, best = limb_marks(said), best_moment(results.samples)
        course.finish(Done(reps, results.halves, round(results.held, 1), said.get("score"), by, best, marks))
        if pain:
            course.feel(course.item_index, PAIN)
            self.order("keep", key=f"feelings/{course.item_index}", body={"feeling": PAIN})
        self.keep_place()

    def stop(self) -> None:
        """The client has had enough for today."""
        if self.elapsed > LEAST_S and self.course.position not in self.course.done and not self.course.over:
            self.end_set()
        if self.course.done:
            self.go("done")
        else:
            self.order("go", address=self.plan.home)

    # --- the engine ---------------------------------------------------------------------------------------------------

    def load(self, item: int, poses: str | bytes) -> None:
        """The poses of an exercise came."""
        self._poses[item] = poses
        if item == self.course.item_index:
            self.face_trainer()

    def want(self, item: int, again: bool = False) -> None:
        """Ask for an exercise's poses, once; ``again`` when they did not come."""
        if again or item not in self._wanted:
            self._wanted.add(item)
            self.order("load", item=item)

    def face_trainer(self) -> bool:
        """Let the engine be the present item's; whether it is there already."""
        item = self.course.item_index
        if item not in self._engines:
            if item not in self._poses:
                self.want(item)
                return False
            target = self.course.item.target
            engine = ShadowEngine(self._poses.pop(item), json.dumps(target) if target else None)
            engine.input, engine.output = self.input, self.output
            self._engines[item] = engine
        if self.engine is not self._engines[item]:
            self.engine = self._engines[item]
            self.order("track", item=item)
            self.forget()
        return True

    def track(self, item: int) -> PoseTrack | None:
        """The trainer's poses of an exercise, for drawing."""
        return self._engines[item].trainer.track if item in self._engines else None

    def forget(self) -> None:
        """The engine begins anew: it counts from nought, and what it counted so far stands."""
        self.results.rebase()
        self._engine_from = self.watch.at(self.now)
        for place in COUNTERS:
            self.output[place] = 0.0
        self.output[at.GATE] = at.GATE_NOBODY

    def step(self) -> None:
        """One frame through the engine."""
        if self.engine is None:
            return
        given, running = self.input, self.watch.running
        if not self.person.knows(self.now, given):
            given[at.FOUND] = 0.0
        given[at.CLOCK] = self.watch.at(self.now) - self._engine_from if running else PREVIEW_FROM_S + self.now
        given[at.FLAGS] = self._flags
        self.engine.step()

    def align(self) -> None:
        """Let the step lay the client on the trainer as was chosen."""
        align = {"once": at.FLAG_ALIGN, "frame": at.FLAG_ALIGN_FRAME, "off": 0}[self.settings.view()["autoAlign"]]
        self._flags = align | (at.FLAG_MIRROR if self.camera.mirror and self.settings["mirror"] else 0)

    def view(self) -> dict[str, Any]:
        """What the stage draws: the client as she is filmed, where she is filmed without her room."""
        return {**self.settings.view(), **({"figure": "real", "clientShadow": True} if self.film.cut_out else {})}

    @property
    def watched(self) -> bool:
        """Whether a camera sees the client."""
        return self.camera.state == "open"

    @property
    def elapsed(self) -> float:
        """Seconds trained in this set."""
        return self.watch.at(self.now)

    def measure(self, speed: dict[str, float]) -> None:
        """What a frame cost of late; looked at more finely or less where that follows, but never more finely in a set."""
        self.speed = speed
        if self.quality.heard(speed, self.now, may_rise=not self.watch.running):
            self.settings.put("level", self.quality.level.name)
            self.remember()

    def remember(self) -> None:
        """What the device keeps for the next training: the choices, and which model to begin with."""
        self.order("remember", **self.settings.document(), model=self.quality.level.model)

    def levels(self) -> None:
        """How loud words and clip are."""
        loud = 0.01 if self.settings["sound"] else 0.0
        self.order("sound", volume=loud * self.settings["volume"], clip=loud * self.settings["clip_volume"])

    # --- what the worker looks at -------------------------------------------------------------------------------------

    def look(self, **changed: Any) -> None:
        """Tell the worker how to look, where that is new: mask or not, how often, with which model."""
        fresh = {**self._sights, **changed}
        if fresh != self._sights:
            self._sights = fresh
            self.order("quality", **fresh)
