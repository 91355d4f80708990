"""A client's thread: what was said, and a line to say more. For her own page and her trainer's."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.fields import area_field
from perscoach_app.components.icons import icon
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.text import t
from perscoach_app.services.talk_errors import TEXT_LONGEST
from perscoach_app.state.messages import ThreadState
from perscoach_app.state.talk_lines import Line


def thread() -> rx.Component:
    """The newest message stands above the field one writes in; what comes is read out."""
    return rx.el.div(
        rx.el.div(
            rx.cond(
                ThreadState.lines.length() > 0,
                rx.el.ol(rx.foreach(ThreadState.lines, _line), class_name="talk"),
                rx.cond(
                    ThreadState.client_name == "",
                    empty("mail", t("talk.empty_title"), t("talk.empty_words"), framed=True),
                    empty("mail", t("talk.empty_title"), t("inbox.thread_empty"), framed=True),
                ),
            ),
            role="log",
            aria_label=t("talk.title"),
            tab_index=0,
            class_name="talk-log",
        ),
        alert(ThreadState.problem),
        rx.el.form(
            area_field("words", t("talk.write"), rows=2, required=True, max_length=TEXT_LONGEST, custom_attrs={"enterKeyHint": "send"}),
            button(t("talk.send"), type="submit", picture="arrow"),
            on_submit=ThreadState.send,
            reset_on_submit=True,
            class_name="talk-form",
        ),
        class_name="stack",
    )


def said(line: rx.Var[Line], *more: rx.Component) -> rx.Component:
    """One message as a bubble; `more` stands below its words."""
    return rx.el.div(
        rx.el.p(
            rx.el.b(line.author),
            when(line.at, "muted small"),
            rx.cond(line.seen, rx.el.span(icon("check"), t("talk.seen"), class_name="muted small talk-seen"), rx.fragment()),
            class_name="talk-who",
        ),
        rx.el.p(line.text, class_name="talk-words"),
        *more,
        class_name=["bubble", rx.cond(line.mine, "mine", ""), rx.cond(line.fresh, "fresh", "")],
    )


def discuss_badge(line: rx.Var[Line]) -> rx.Component:
    """«обсудить в следующий раз», or that it was."""
    return rx.cond(
        line.discuss,
        rx.el.span(
            rx.cond(line.done, t("talk.discussed"), t("talk.discuss")),
            class_name=["badge", rx.cond(line.done, "", "warn")],
        ),
        rx.fragment(),
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    return rx.el.li(
        said(
            line,
            discuss_badge(line),
            rx.cond(line.href != "", link(icon("play"), rx.el.span(line.place), to=line.href, class_name="talk-place"), rx.fragment()),
            rx.cond(
                line.mine,
                button(t("talk.remove"), kind="ghost slim", aria_label=line.remove_label, on_click=ThreadState.remove(line.id)),
                rx.fragment(),
            ),
        ),
        class_name=rx.cond(line.mine, "mine", ""),
        key=line.id,
    )
