"""Whatever goes wrong: a sentence, a way on, and nothing lost."""

from typing import TYPE_CHECKING

from perscoach_training.scene import Event, Face, Scene, card, choice

if TYPE_CHECKING:
    from perscoach_training.training import Training


CAMERA = ("cameraRefused", "cameraAbsent", "cameraBusy", "cameraInsecure", "cameraLost", "cameraInApp", "cameraBlack")
WITH_LINK = ("cameraInsecure", "cameraInApp")
"""Troubles that another browser does not have."""


class Trouble(Scene):
    """A card with what happened."""

    state = "trouble"

    def __init__(self, training: "Training", what: str, back: str = "check") -> None:
        super().__init__(training)
        self.name = what
        self._back = back

    def begin(self) -> None:
        self.training.play(playing=False)

    def heard(self, name: str, event: Event) -> None:
        if name == "camera" and self.training.watched and self.name in CAMERA:
            self.training.go(self._back)

    def choose(self, choice: str) -> None:
        training = self.training
        if choice == "again":
            if self.name == "loadFailed":
                training.face_trainer()
            training.go(self._back)
        elif choice == "none":
            training.order("camera", open=False)
            training.camera.state = "none"
            training.go(self._back if self._back not in ("check", "welcome") else "intro")
        elif choice == "copy":
            training.order("go", copy=True)
        elif choice == "finish":
            training.stop()

    def face(self) -> Face:
        training, say = self.training, self.training.say
        elsewhere = self.name in WITH_LINK
        ways = [choice("copy", say("shadow.copy_link"), "main") if elsewhere else choice("again", say("shadow.try_again"), "main")]
        if self.name != "videoFailed":
            ways.append(choice("none", say("shadow.without_camera")))
        if training.course.begun or training.elapsed > 1.0:
            ways.append(choice("finish", say("shadow.finish_now"), "quiet"))
        word = snake(self.name)
        return {"card": card(self.name, say(f"shadow.trouble_{word}"), say(f"shadow.trouble_{word}_hint"), *ways)}


def snake(name: str) -> str:
    """A trouble's name as the catalogue writes it.

    Example:
        >>> snake("cameraInApp")
        'camera_in_app'
    """
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)
