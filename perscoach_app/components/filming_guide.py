"""How to film, in six drawings: what makes a clip that need not be filmed again."""

from typing import Any

import reflex as rx

from perscoach_app.components.figures import ARMS_OUT, LOOSE, SIDE, SQUAT, STANDING, figure
from perscoach_app.components.text import t

FLOOR = 138


def filming_guide() -> rx.Component:
    """Open until it has been read (`upload.js` remembers); on a phone the drawings are leafed through with a thumb."""
    cards = (("frame", _frame()), ("stand", _stand()), ("light", _light()), ("clothes", _clothes()), ("angle", _angle()), ("reps", _reps()))
    return rx.el.details(
        rx.el.summary(rx.el.h2(t("upload.guide")), rx.el.span(t("upload.guide_words"), class_name="muted small")),
        rx.el.ol(*(_card(name, drawing) for name, drawing in cards), tab_index=0, aria_label=t("upload.guide"), class_name="guide"),
        open=True,
        class_name="filming",
    )


def _card(name: str, drawing: rx.Component) -> rx.Component:
    return rx.el.li(drawing, rx.el.h3(t(f"upload.guide_{name}")), rx.el.p(t(f"upload.guide_{name}_words")))


def _drawing(*parts: Any) -> rx.Component:
    return rx.el.svg(*parts, view_box="0 0 240 160", aria_hidden="true", custom_attrs={"focusable": "false"})


def _path(d: str, kind: str) -> rx.Component:
    return rx.el.path(d=d, class_name=kind)


def _floor() -> rx.Component:
    return _path(f"M14 {FLOOR + 5}H226", "thin")


def _words(words: Any, x: int, y: int, kind: str = "") -> rx.Component:
    return rx.el.text(words, x=x, y=y, text_anchor="middle", class_name=kind)


def _tick(x: int, y: int) -> rx.Component:
    return rx.el.g(rx.el.circle(cx=x, cy=y, r=10), _path(f"M{x - 4.5} {y + 0.5}l3 3.5l6-7.5", "sign"), class_name="right")


def _cross(x: int, y: int) -> rx.Component:
    return rx.el.g(rx.el.circle(cx=x, cy=y, r=10), _path(f"M{x - 3.5} {y - 3.5}l7 7M{x + 3.5} {y - 3.5}l-7 7", "sign"), class_name="wrong")


def _screen(x: int) -> rx.Component:
    """A phone held upright, seen from its front."""
    return rx.el.rect(x=x - 37, y=10, width=74, height=140, rx=11, class_name="phone")


def _lens(x: int, y: int) -> rx.Component:
    """A phone seen from its side, on a tripod."""
    legs = _path(f"M{x} {y + 20}V{FLOOR - 22}M{x} {FLOOR - 34}L{x - 13} {FLOOR + 4}M{x} {FLOOR - 34}L{x + 13} {FLOOR + 4}", "line")
    return rx.el.g(legs, rx.el.rect(x=x - 4, y=y - 20, width=8, height=40, rx=3, class_name="solid"))


def _frame() -> rx.Component:
    """A hand's breadth above and below; beside it what happens else."""
    return _drawing(
        _screen(74),
        figure(STANDING, 74, 132, 102),
        _path("M46 30H102M46 132H102", "dash"),
        _path("M97 14V27M94 24l3 4l3-4M94 17l3-4l3 4M97 135V147M94 144l3 4l3-4M94 138l3-4l3 4", "mark"),
        _tick(111, 24),
        _screen(170),
        rx.el.svg(figure(STANDING, 37, 158, 142), custom_attrs={"x": "133", "y": "10", "width": "74", "height": "140"}),
        _cross(207, 24),
    )


def _stand() -> rx.Component:
    return _drawing(
        _floor(),
        _lens(48, 84),
        figure(SIDE, 190, FLOOR, 104, mirrored=True),
        _path("M56 84H178", "dash"),
        _path("M48 152H190M53 148l-5 4l5 4M185 148l5 4l-5 4", "mark"),
        _words(t("upload.guide_metres"), 118, 74, "mark-words"),
    )


def _light() -> rx.Component:
    return _drawing(
        _floor(),
        _path("M20 28H66V84H20ZM43 28V84M20 56H66", "line"),
        _path("M76 40L150 58M78 58L150 74M76 76L148 90", "mark"),
        _path("M144 53l7 5l-8 3M143 70l8 4l-7 4M141 84l8 6l-8 3", "mark"),
        _lens(92, 104),
        figure(SIDE, 186, FLOOR, 104, mirrored=True),
    )


def _clothes() -> rx.Component:
    return _drawing(
        _floor(),
        figure(STANDING, 76, FLOOR, 112, kind="sporty"),
        _tick(112, 30),
        figure(LOOSE, 168, FLOOR, 112, kind="loose"),
        _cross(206, 30),
    )


def _angle() -> rx.Component:
    return _drawing(
        _path("M14 122H226", "thin"),
        figure(SQUAT, 62, 118, 96),
        figure(ARMS_OUT, 176, 118, 96),
        _path("M120 24V140", "thin"),
        _words(t("upload.guide_side"), 62, 146),
        _words(t("upload.guide_front"), 176, 146),
    )


def _reps() -> rx.Component:
    places = ((28, SIDE, "rest"), (74, SQUAT, ""), (118, SQUAT, ""), (162, SQUAT, ""), (212, SIDE, "rest"))
    return _drawing(
        _floor(),
        *(figure(pose, x, FLOOR, 84, kind=kind) for x, pose, kind in places),
        _path("M52 56C60 42 176 42 184 56", "mark"),
        _words(t("upload.guide_times"), 118, 34, "mark-words"),
    )
