"""The states of a training, one small class each, by the names they call each other."""

from perscoach_training.scene import Scene
from perscoach_training.scenes.check import Check
from perscoach_training.scenes.countdown import Countdown
from perscoach_training.scenes.done import Finished
from perscoach_training.scenes.feel import Feel, HowMany
from perscoach_training.scenes.filming import Allowing, Review
from perscoach_training.scenes.intro import Intro
from perscoach_training.scenes.paused import Paused
from perscoach_training.scenes.rest import Rest
from perscoach_training.scenes.set import Set
from perscoach_training.scenes.trouble import Trouble
from perscoach_training.scenes.welcome import Welcome

SCENES: dict[str, type[Scene]] = {
    "welcome": Welcome,
    "check": Check,
    "intro": Intro,
    "countdown": Countdown,
    "set": Set,
    "paused": Paused,
    "how_many": HowMany,
    "feel": Feel,
    "rest": Rest,
    "trouble": Trouble,
    "done": Finished,
    "film": Allowing,
    "film_review": Review,
}
