"""Whatever goes wrong: a sentence, a way on, and nothing lost."""

from typing import TYPE_CHECKING

from perscoach_training.cameras import TROUBLES, open_camera
from perscoach_training.light import light_of
from perscoach_training.scene import Event, Face, Scene, card, choice

if TYPE_CHECKING:
    from perscoach_training.training import Training


WITH_LINK = ("cameraInsecure", "cameraInApp")
"""Troubles that another browser does not have."""


class Trouble(Scene):
    """A card with what happened."""

    state = "trouble"

    def __init__(self, training: "Training", what: str, back: str = "check") -> None:
        super().__init__(training)
        self.name = what
        self._back = back
        self._copied = False

    def begin(self) -> None:
        training, word = self.training, snake(self.name)
        training.play(playing=False)
        if self.name in TROUBLES:
            training.live = training.say(f"shadow.trouble_{word}") + ". " + training.say(f"shadow.trouble_{word}_hint")
            training.sound(training.speaker.tell(training.now, training.say(f"shadow.trouble_{word}"), must=True))

    def heard(self, name: str, event: Event) -> None:
        training = self.training
        if self.name == "cameraBlack":
            if name == "light" and not light_of(event, training.input).black:
                training.go(self._back)
        elif name == "camera" and self.name in TROUBLES:
            if training.watched:
                training.go(self._back)
            elif training.camera.state in TROUBLES and training.camera.state != self.name:
                training.go("trouble", what=training.camera.state, back=self._back)  # tried again, it failed otherwise

    def choose(self, choice: str) -> None:
        training = self.training
        if choice == "again":
            self._again()
        elif choice == "none":
            training.order("camera", open=False)
            training.camera.state = "none"
            training.go(self._back if self._back not in ("check", "welcome") else "intro")
        elif choice == "copy":
            training.order("copy")
            self._copied = True
            training.live = training.say("shadow_check.copied")
        elif choice == "finish":
            training.stop()

    def _again(self) -> None:
        training = self.training
        if self.name == "loadFailed":
            training.want(training.course.item_index, again=True)
        if self.name in TROUBLES and self._back != "check":
            open_camera(training)  # it goes on when the camera is there
        else:
            training.go(self._back)

    def face(self) -> Face:
        training, say = self.training, self.training.say
        elsewhere = self.name in WITH_LINK
        copy = say("shadow_check.copied") if self._copied else say("shadow.copy_link")
        ways = [choice("copy", copy, "main") if elsewhere else choice("again", say("shadow.try_again"), "main")]
        if self.name != "videoFailed":
            ways.append(choice("none", say("shadow.without_camera")))
        if training.course.begun or training.elapsed > 1.0:
            ways.append(choice("finish", say("shadow.finish_now"), "quiet"))
        word = snake(self.name)
        return {"card": card(self.name, say(f"shadow.trouble_{word}"), say(f"shadow.trouble_{word}_hint"), *ways, tone="warn")}


def snake(name: str) -> str:
    """A trouble's name as the catalogue writes it.

    Example:
        >>> snake("cameraInApp")
        'camera_in_app'
    """
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)
