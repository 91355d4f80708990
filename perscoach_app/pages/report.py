"""`/report/[session]`: a sentence, then the moments, the details last."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.film_player import film_line, film_player
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link, page_element
from perscoach_app.components.notes import alert, note
from perscoach_app.components.ring import ring
from perscoach_app.components.stage import clip_stage
from perscoach_app.components.strip import legend, strip, strip_list
from perscoach_app.components.text import t
from perscoach_app.state.filmed import FilmedState
from perscoach_app.state.findings import LimbLine, Moment
from perscoach_app.state.report import ReportState
from perscoach_app.state.visitor import Visitor


def report_page() -> rx.Component:
    """The trainer of the tenant and the client herself see it; for others it does not exist."""
    return frame(
        rx.el.div(
            rx.el.div(_head(), _player(), class_name="stack-l left"),
            rx.el.div(_score(), _moments(), _once_more(), class_name="stack side"),
            _limbs(),
            class_name="two",
        ),
        rx.script(src="/pages/report.js", type="module"),
        here="reports",
        shape="clip",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(
        report_page,
        route="/report/[session]",
        title=t("report.page_title"),
        on_load=[ReportState.load, FilmedState.load, FilmedState.follow],
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.cond(
            Visitor.is_trainer,
            link(icon("back"), t("report.crumb_trainer"), to="/trainer/reports", class_name="crumb"),
            link(icon("back"), t("report.crumb_client"), to="/home", class_name="crumb"),
        ),
        rx.el.p(
            rx.cond(ReportState.own, "", rx.fragment(ReportState.client, " · ")),
            ReportState.title,
            " · ",
            when(ReportState.started),
            class_name="muted",
        ),
        rx.el.h1(ReportState.headline),
        rx.el.p(ReportState.facts, class_name="muted num"),
        class_name="report-head",
    )


def _player() -> rx.Component:
    return rx.el.div(
        page_element(
            "report",
            rx.el.div(
                film_player(),
                clip_stage(
                    ReportState.video,
                    ReportState.stacked,
                    ReportState.poster,
                    ReportState.clip_label,
                    rx.el.span(class_name="stage-word num", aria_hidden="true", custom_attrs={"data-word": ""}),
                    rx.el.span(t("report.clip"), class_name="clock"),
                ),
                class_name="both",
            ),
            rx.cond(ReportState.bars.length() > 0, strip(ReportState.bars), rx.fragment()),
            class_name="player",
            custom_attrs={"clip-seconds": ReportState.clip_s},
        ),
        film_line(),
        strip_list(ReportState.bars),
        rx.el.div(rx.el.p(t("report.strip_words")), legend(), class_name="strip-foot"),
    )


def _score() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            ring(ReportState.score, ReportState.tone, ReportState.score_label, known=ReportState.scored),
            rx.el.div(rx.el.strong(t("report.score")), rx.el.span(ReportState.trend, class_name="muted small num")),
            class_name="card score-card",
        ),
        rx.cond(ReportState.verified, note(t("report.verified")), note(t("report.unverified"))),
    )


def _moments() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("report.moments"), class_name="overline"),
        rx.cond(
            ReportState.moments.length() > 0,
            rx.el.ol(rx.foreach(ReportState.moments, _moment), class_name="stack"),
            rx.el.p(t("report.no_moments"), class_name="muted"),
        ),
        class_name="stack",
    )


def _moment(moment: rx.Var[Moment]) -> rx.Component:
    return rx.el.li(
        rx.el.i(class_name="mark " + moment.tone, aria_hidden="true"),
        rx.el.div(
            rx.el.h3(moment.title),
            rx.el.p(moment.line, class_name="num"),
            button(
                t("report.show"),
                kind="ghost slim",
                picture="play",
                aria_label=moment.label,
                custom_attrs={"data-seek": moment.at, "data-say": moment.title},
            ),
        ),
        class_name="card moment",
    )


def _limbs() -> rx.Component:
    return rx.cond(
        ReportState.limbs.length() > 0,
        rx.el.section(
            rx.el.h2(t("report.limbs"), class_name="overline"),
            rx.el.ul(rx.foreach(ReportState.limbs, _limb), class_name="limbs"),
            class_name="stack",
        ),
        rx.fragment(),
    )


def _limb(limb: rx.Var[LimbLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(limb.name),
        rx.el.div(rx.el.i(style={"width": limb.width}), class_name="limb-bar", aria_hidden="true"),
        rx.el.b(limb.score),
        class_name="limb " + limb.tone,
    )


def _once_more() -> rx.Component:
    return rx.cond(
        ReportState.own,
        rx.fragment(
            alert(ReportState.problem),
            rx.cond(
                ReportState.homework != "",
                link_button(t("report.to_homework"), ReportState.homework, kind="large block", picture="arrow"),
                rx.fragment(),
            ),
            button(
                t("report.again"),
                kind=rx.cond(ReportState.homework != "", "ghost block", "large block"),
                picture="again",
                on_click=ReportState.once_more,
            ),
        ),
        rx.fragment(),
    )
