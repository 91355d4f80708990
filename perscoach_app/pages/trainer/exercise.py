"""`/trainer/exercise/[exercise]`: one clip, large, with what is known about it."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.clip_filing import removal, strictness, tags
from perscoach_app.components.cut_strip import cut_editor, cut_list, cut_strip, cut_tools
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link, page_element
from perscoach_app.components.notes import alert, note
from perscoach_app.components.processing_choice import processing_choice
from perscoach_app.components.ring import ring
from perscoach_app.components.skeleton import skeleton
from perscoach_app.components.text import t
from perscoach_app.components.views import views
from perscoach_app.own_files import unchanging
from perscoach_app.services.exercises import TITLE_LONGEST
from perscoach_app.services.processing import LOOKS
from perscoach_app.state.exercise import Download, ExerciseState, Fact


def exercise_page() -> rx.Component:
    """The clip, or how far it is."""
    return frame(
        rx.cond(ExerciseState.clip, _exercise(), skeleton("clip")),
        here="library",
        kind="exercise",
        shape="clip",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(exercise_page, route="/trainer/exercise/[exercise]", title=t("exercise.page_title"), on_load=ExerciseState.load)


def _exercise() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                link(icon("back"), t("exercise.crumb"), to="/trainer/library", class_name="crumb"),
                rx.cond(ExerciseState.naming, _name(), _title()),
            ),
            class_name="page-head",
        ),
        rx.el.div(
            rx.cond(ExerciseState.video != "", _player(), _unfinished()),
            rx.el.div(_actions(), tags(), _strictness(), _about(), _again(), class_name="stack side"),
            class_name="two",
        ),
        rx.cond(ExerciseState.removing, removal(ExerciseState), rx.fragment()),
        *(rx.script(src=unchanging(f"/pages/{name}.js"), type="module") for name in ("cuts", "body")),
    )


def _strictness() -> rx.Component:
    return rx.cond(ExerciseState.clip.trainable, strictness(), rx.fragment())


def _title() -> rx.Component:
    rename = t("exercise.rename")
    return rx.el.div(
        rx.el.h1(ExerciseState.clip.title),
        rx.el.button(icon("pencil"), type="button", aria_label=rename, title=rename, class_name="round", on_click=ExerciseState.name_clip),
        class_name="titled",
    )


def _name() -> rx.Component:
    """The name as a field, in its own place."""
    title = rx.el.input(
        name="title", default_value=ExerciseState.clip.title, aria_label=t("library.name"), max_length=TITLE_LONGEST, auto_focus=True
    )
    return rx.el.form(
        title,
        button(t("library.save"), type="submit"),
        button(t("library.leave"), kind="ghost", on_click=ExerciseState.name_clip),
        on_submit=ExerciseState.rename,
        class_name="one-line title-field",
    )


def _player() -> rx.Component:
    """The clip, and what is in it: cut by movement, and by the trainer."""
    return page_element(
        "cuts",
        views(),
        rx.el.section(
            cut_strip(ExerciseState.cuts),
            cut_tools(),
            _made(),
            rx.el.h2(t("exercise.cuts"), class_name="overline"),
            rx.cond(
                ExerciseState.chosen_cut,
                rx.fragment(
                    cut_editor(),
                    rx.cond(ExerciseState.cuts.length() > 1, cut_list(ExerciseState.cuts), rx.fragment()),
                    rx.el.p(t("exercise.cuts_words"), class_name="muted small"),
                ),
                rx.el.p(t("exercise.no_parts"), class_name="muted"),
            ),
            class_name="stack-s",
        ),
        class_name="stack",
        custom_attrs={"clip-seconds": ExerciseState.clip_s},
    )


def _made() -> rx.Component:
    """The piece that has just become an exercise, and the way to it."""
    return rx.el.div(
        rx.cond(
            ExerciseState.made_href != "",
            rx.el.div(
                icon("check"),
                rx.el.p(ExerciseState.made_words, " ", link(t("exercise.made_open"), to=ExerciseState.made_href)),
                class_name="note",
            ),
            rx.fragment(),
        ),
        role="status",
    )


def _unfinished() -> rx.Component:
    clip = ExerciseState.clip
    return rx.el.div(
        rx.el.div(
            rx.cond(
                clip.moving,
                ring(clip.percent, "good", clip.label, on_stage=True, size="168px"),
                ring(0, "", clip.why, known=False, on_stage=True, size="168px"),
            ),
            class_name="middle",
        ),
        class_name="stage",
    )


def _actions() -> rx.Component:
    clip = ExerciseState.clip
    return rx.fragment(
        alert(ExerciseState.problem),
        rx.cond(clip.moving, _under_way(), rx.fragment()),
        rx.cond(
            clip.state == "failed",
            rx.fragment(
                note(clip.why, "bad", "warn"),
                button(t("library.retry"), kind="ghost", picture="again", on_click=ExerciseState.retry),
            ),
            rx.fragment(),
        ),
        rx.cond(
            clip.state == "cancelled",
            rx.fragment(
                note(t("exercise.cancelled")),
                link_button(t("exercise.another"), "/trainer/upload", kind="ghost", picture="upload"),
            ),
            rx.fragment(),
        ),
        rx.cond(
            clip.trainable,
            rx.el.div(
                button(t("exercise.try"), kind="large block", picture="play", on_click=ExerciseState.try_it),
                rx.el.p(t("exercise.try_words"), class_name="muted small"),
                class_name="stack-s",
            ),
            rx.fragment(),
        ),
    )


def _under_way() -> rx.Component:
    """How far it is; what a first look found comes before it, with a way to film again at once."""
    clip = ExerciseState.clip
    cancel = button(t("exercise.cancel"), kind="ghost slim", on_click=ExerciseState.cancel)
    return rx.fragment(
        rx.cond(
            clip.notices.length() > 0,
            rx.el.section(
                rx.el.h2(t("exercise.early"), class_name="overline"),
                rx.foreach(clip.notices, lambda words: note(words, "warn", "warn")),
                rx.el.p(t("exercise.early_words"), class_name="muted small"),
                class_name="stack-s",
                role="status",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            rx.el.h2(t("exercise.processing")),
            rx.el.p(clip.line, class_name="num", role="status"),
            rx.el.p(t("exercise.processing_words"), class_name="muted small"),
            rx.el.div(
                cancel,
                rx.cond(
                    clip.notices.length() > 0,
                    link_button(t("exercise.another"), "/trainer/upload", kind="ghost slim", picture="upload"),
                    rx.fragment(),
                ),
                class_name="side-by-side",
            ),
            class_name="card stack-s",
        ),
    )


def _about() -> rx.Component:
    return rx.cond(
        ExerciseState.clip.trainable,
        rx.fragment(
            rx.el.section(
                rx.el.h2(t("exercise.facts"), class_name="overline"),
                rx.el.dl(rx.foreach(ExerciseState.facts, _fact), class_name="facts"),
                class_name="card",
            ),
            rx.el.section(
                rx.el.h2(t("exercise.warnings"), class_name="overline"),
                rx.cond(
                    ExerciseState.warnings.length() > 0,
                    rx.fragment(rx.foreach(ExerciseState.warnings, lambda words: note(words, "warn", "warn"))),
                    rx.el.p(t("exercise.no_warnings"), class_name="muted"),
                ),
                class_name="stack-s",
            ),
            rx.cond(
                ExerciseState.parent != "",
                rx.el.p(t("exercise.cut_out"), " · ", link(t("exercise.cut_out_open"), to=ExerciseState.parent), class_name="muted small"),
                rx.fragment(),
            ),
            rx.cond(
                ExerciseState.downloads.length() > 0,
                rx.el.section(
                    rx.el.h2(t("exercise.downloads"), class_name="overline"),
                    rx.el.ul(rx.foreach(ExerciseState.downloads, _download), class_name="downloads"),
                    class_name="card",
                ),
                rx.fragment(),
            ),
        ),
        rx.fragment(),
    )


def _again() -> rx.Component:
    """Another look, or another way; not while a job is under way."""
    clip = ExerciseState.clip
    form = rx.el.form(
        processing_choice(ExerciseState, t("processing.this_clip")),
        _choice("look", "exercise.look_of", LOOKS, ExerciseState.look),
        rx.cond(clip.trainable, rx.el.p(t("exercise.again_words"), class_name="muted small"), rx.fragment()),
        button(t("exercise.start_again"), kind="ghost", picture="again", type="submit"),
        on_submit=ExerciseState.process_again,
        class_name="stack-s",
    )
    return rx.fragment(
        rx.cond(ExerciseState.not_again != "", note(ExerciseState.not_again, "bad", "warn"), rx.fragment()),
        rx.cond(clip.moving, rx.fragment(), rx.el.details(rx.el.summary(t("exercise.again")), form, class_name="card again")),
        button(t("exercise.gone"), kind="ghost slim", picture="bin", on_click=ExerciseState.ask_removal),
    )


def _choice(name: str, words: str, values: tuple[str, ...], chosen: rx.Var[str]) -> rx.Component:
    options = [rx.el.option(t(f"{words}.{value}"), value=value) for value in values]
    return rx.el.label(
        rx.el.span(t(f"exercise.{name}")), rx.el.select(*options, name=name, default_value=chosen, key=chosen), class_name="choice"
    )


def _download(file: rx.Var[Download]) -> rx.Component:
    # The browser's own business: a link inside the site would look for a page at the file's address.
    words = (icon("download"), rx.el.span(file.name), rx.el.small(file.file))
    return rx.el.li(link(*words, to=file.href, download=file.file, reload_document=True))


def _fact(fact: rx.Var[Fact]) -> rx.Component:
    return rx.el.div(rx.el.dt(fact.name), rx.el.dd(fact.value))
