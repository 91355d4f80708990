"""The digest of a report: the best repetition, the moments to speak about, and the answers that need one tap."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.icons import icon
from perscoach_app.components.text import t
from perscoach_app.services.quick_replies import NAMES
from perscoach_app.state.findings import Best, Moment
from perscoach_app.state.report import ReportState
from perscoach_app.tables import Judgement


def digest() -> rx.Component:
    """The best first: it is easier to hear."""
    return rx.el.div(
        rx.cond(ReportState.best.session != "", _best(ReportState.best), rx.fragment()),
        rx.el.section(
            rx.el.h2(
                rx.cond(
                    ReportState.own,
                    t("digest.moments_own"),
                    rx.cond(ReportState.moments.length() == 1, t("digest.moments_one"), t("digest.moments")),
                ),
                class_name="overline",
            ),
            rx.cond(
                ReportState.moments.length() > 0,
                rx.el.ol(rx.foreach(ReportState.moments, _moment), class_name="stack"),
                rx.el.p(rx.cond(ReportState.scored, t("report.no_moments"), t("digest.no_best")), class_name="muted"),
            ),
            class_name="stack",
        ),
        class_name="stack",
    )


def replies() -> rx.Component:
    """Ready answers for the trainer."""
    return rx.el.section(
        rx.el.h2(t("digest.reply"), class_name="overline"),
        rx.cond(ReportState.answered, rx.el.p(icon("check"), t("digest.answered"), class_name="muted small answered"), rx.fragment()),
        rx.el.div(
            *(button(t(f"digest.reply_{name}_short"), kind="ghost", on_click=ReportState.reply(name)) for name in NAMES),
            rx.cond(
                ReportState.answered,
                rx.fragment(),
                button(t("digest.settle"), kind="ghost", picture="check", on_click=ReportState.settle),
            ),
            class_name="replies",
        ),
        next_report(),
        class_name="stack not-printed",
    )


def next_report() -> rx.Component:
    """The way on through the morning's reports."""
    return rx.cond(
        ReportState.next_href != "",
        rx.el.div(
            link_button(ReportState.next_words, ReportState.next_href, kind="block", picture="arrow"),
            rx.el.p(ReportState.next_note, class_name="muted small num"),
            class_name="next-report",
        ),
        rx.el.p(t("report.last"), class_name="muted small next-report"),
    )


def _best(best: rx.Var[Best]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("digest.best"), class_name="overline"),
        rx.el.div(
            _still(best.still),
            rx.el.div(rx.el.h3(best.score, class_name="num"), rx.el.p(best.line, class_name="num")),
            _show(best.session, best.at, best.label),
            class_name="card moment best",
        ),
        class_name="stack",
    )


def _moment(moment: rx.Var[Moment], number: rx.Var[int]) -> rx.Component:
    return rx.el.li(
        rx.cond(moment.still != "", _still(moment.still), rx.el.i(class_name="mark " + moment.tone, aria_hidden="true")),
        rx.el.div(rx.el.h3(moment.title), rx.el.p(moment.line, class_name="num")),
        rx.el.div(
            _show(moment.session, moment.at, moment.label, say=moment.title),
            rx.cond(ReportState.own, rx.fragment(), _deeds(moment, number)),
            class_name="moment-deeds not-printed",
        ),
        class_name="card moment",
    )


def _deeds(moment: rx.Var[Moment], number: rx.Var[int]) -> rx.Component:
    return rx.fragment(
        button(t("digest.discuss"), kind="ghost slim", aria_label=moment.discuss_label, on_click=ReportState.discuss(number)),
        rx.cond(
            moment.first >= 0,
            button(t("digest.right"), kind="ghost slim", on_click=ReportState.mark_moment(number, Judgement.RIGHT.value)),
            rx.fragment(),
        ),
    )


def _show(session: rx.Var[str], at: rx.Var[str], label: rx.Var[str], say: rx.Var[str] | str = "") -> rx.Component:
    return button(
        t("digest.show"),
        kind="ghost slim",
        picture="play",
        aria_label=label,
        custom_attrs={"data-seek": at, "data-session": session, "data-say": say},
    )


def _still(address: rx.Var[str]) -> rx.Component:
    """The film itself, stopped at the moment: nothing else has to be made or deleted."""
    still = rx.el.video(
        src=address, muted=True, plays_inline=True, preload="metadata", class_name="moment-still", aria_hidden="true", tab_index=-1
    )
    return rx.cond(address != "", still, rx.fragment())
