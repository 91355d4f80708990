"""The trainer on grey: a poster or the transparent clip itself."""

from typing import Any

import reflex as rx


def poster_stage(poster: Any, *over: rx.Component, alt: Any = "") -> rx.Component:
    """A still of the clip; `over` lies on top."""
    return rx.el.div(
        rx.cond(poster != "", rx.el.img(src=poster, alt=alt, loading="lazy", decoding="async"), rx.fragment()),
        *over,
        class_name="stage",
    )


def clip_stage(video: Any, poster: Any, label: Any, *over: rx.Component, **props: Any) -> rx.Component:
    """The transparent clip in a silent loop. It moves only for people who did not ask for less motion (`clip.js`)."""
    return rx.el.div(
        rx.el.video(
            src=video,
            poster=poster,
            aria_label=label,
            loop=True,
            muted=True,
            preload="auto",
            custom_attrs={"playsInline": True, "data-clip": "", **props},
        ),
        *over,
        class_name="stage",
    )
