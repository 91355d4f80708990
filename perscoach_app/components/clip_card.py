"""A card of the trainer's library, whatever state its clip is in."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.icons import icon
from perscoach_app.components.native import hidden, link
from perscoach_app.components.ring import ring
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t
from perscoach_app.services.exercises import TITLE_LONGEST
from perscoach_app.state.clips import Clip
from perscoach_app.state.library import LibraryState


def clip_card(clip: rx.Var[Clip]) -> rx.Component:
    """Picture, title, state, and what can be done with it; failed clips say why and offer another try."""
    return rx.el.li(
        poster_stage(clip.poster, _over(clip)),
        rx.el.div(
            rx.cond(LibraryState.naming == clip.id, _name(clip), rx.el.h2(link(clip.title, to=clip.href))),
            rx.cond(
                clip.state == "failed",
                rx.fragment(rx.el.p(clip.why, class_name="why"), retry_button(clip)),
                rx.fragment(rx.el.p(clip.line, class_name="num"), early(clip)),
            ),
            rx.cond(clip.tags != "", rx.el.p(clip.tags, class_name="card-tags"), rx.fragment()),
            class_name="clip-words",
        ),
        _menu(clip),
        class_name="clip",
        key=clip.id,
    )


def _menu(clip: rx.Var[Clip]) -> rx.Component:
    """A popover: Escape and a press outside close it; on a phone it comes up from below."""
    name = "clip-menu-" + clip.id
    shut = {"popoverTarget": name, "popoverTargetAction": "hide"}
    entries = (
        ("pencil", "library.rename", LibraryState.name_clip(clip.id)),
        ("bin", "library.remove", LibraryState.ask_removal(clip.id)),
    )
    return rx.fragment(
        rx.el.button(icon("more"), type="button", class_name="card-more", aria_label=clip.more_label, custom_attrs={"popoverTarget": name}),
        rx.el.div(
            *(
                rx.el.button(icon(picture), rx.el.span(t(words)), type="button", on_click=deed, custom_attrs=shut)
                for picture, words, deed in entries
            ),
            id=name,
            class_name="menu card-menu",
            custom_attrs={"popover": "auto"},
        ),
    )


def _name(clip: rx.Var[Clip]) -> rx.Component:
    """The name as a field, in its own place."""
    return rx.el.form(
        rx.el.input(name="title", default_value=clip.title, aria_label=clip.rename_label, max_length=TITLE_LONGEST, auto_focus=True),
        rx.el.div(
            button(t("library.leave"), kind="ghost slim", on_click=LibraryState.name_clip("")),
            button(t("library.save"), kind="slim", type="submit"),
            class_name="side-by-side",
        ),
        hidden("exercise", clip.id),  # Reflex makes one function of a form's event: it does not know the list's variable
        on_submit=LibraryState.rename,
        class_name="card-name",
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
