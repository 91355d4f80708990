"""Three numbered steps, and the picture of Shadow Mode: shared by the landing and the mini-sites."""

import reflex as rx

from perscoach_app.components.text import t

PICTURE = "/pictures/shadow-mode.webp"
PICTURE_SIZE = (1440, 900)

# A strip as a real session leaves it: mostly good, one weak stretch in the middle.
SPECTRUM = (72, 84, 90, 88, 93, 91, 64, 58, 82, 90, 94, 92, 88, 61, 38, 30, 44, 66, 83, 90, 93, 95, 91, 87, 92, 94, 68, 79, 90, 93, 96, 94)


def steps(section: str, names: tuple[str, str, str]) -> rx.Component:
    """The steps `section.step.<name>`, each a title and a sentence or two."""
    return rx.el.ol(
        *(rx.el.li(rx.el.h3(t(f"{section}.step.{name}")), rx.el.p(t(f"{section}.step.{name}_words"))) for name in names),
        class_name="steps",
    )


def product_picture() -> rx.Component:
    """Shadow Mode as it is, in a window."""
    width, height = PICTURE_SIZE
    return rx.el.div(
        rx.el.img(src=PICTURE, alt=t("landing.picture"), width=width, height=height, custom_attrs={"fetchPriority": "high"}),
        class_name="window",
    )


def spectrum() -> rx.Component:
    """The product's mark: a strip. Decoration only."""
    return rx.el.div(
        *(rx.el.i(class_name=tone_of(height), style={"height": f"{height}%"}) for height in SPECTRUM),
        class_name="spectrum",
        aria_hidden="true",
    )


def tone_of(score: int) -> str:
    """The tone of a bar of the spectrum."""
    return "good" if score > 70 else "fair" if score > 40 else "poor"
