"""`/trainer/upload`: how to film, several videos at once, how far each is, and within a minute whether to film again."""

from typing import Any

import reflex as rx

from perscoach_app.components.fields import select_field
from perscoach_app.components.filming_guide import filming_guide
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import page_element
from perscoach_app.components.notes import alert
from perscoach_app.components.processing_choice import processing_choice
from perscoach_app.components.text import t
from perscoach_app.components.upload_card import upload_card
from perscoach_app.own_files import unchanging
from perscoach_app.services.processing import LOOKS
from perscoach_app.state.language import LanguageState
from perscoach_app.state.upload import UploadState


def upload_page() -> rx.Component:
    """The upload itself is done by `upload.js`, in resumable pieces; the cards below it come from the tables."""
    words = {name: t(f"upload.{name}") for name in ("left", "refused", "signed_out")}
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("upload.title")), rx.el.p(t("upload.lead"), class_name="muted")),
            class_name="page-head",
        ),
        page_element(
            "upload",
            filming_guide(),
            rx.el.div(_drop(), _wishes(), class_name="sending"),
            rx.el.div(_file(), _begun(), hidden=True),
            rx.el.ul(class_name="files", custom_attrs={"data-unfinished": ""}),
            rx.el.ul(class_name="files", aria_label=t("upload.list"), custom_attrs={"data-files": ""}),
            custom_attrs={"endpoint": "/api/uploads", "lang": LanguageState.language, **words},
        ),
        alert(UploadState.problem),
        rx.cond(UploadState.uploads.length() > 0, _uploads(), rx.fragment()),
        rx.script(src=unchanging("/pages/upload.js"), type="module"),
        here="library",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(upload_page, route="/trainer/upload", title=t("upload.page_title"), on_load=UploadState.load)


def _drop() -> rx.Component:
    """The chooser covers all of it, so files may be dropped anywhere on it."""
    return rx.el.div(
        icon("upload"),
        rx.el.strong(t("upload.drop")),
        rx.el.span(t("upload.drop_or"), class_name="muted"),
        rx.el.label(
            rx.el.span(t("upload.choose"), class_name="button large"),
            rx.el.input(type="file", multiple=True, accept="video/*,.mov,.mkv"),
        ),
        rx.el.span(t("upload.kinds"), class_name="muted small"),
        class_name="drop",
    )


def _wishes() -> rx.Component:
    """How it is processed, as the studio begins, and the look of her latest clip."""
    looks = [(value, t(f"exercise.look_of.{value}")) for value in LOOKS]
    return rx.el.div(
        processing_choice(UploadState, t("processing.a_minute")),
        rx.fragment(select_field("look", t("exercise.look"), looks, default_value=UploadState.look), key=UploadState.look),
        class_name="fields",
    )


def _file() -> rx.Component:
    """The pattern of a file on its way; which words and buttons show depends on its `data-state` (`upload.css`)."""
    return rx.el.li(
        rx.el.b(custom_attrs={"data-name": ""}),
        rx.el.p(
            *(_when(state, t(f"upload.{state}")) for state in ("waiting", "cut", "held", "done", "known")),
            rx.el.a(t("upload.open"), class_name="when known", custom_attrs={"data-open": ""}),
            role="status",
        ),
        rx.el.p(class_name="num", custom_attrs={"data-words": ""}),
        rx.el.div(rx.el.i(custom_attrs={"data-fill": ""}), role="progressbar", class_name="bar", custom_attrs={"data-bar": ""}),
        rx.el.label(
            rx.el.span(t("upload.name"), class_name="field-name"),
            rx.el.input(
                type="text", max_length=200, placeholder=t("upload.name_example"), auto_complete="off", custom_attrs={"data-title": ""}
            ),
            class_name="field when unnamed",
        ),
        rx.el.div(
            _deed("hold", "busy", t("upload.hold")),
            _deed("goOn", "held", t("upload.go_on")),
            _deed("goOn", "bad", t("upload.again")),
            _deed("goOn", "known", t("upload.anyway")),
            _deed("cancel", "unnamed", t("upload.cancel")),
            _deed("cancel", "ended", t("upload.remove")),
            class_name="side-by-side",
        ),
        class_name="file",
        custom_attrs={"data-pattern": "file"},
    )


def _begun() -> rx.Component:
    """The pattern of a file that an earlier visit began."""
    return rx.el.li(
        rx.el.b(custom_attrs={"data-name": ""}),
        rx.el.p(t("upload.begun"), " ", rx.el.span(custom_attrs={"data-words": ""}), class_name="num"),
        rx.el.div(rx.el.button(t("upload.forget"), type="button", class_name="button ghost slim"), class_name="side-by-side"),
        class_name="file begun",
        custom_attrs={"data-pattern": "begun"},
    )


def _when(state: str, words: Any) -> rx.Component:
    return rx.el.span(words, class_name=f"when {state}")


def _deed(name: str, state: str, words: Any) -> rx.Component:
    return rx.el.button(words, type="button", class_name=f"button ghost slim when {state}", custom_attrs={"data-do": name})


def _uploads() -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.div(rx.el.h2(t("upload.recent")), rx.el.p(t("upload.recent_words"), class_name="muted")), class_name="page-head"),
        rx.el.ul(rx.foreach(UploadState.uploads, upload_card), class_name="uploads"),
        class_name="under",
    )
