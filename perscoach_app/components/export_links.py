"""What can be taken away of a report. The page's `on_load` has `ExportState.load` and `ExportState.follow`."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert
from perscoach_app.components.text import t
from perscoach_app.state.exports import ExportState


def export_links() -> rx.Component:
    """PDF, CSV, and the film with the strip drawn in, which is made on request."""
    return rx.cond(
        ExportState.export_pdf != "",
        rx.el.section(
            rx.el.h2(t("exports.title"), class_name="overline"),
            rx.el.div(
                _download(t("exports.pdf"), ExportState.export_pdf),
                _download(t("exports.csv"), ExportState.export_csv),
                class_name="export-row",
            ),
            alert(ExportState.problem),
            rx.match(
                ExportState.strip_state,
                ("wish", _wish(t("exports.film"))),
                ("failed", _wish(t("exports.film_again"))),
                ("waiting", rx.el.p(ExportState.strip_words, class_name="muted num", role="status")),
                ("ready", _download(ExportState.strip_words, ExportState.strip_film, save_as=f"{t('exports.film_file')}.mp4")),
                rx.fragment(),
            ),
            class_name="stack exports",
        ),
        rx.fragment(),
    )


def _wish(words: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(ExportState.strip_words, class_name="muted small"),
        button(words, kind="ghost", picture="clips", on_click=ExportState.make_film),
    )


def _download(words: Any, href: Any, save_as: Any = "") -> rx.Component:
    """A link that saves a file; the server names it unless the page does. The router would take its address for a page of ours."""
    return link(icon("download"), rx.el.span(words), to=href, download=save_as, reload_document=True, class_name=["button", "ghost"])
