"""`/report/[training]`: the digest, read in a minute; below it one set at a time, down to the repetition and the limb."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.comments import comments
from perscoach_app.components.digest import digest, next_report, replies
from perscoach_app.components.export_links import export_links
from perscoach_app.components.film_player import film_line
from perscoach_app.components.frame import frame
from perscoach_app.components.grant_access import grant_access
from perscoach_app.components.icons import icon
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert
from perscoach_app.components.report_player import report_player
from perscoach_app.components.report_sets import exercises, heat, repetitions, unseen
from perscoach_app.components.ring import ring
from perscoach_app.components.strip import legend, strip_list
from perscoach_app.components.text import t
from perscoach_app.own_files import unchanging
from perscoach_app.services.digest import LOOKING
from perscoach_app.state.comments import CommentsState
from perscoach_app.state.exports import ExportState
from perscoach_app.state.report import ReportState
from perscoach_app.state.visitor import Visitor


def report_page() -> rx.Component:
    """The trainer of the tenant and the client herself see it; for others it does not exist."""
    return frame(
        alert(ReportState.problem),
        rx.el.div(
            _head(),
            rx.el.div(
                _score(),
                digest(),
                rx.cond(ReportState.own, _once_more(), replies()),
                rx.el.div(
                    comments(ReportState.set_id),
                    rx.cond(ReportState.own, rx.fragment(), next_report()),
                    export_links(),
                    grant_access(),
                    class_name="stack-l talk-side not-printed",
                ),
                class_name="stack side",
            ),
            rx.el.div(report_player(), _under_the_player(), class_name="stack"),
            rx.el.div(exercises(), repetitions(), heat(), unseen(), class_name="stack-l"),
            class_name="two report",
        ),
        rx.script(src=unchanging("/pages/report.js"), type="module"),
        here="reports",
        shape="clip",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(
        report_page,
        route="/report/[training]",
        title=t("report.page_title"),
        on_load=[ReportState.load, CommentsState.load, ExportState.load, ExportState.follow],
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


def _under_the_player() -> rx.Component:
    return rx.fragment(
        film_line(),
        strip_list(ReportState.bars),
        rx.el.div(rx.el.p(t("report.strip_words")), legend(), class_name="strip-foot"),
    )


def _score() -> rx.Component:
    return rx.el.section(
        ring(ReportState.score, ReportState.tone, ReportState.score_label, known=ReportState.scored),
        rx.el.div(
            rx.el.strong(t("report.score")),
            rx.el.span(ReportState.trend, class_name="muted small num"),
            rx.match(
                ReportState.checked,
                ("all", rx.el.span(t("digest.checked_all"), class_name="muted small")),
                ("part", rx.el.span(t("digest.checked_part"), class_name="muted small")),
                (LOOKING, rx.el.span(t("digest.looking"), class_name="muted small", role="status")),
                rx.el.span(rx.cond(ReportState.own, t("report.unverified_own"), t("report.unverified")), class_name="muted small"),
            ),
        ),
        rx.cond(
            ReportState.trend_path != "",
            rx.el.svg(rx.el.path(d=ReportState.trend_path), view_box="0 0 100 30", class_name="trend", aria_hidden="true"),
            rx.fragment(),
        ),
        class_name="card score-card",
    )


def _once_more() -> rx.Component:
    return rx.el.div(
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
        class_name="stack not-printed",
    )
