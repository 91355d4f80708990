"""`/trainer/upload`: how to film, several videos at once, and how far each is."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.clip_card import cancel_button, retry_button
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import page_element
from perscoach_app.components.notes import alert
from perscoach_app.components.ring import ring
from perscoach_app.components.text import t, texts_json
from perscoach_app.state.clips import Clip
from perscoach_app.state.library import LibraryState


def upload_page() -> rx.Component:
    """The upload itself is done by `upload.js`, in resumable pieces; the jobs below it come from the job table."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("upload.title")), rx.el.p(t("upload.lead"), class_name="muted")),
            class_name="page-head",
        ),
        rx.el.ol(
            *(rx.el.li(icon(name), rx.el.span(t(f"upload.guide_{name}"))) for name in ("frame", "light", "reps")),
            class_name="guide",
            aria_label=t("upload.guide"),
        ),
        page_element("upload", _drop(), custom_attrs={"texts": texts_json("upload"), "endpoint": "/api/uploads"}),
        alert(LibraryState.problem),
        rx.cond(LibraryState.moving_clips.length() > 0, _jobs(), rx.fragment()),
        rx.script(src="/vendor/tus/tus.min.js"),
        rx.script(src="/pages/upload.js", type="module"),
        here="upload",
        shape="form",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(upload_page, route="/trainer/upload", title=t("upload.page_title"), on_load=LibraryState.load)


def _drop() -> rx.Component:
    chooser = rx.el.input(type="file", multiple=True, accept="video/*,.mov,.mkv", custom_attrs={"data-choose": ""})
    return rx.el.div(
        icon("upload"),
        rx.el.strong(t("upload.drop")),
        rx.el.span(t("upload.drop_or"), class_name="muted"),
        rx.el.label(t("upload.choose"), chooser, class_name="button large"),
        rx.el.span(t("upload.kinds"), class_name="muted small"),
        class_name="drop",
        custom_attrs={"data-drop": ""},
    )


def _jobs() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.div(rx.el.h2(t("upload.jobs")), rx.el.p(t("upload.jobs_words"), class_name="muted")),
            link_button(t("upload.to_library"), "/trainer", kind="ghost slim"),
            class_name="page-head",
        ),
        rx.el.ul(rx.foreach(LibraryState.moving_clips, _job), class_name="jobs"),
        class_name="under",
    )


def _job(clip: rx.Var[Clip]) -> rx.Component:
    failed = clip.state == "failed"
    return rx.el.li(
        rx.cond(failed, ring(0, "", clip.label, known=False), ring(clip.percent, "good", clip.label)),
        rx.el.h3(clip.title),
        rx.cond(
            failed,
            rx.el.p(clip.why, class_name="why"),
            rx.el.div(
                rx.el.p(clip.line, class_name="num"),
                rx.cond(
                    clip.notices.length() > 0,
                    rx.el.ul(rx.foreach(clip.notices, rx.el.li), class_name="early", role="status"),
                    rx.fragment(),
                ),
                class_name="job-words",
            ),
        ),
        rx.el.div(rx.cond(failed, retry_button(clip), cancel_button(clip)), class_name="side"),
        class_name="job",
        key=clip.id,
    )
