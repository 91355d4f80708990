"""Comments beside the time line of a report: written by the trainer, answered by the client, and the other way round."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.fields import area_field
from perscoach_app.components.icons import icon
from perscoach_app.components.native import hidden
from perscoach_app.components.notes import alert
from perscoach_app.components.text import t
from perscoach_app.components.thread import discuss_badge, said
from perscoach_app.services.talk_errors import TEXT_LONGEST
from perscoach_app.state.comments import CommentsState
from perscoach_app.state.talk_lines import Comment, Line


def comments(session: Any) -> rx.Component:
    """The list, and a form for one more. The page's `on_load` needs `CommentsState.load`.

    The page's script keeps the moment: it writes seconds into the value of `[data-comment-at]` and words into `[data-comment-clock]`, and
    goes to a moment when a `[data-seek]` (seconds; `data-session` names the set) is pressed. Without it a comment is about the training.

    Args:
        session: id of the set that is looked at, or a Var of it; empty where there is none.
    """
    return rx.el.section(
        rx.el.h2(t("talk.comments")),
        rx.cond(
            CommentsState.comments.length() > 0,
            rx.el.ol(rx.foreach(CommentsState.comments, _comment), class_name="talk comments"),
            rx.el.p(rx.cond(CommentsState.own, t("talk.comments_none_own"), t("talk.comments_none")), class_name="muted"),
        ),
        alert(CommentsState.problem),
        rx.el.form(
            hidden("session", session),
            rx.el.input(type="hidden", name="at_s", default_value="", custom_attrs={"data-comment-at": ""}),
            area_field("words", t("talk.comment"), rows=2, max_length=TEXT_LONGEST),
            rx.el.div(
                rx.cond(session != "", _tick("moment", t("talk.at_moment"), rx.el.output(custom_attrs={"data-comment-clock": ""})), ""),
                rx.cond(CommentsState.own, rx.fragment(), _tick("discuss", t("talk.discuss"))),
                class_name="talk-ticks",
            ),
            button(t("talk.send"), type="submit", picture="arrow"),
            on_submit=CommentsState.write,
            reset_on_submit=True,
            class_name="talk-form",
        ),
        class_name="stack",
        id="comments",
    )


def _tick(name: str, words: Any, *more: rx.Component) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, default_checked=name == "moment"), rx.el.span(words), *more, class_name="tick"
    )


def _comment(comment: rx.Var[Comment]) -> rx.Component:
    line = comment.line
    return rx.el.li(
        said(
            line,
            rx.cond(
                line.at_s != "",
                rx.el.button(
                    icon("play"),
                    rx.el.span(line.place),
                    type="button",
                    class_name="talk-place",
                    aria_label=line.place_label,
                    custom_attrs={"data-seek": line.at_s, "data-session": line.session},
                ),
                rx.fragment(),
            ),
            discuss_badge(line),
        ),
        rx.cond(comment.answers.length() > 0, rx.el.ol(rx.foreach(comment.answers, _answer), class_name="talk"), rx.fragment()),
        rx.el.div(_answering(line), _discussed(line), _removing(line), class_name="talk-deeds"),
        key=line.id,
    )


def _answer(line: rx.Var[Line]) -> rx.Component:
    return rx.el.li(said(line, _removing(line)), key=line.id)


def _answering(line: rx.Var[Line]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("talk.answer"), aria_label=line.answer_label),
        rx.el.form(
            hidden("message", line.id),
            rx.el.textarea(name="words", rows="2", required=True, max_length=TEXT_LONGEST, aria_label=line.answer_label),
            button(t("talk.send"), kind="slim", type="submit"),
            on_submit=CommentsState.answer,
            reset_on_submit=True,
            class_name="talk-form",
        ),
        class_name="talk-answer",
    )


def _discussed(line: rx.Var[Line]) -> rx.Component:
    """The trainer's alone."""
    return rx.cond(
        line.discuss & ~CommentsState.own,
        rx.cond(
            line.done,
            button(t("talk.discuss_again"), kind="ghost slim", picture="undo", on_click=CommentsState.discussed(line.id, False)),
            button(t("talk.discussed"), kind="ghost slim", picture="check", on_click=CommentsState.discussed(line.id, True)),
        ),
        rx.fragment(),
    )


def _removing(line: rx.Var[Line]) -> rx.Component:
    return rx.cond(
        line.mine,
        button(t("talk.remove"), kind="ghost slim", aria_label=line.remove_label, on_click=CommentsState.remove(line.id)),
        rx.fragment(),
    )
