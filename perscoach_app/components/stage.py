"""The trainer on grey: a poster or the transparent clip itself."""

from typing import Any

import reflex as rx

from perscoach_app.components.native import page_element


def poster_stage(poster: Any, *over: rx.Component, alt: Any = "") -> rx.Component:
    """A still of the clip; `over` lies on top."""
    return rx.el.div(
        rx.cond(poster != "", rx.el.img(src=poster, alt=alt, loading="lazy", decoding="async"), rx.fragment()),
        *over,
        class_name="stage",
    )


def clip_stage(webm: Any, stacked: Any, poster: Any, label: Any, *over: rx.Component) -> rx.Component:
    """The clip in a silent loop, in the rendition this browser can show; still for people who asked for less motion (`clip.js`)."""
    clip = page_element("clip", custom_attrs={"webm": webm, "stacked": stacked, "poster": poster, "label": label})
    return rx.el.div(clip, *over, class_name="stage")
