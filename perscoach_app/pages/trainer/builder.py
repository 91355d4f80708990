"""`/trainer/homework/[workout]`: the homework builder. Library on one side, the workout on the other; on a phone the library is a sheet."""

import reflex as rx

from perscoach_app.components import drag
from perscoach_app.components.assign import assign_panel
from perscoach_app.components.builder_item import builder_item
from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.client_targets import client_targets_dialog
from perscoach_app.components.dialog import dialog, opener
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link, page_element
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.skeleton import skeleton
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t, texts_json
from perscoach_app.components.undo_note import undo_note
from perscoach_app.own_files import unchanging
from perscoach_app.state.assign import AssignState
from perscoach_app.state.builder import BuilderState
from perscoach_app.state.builder_rows import Choice

SHEET = "library-sheet"
TYPING_MS = 600  # a pause this long ends a thought: what was typed is written


def builder_page() -> rx.Component:
    """No button saves anything: every change is written when it is made."""
    return frame(rx.cond(BuilderState.found, _builder(), skeleton("rows")), here="homework", kind="builder-page")


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(
        builder_page,
        route="/trainer/homework/[workout]",
        title=t("builder.page_title"),
        on_load=[BuilderState.load, AssignState.load_panel],
    )


def _builder() -> rx.Component:
    return rx.fragment(
        link(icon("back"), t("workouts.title"), to="/trainer/homework", class_name="crumb"),
        rx.el.h1(t("builder.page_title"), class_name="hidden-but-read"),
        drag.board(
            rx.el.div(_library(), _workout(), class_name="builder"),
            order=BuilderState.order,
            on_drop=BuilderState.drop,
        ),
        _sheet(),
        client_targets_dialog(),
        rx.script(src=unchanging("/pages/saved.js"), type="module"),
        rx.script(src=unchanging("/pages/voice.js"), type="module"),
    )


def _library() -> rx.Component:
    """Beside the workout, in a wide window: clips to drag, or to add by a button."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("builder.library")),
            link_button(t("builder.video"), "/trainer/upload", kind="ghost slim", picture="plus"),
            class_name="between",
        ),
        _search(),
        _clips(rx.el.ul(rx.foreach(BuilderState.clips, _card), class_name="choices-grid")),
        class_name="builder-library",
        aria_label=t("builder.library"),
    )


def _card(clip: rx.Var[Choice]) -> rx.Component:
    return drag.card(
        drag.handle(poster_stage(clip.poster), label=t("builder.take", title=clip.title), class_name="card-handle"),
        rx.el.div(
            rx.el.div(rx.el.b(clip.title), rx.el.span(clip.line, class_name="muted small num"), class_name="item-words"),
            _add(clip),
            class_name="card-words",
        ),
        name=clip.name,
        title=clip.title,
        picture=clip.poster,
        class_name="clip",
        key=clip.id,
    )


def _sheet() -> rx.Component:
    """The same clips within reach of a thumb."""
    return dialog(
        SHEET,
        t("builder.add"),
        _search(),
        _clips(
            rx.el.ul(
                rx.foreach(
                    BuilderState.clips,
                    lambda clip: rx.el.li(
                        poster_stage(clip.poster),
                        rx.el.div(rx.el.b(clip.title), rx.el.span(clip.line, class_name="muted small num"), class_name="item-words"),
                        _add(clip),
                        key=clip.id,
                    ),
                ),
                class_name="sheet-clips",
            )
        ),
        rx.el.p(BuilderState.count_words, class_name="muted small num", role="status"),
        kind="broad",
    )


def _add(clip: rx.Var[Choice]) -> rx.Component:
    return rx.el.button(
        icon("plus"),
        type="button",
        class_name="square add",
        aria_label=t("builder.add_of", title=clip.title),
        on_click=BuilderState.add(clip.id),
    )


def _search() -> rx.Component:
    return rx.el.input(
        type="search",
        placeholder=t("builder.search"),
        aria_label=t("builder.search"),
        on_change=BuilderState.search.debounce(250),
        class_name="search",
    )


def _clips(shown: rx.Component) -> rx.Component:
    return rx.cond(
        BuilderState.clips.length() > 0,
        shown,
        rx.cond(
            BuilderState.wanted != "",
            rx.el.p(t("builder.nothing"), class_name="muted", role="status"),
            empty(
                "clips",
                t("builder.no_clips"),
                t("builder.no_clips_words"),
                link_button(t("builder.video"), "/trainer/upload", picture="upload"),
                framed=True,
            ),
        ),
    )


def _workout() -> rx.Component:
    state = BuilderState
    return rx.el.section(
        _head(),
        alert(state.problem),
        undo_note(state.removed_words, state.undo),
        rx.el.ol(rx.foreach(state.items, builder_item), class_name="items"),
        drag.end(
            rx.el.span(rx.cond(state.items.length() > 0, t("builder.drop"), t("builder.drop_first")), class_name="only-wide"),
            opener(SHEET, t("builder.add"), kind="large block only-narrow", picture="plus"),
            class_name="drop-here",
        ),
        _foot(),
        rx.cond(state.is_template | (state.items.length() == 0), rx.fragment(), assign_panel()),
        class_name="builder-workout card",
        aria_label=t("builder.workout"),
    )


def _head() -> rx.Component:
    state = BuilderState
    title = rx.el.input(
        type="text",
        default_value=state.title,
        placeholder=t("builder.title_example"),
        aria_label=t("builder.title"),
        max_length=200,
        auto_complete="off",
        on_change=lambda text: state.write_title(state.shown, text).debounce(TYPING_MS),
        on_blur=lambda text: state.write_title(state.shown, text),
        class_name="workout-title",
        key=f"title-{state.reading}",
    )
    note = rx.el.textarea(
        default_value=state.note,
        rows="1",
        placeholder=t("builder.workout_note_example"),
        aria_label=t("builder.workout_note"),
        max_length=2000,
        on_change=lambda text: state.write_note(state.shown, text).debounce(TYPING_MS),
        on_blur=lambda text: state.write_note(state.shown, text),
        class_name="workout-note",
        key=f"note-{state.reading}",
    )
    saved = page_element(
        "saved",
        custom_attrs={"beats": state.beats, "refused": state.refused.length(), "texts": texts_json("saved")},
        class_name="saved muted small",
        role="status",
    )
    badge = rx.cond(state.is_template, rx.el.span(t("builder.is_template"), class_name="badge"), rx.fragment())
    return rx.el.div(badge, rx.el.div(title, saved, class_name="workout-head"), note)


def _foot() -> rx.Component:
    state = BuilderState
    deed = rx.cond(
        state.is_template,
        button(t("builder.start_from_it"), picture="plus", on_click=state.start_from_it),
        button(t("builder.keep_as_template"), kind="ghost", picture="copy", on_click=state.keep_as_template),
    )
    return rx.el.div(
        rx.el.p(state.time_words, class_name="muted num", aria_live="polite"),
        rx.el.div(
            link(icon("eye"), rx.el.span(t("builder.preview")), to=f"{state.path}/preview", class_name="button ghost"),
            deed,
            class_name="side-by-side",
        ),
        class_name="builder-foot",
    )
