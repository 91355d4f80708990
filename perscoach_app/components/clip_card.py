"""A card of the trainer's library, whatever state its clip is in."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.native import link
from perscoach_app.components.ring import ring
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t
from perscoach_app.state.clips import Clip
from perscoach_app.state.library import LibraryState


def clip_card(clip: rx.Var[Clip]) -> rx.Component:
    """Picture, title, state; failed clips say why and offer another try."""
    return rx.el.li(
        poster_stage(clip.poster, _over(clip)),
        rx.el.div(
            rx.el.h2(link(clip.title, to=clip.href)),
            rx.cond(
                clip.state == "failed",
                rx.fragment(rx.el.p(clip.why, class_name="why"), retry_button(clip)),
                rx.fragment(rx.el.p(clip.line, class_name="num"), early(clip)),
            ),
            class_name="clip-words",
        ),
        class_name="clip",
        key=clip.id,
    )


def early(clip: rx.Var[Clip]) -> rx.Component:
    """What a first look found while the clip is still processed, and a way to film again at once."""
    return rx.cond(
        clip.notices.length() > 0,
        rx.fragment(
            rx.el.ul(rx.foreach(clip.notices, rx.el.li), class_name="early", role="status"),
            cancel_button(clip),
        ),
        rx.fragment(),
    )


def cancel_button(clip: rx.Var[Clip]) -> rx.Component:
    """Stops the job of a clip."""
    return button(t("job.cancel"), kind="ghost slim", aria_label=clip.cancel_label, on_click=LibraryState.cancel(clip.job))


def retry_button(clip: rx.Var[Clip]) -> rx.Component:
    """Puts a failed clip in the queue again."""
    return button(t("library.retry"), kind="ghost slim", picture="again", aria_label=clip.retry_label, on_click=LibraryState.retry(clip.id))


def _over(clip: rx.Var[Clip]) -> rx.Component:
    return rx.match(
        clip.state,
        ("processing", rx.el.div(ring(clip.percent, "good", clip.label, on_stage=True, size="110px"), class_name="middle")),
        ("queued", rx.el.div(rx.el.span(t("job.queued"), class_name="badge live"), class_name="corner")),
        ("failed", rx.el.div(rx.el.span(t("job.failed"), class_name="badge bad"), class_name="corner")),
        ("cancelled", rx.el.div(rx.el.span(t("job.cancelled"), class_name="badge"), class_name="corner")),
        rx.fragment(),
    )
