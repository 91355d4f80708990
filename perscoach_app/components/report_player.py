"""What a set looked like: the client's film or both figures in space, the trainer's clip beside it, the strip under both, in step."""

import reflex as rx

from perscoach_app.components.film_player import film_player
from perscoach_app.components.icons import icon
from perscoach_app.components.native import page_element
from perscoach_app.components.stage import clip_stage
from perscoach_app.components.strip import strip
from perscoach_app.components.text import t
from perscoach_app.own_files import unchanging
from perscoach_app.state.filmed import FilmedState
from perscoach_app.state.report import ReportState


def report_player() -> rx.Component:
    """`report.js` keeps film, figures, clip and strip at the same moment."""
    return page_element(
        "report",
        rx.el.div(
            film_player(),
            _bodies(),
            clip_stage(
                ReportState.video,
                ReportState.stacked,
                ReportState.poster,
                ReportState.clip_label,
                rx.el.span(t("report.clip"), class_name="clock"),
            ),
            class_name="both",
        ),
        rx.el.p(t("report.pick"), class_name="stage-word num", aria_hidden="true", custom_attrs={"data-word": ""}),
        rx.el.div(
            rx.el.button(
                icon("play"),
                rx.el.span(t("digest.play"), class_name="hidden-but-read"),
                type="button",
                class_name="round play",
                aria_pressed="false",
                custom_attrs={"data-play": ""},
            ),
            rx.cond(ReportState.bars.length() > 0, strip(ReportState.bars), rx.fragment()),
            class_name="play-line",
        ),
        class_name="player",
        custom_attrs={
            "clip-seconds": ReportState.clip_s,
            "seconds": ReportState.set_s,
            "session": ReportState.set_id,
            "sync": ReportState.sync,
            "film-marks": FilmedState.film_marks,
        },
    )


def _bodies() -> rx.Component:
    """Without landmarks there is nothing to show."""
    return rx.cond(
        ReportState.bodies != "",
        rx.el.div(
            page_element(
                "body",
                key=ReportState.bodies,
                tab_index=0,
                role="img",
                aria_label=t("digest.replay_words"),
                custom_attrs={"body": ReportState.bodies},
            ),
            rx.script(src=unchanging("/pages/body.js"), type="module"),
            rx.el.p(
                rx.el.span(t("digest.figure_trainer"), class_name="trainer"),
                rx.el.span(rx.cond(ReportState.own, t("talk.you"), ReportState.client), class_name="client"),
                class_name="figures",
                aria_hidden="true",
            ),
            class_name="stage bodies",
        ),
        rx.fragment(),
    )
