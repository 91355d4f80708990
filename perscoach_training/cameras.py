"""Which camera is looked through: chosen, turned round, remembered; and what refused it."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perscoach_training.training import Training

IN_APP = re.compile(
    r"Telegram|Instagram|FBAN|FBAV|FB_IAB|\bVK(?:Client|Android|iOS)?/|vkclient|WhatsApp|Line/|MicroMessenger|TikTok|musical_ly|Bytedance"
    r"|OKApp|OdnoklassnikiAndroid|Viber|Snapchat|Pinterest|LinkedInApp|; wv\)",
    re.IGNORECASE,
)
"""How browsers inside other apps name themselves; the last one is any Android app's own window."""
BARE_IPHONE = re.compile(r"iPhone|iPad")
"""On these only the real browsers say Safari or their own name; an app's window says neither."""
BROWSERS = re.compile(r"Safari/|CriOS|FxiOS|EdgiOS|YaBrowser|OPiOS")
OF_THE_APP = frozenset({"cameraRefused", "cameraInsecure", "cameraAbsent"})
"""What a window inside an app answers, one or the other."""
ERRORS = {
    **{"NotAllowedError": "cameraRefused", "SecurityError": "cameraRefused", "NotReadableError": "cameraBusy", "AbortError": "cameraBusy"},
    **{"NotSupportedError": "cameraInsecure", "NetworkError": "cameraLost", "DataError": "videoFailed"},
}
"""What a browser's error says; any other: there is none."""
TROUBLES = frozenset({"cameraRefused", "cameraAbsent", "cameraBusy", "cameraInsecure", "cameraLost", "cameraInApp", "cameraBlack"})


def named(trouble: str, agent: str) -> str:
    """The trouble's real name. A browser's error is translated; inside another app nothing that is asked for here can be allowed.

    Args:
        trouble: what the page says. agent: the browser's own description.

    Example:
        >>> named("cameraRefused", "Mozilla/5.0 (Linux; Android 14; wv) Chrome/120 Mobile Instagram 300")
        'cameraInApp'
        >>> named("cameraRefused", "Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537.36")
        'cameraRefused'
        >>> named("NotReadableError", "Instagram"), named("NotFoundError", "Safari/605")
        ('cameraBusy', 'cameraAbsent')
    """
    if trouble not in TROUBLES:
        trouble = ERRORS.get(trouble, "cameraAbsent")
    if trouble in OF_THE_APP and (IN_APP.search(agent) or (BARE_IPHONE.search(agent) and not BROWSERS.search(agent))):
        return "cameraInApp"
    return trouble


def open_camera(training: "Training") -> None:
    """Ask for the client's camera: the one she chose last, or the demo's clip in its place."""
    camera = training.camera
    if not training.watched:
        camera.state = "opening"  # another one in its place: meanwhile nobody is without a camera
    clip = training.plan.demo_camera if camera.source == "clip" else None
    training.order("camera", open=True, device=training.settings["device"] or None, facing=camera.facing or None, clip=clip)


def choose_camera(training: "Training", device: object) -> bool:
    """Look through another one from now on; whether there is such a one."""
    if device not in [one["id"] for one in devices_of(training)]:
        return False
    training.settings.put("device", device)
    training.remember()
    open_camera(training)
    return True


def other_camera(training: "Training") -> None:
    """The next one in the list: on a phone the one at the back."""
    known = [one["id"] for one in devices_of(training)]
    if known:
        here = known.index(training.camera.device) if training.camera.device in known else -1
        choose_camera(training, known[(here + 1) % len(known)])


def devices_of(training: "Training") -> list[Mapping[str, str]]:
    """Cameras that can be told apart."""
    return [one for one in training.camera.devices if one.get("id")]


def camera_rows(training: "Training") -> list[dict[str, Any]]:
    """The choice of a camera, where there is one."""
    known = devices_of(training)
    if len(known) < 2:
        return []
    options = [{"value": one["id"], "label": one["label"] or f"{number}"} for number, one in enumerate(known, 1)]
    label = training.say("shadow_check.camera")
    return [{"id": "device", "group": "camera", "kind": "select", "label": label, "value": training.camera.device, "options": options}]
