"""A clip on the upload page: what the camera saw, the first look's verdict in large letters, its title, how far it is."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.icons import icon
from perscoach_app.components.text import t
from perscoach_app.state.upload import UploadState
from perscoach_app.state.uploads import Upload


def upload_card(one: rx.Var[Upload]) -> rx.Component:
    """Changes by itself from the queue to ready."""
    return rx.el.li(
        _picture(one),
        rx.el.div(_verdict(one), _title(one), _progress(one), _deeds(one), class_name="upload-words"),
        class_name=["upload", one.verdict],
        key=one.id,
    )


def _picture(one: rx.Var[Upload]) -> rx.Component:
    """The whole frame, with the person it found in a box."""
    return rx.el.div(
        rx.cond(
            one.picture != "",
            rx.el.div(
                rx.el.img(src=one.picture, alt="", loading="lazy", decoding="async"),
                rx.cond(one.box.length() > 0, rx.el.i(style=one.box), rx.fragment()),
                class_name="shot",
            ),
            rx.el.div(icon("person"), class_name="no-shot", aria_hidden="true"),
        ),
        class_name="upload-picture",
    )


def _verdict(one: rx.Var[Upload]) -> rx.Component:
    sign = rx.match(one.verdict, ("good", icon("check")), ("better", icon("info")), ("again", icon("again")), rx.el.i(class_name="looking"))
    return rx.el.div(
        rx.cond(
            one.verdict != "",
            rx.fragment(
                rx.el.p(sign, rx.el.strong(one.verdict_words), class_name="verdict"),
                rx.cond(one.advice.length() > 0, rx.el.ul(rx.foreach(one.advice, rx.el.li), class_name="advice"), rx.fragment()),
                rx.cond(one.verdict == "good", rx.el.p(t("upload.good_words"), class_name="muted small"), rx.fragment()),
            ),
            rx.fragment(),
        ),
        role="status",
    )


def _title(one: rx.Var[Upload]) -> rx.Component:
    return rx.el.label(
        rx.el.span(t("upload.name"), class_name="hidden-but-read"),
        rx.el.input(
            type="text",
            default_value=one.title,
            placeholder=t("upload.name_example"),
            max_length=200,
            auto_complete="off",
            enter_key_hint="done",
            aria_label=one.title_label,
            on_blur=UploadState.rename(one.id),
        ),
        class_name="field upload-title",
    )


def _progress(one: rx.Var[Upload]) -> rx.Component:
    return rx.match(
        one.state,
        ("failed", rx.el.p(one.why, class_name="why")),
        ("ready", rx.el.p(icon("check"), t("upload.ready"), class_name="ready")),
        (
            "processing",
            rx.el.div(
                rx.el.div(
                    rx.el.i(style={"transform": f"scaleX(calc({one.percent} / 100))"}),
                    role="progressbar",
                    aria_label=one.label,
                    aria_valuenow=one.percent,
                    class_name="bar",
                ),
                rx.el.p(f"{one.percent} % · ", one.line, class_name="num muted small"),
                class_name="stack-s",
            ),
        ),
        rx.el.p(one.line, class_name="num muted small"),
    )


def _deeds(one: rx.Var[Upload]) -> rx.Component:
    return rx.el.div(
        rx.match(
            one.state,
            ("ready", link_button(t("upload.open"), one.href, kind="slim", aria_label=one.open_label)),
            ("failed", _again(one)),
            ("cancelled", _again(one)),
            rx.fragment(),
        ),
        rx.cond(
            one.job > 0,
            button(t("job.cancel"), kind="ghost slim", aria_label=one.cancel_label, on_click=UploadState.cancel(one.job)),
            rx.fragment(),
        ),
        class_name="side-by-side",
    )


def _again(one: rx.Var[Upload]) -> rx.Component:
    """Into the queue once more: after a failure, or a change of mind."""
    return button(t("library.retry"), kind="ghost slim", picture="again", aria_label=one.retry_label, on_click=UploadState.retry(one.id))
