"""The camera is opened and looked through: it goes on by itself once the client can be seen."""

from perscoach_training.scene import Event, Face, Scene, card, choice
from perscoach_training.scenes.welcome import loading


class Check(Scene):
    """From the wish for a camera until she is seen well enough to begin."""

    state = "check"

    def begin(self) -> None:
        training = self.training
        training.camera.state = "opening"
        clip = training.plan.demo_camera if training.camera.source == "clip" else None
        training.order("camera", open=True, device=None, facing=training.camera.facing or None, clip=clip)

    def heard(self, name: str, event: Event) -> None:
        self._go_on()

    def tick(self) -> None:
        self._go_on()

    def choose(self, choice: str) -> None:
        training = self.training
        if choice == "none":
            training.order("camera", open=False)
            training.camera.state = "none"
            training.go("intro")

    def _go_on(self) -> None:
        training = self.training
        if training.scene is self and training.watched and not loading(self) and training.face_trainer():
            training.go("intro")

    def face(self) -> Face:
        training, say = self.training, self.training.say
        ready = training.watched
        title = say("shadow.almost") if ready else say("shadow.starting_camera")
        none = choice("none", say("shadow.without_camera"), "quiet")
        return {"card": card("check", title, "", none, bars=loading(self), picture="silhouette" if ready else None)}
