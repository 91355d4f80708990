"""`/trainer/voice`: the phrases of Shadow Mode in the trainer's own voice."""

from typing import Any

import reflex as rx

from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import page_element
from perscoach_app.components.notes import alert
from perscoach_app.components.text import t, texts_json
from perscoach_app.own_files import unchanging
from perscoach_app.state.my_voice import MyVoiceState, PhraseGroup, PhraseRow


def my_voice_page() -> rx.Component:
    """What a client hears in her training, phrase by phrase; recorded by one tap, or one after another without any."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("my_voice.title")), rx.el.p(t("my_voice.lead"), class_name="muted")),
            _languages(),
            class_name="page-head",
        ),
        alert(MyVoiceState.problem),
        page_element(
            "voice",
            _recorder(),
            rx.foreach(MyVoiceState.groups, _group),
            rx.el.details(
                rx.el.summary(rx.el.h2(t("my_voice.group_more")), rx.el.span(MyVoiceState.more_far, class_name="muted num")),
                rx.el.p(t("my_voice.more_words"), class_name="muted small"),
                _list(MyVoiceState.more),
                class_name="phrases-more",
            ),
            rx.el.button(type="button", hidden=True, on_click=MyVoiceState.kept, custom_attrs={"data-kept": ""}),
            rx.el.button(type="button", hidden=True, on_click=MyVoiceState.lost, custom_attrs={"data-lost": ""}),
            custom_attrs={
                "endpoint": f"/api/voice/phrases/{MyVoiceState.spoken_language}/",
                "texts": texts_json("phrases"),
                "running": rx.cond(MyVoiceState.running, "true", "false"),
                "take": MyVoiceState.take,
            },
            class_name="stack-l",
        ),
        rx.script(src=unchanging("/pages/voice.js"), type="module"),
        here="voice",
        kind="my-voice",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(my_voice_page, route="/trainer/voice", title=t("my_voice.page_title"), on_load=MyVoiceState.load)


def _languages() -> rx.Component:
    return rx.el.div(
        *(_language(code, name) for code, name in (("ru", "Русский"), ("en", "English"))),
        class_name="languages",
        role="group",
        aria_label=t("my_voice.language"),
    )


def _language(code: str, name: str) -> rx.Component:
    pressed = rx.cond(MyVoiceState.spoken_language == code, "true", "false")
    return rx.el.button(name, type="button", lang=code, on_click=MyVoiceState.choose(code), custom_attrs={"aria-pressed": pressed})


def _recorder() -> rx.Component:
    """Large enough to be read at arm's length; it stays in sight while the list runs by."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(icon("voice"), class_name="ear", aria_hidden="true"),
            rx.el.div(
                rx.el.p(MyVoiceState.now, aria_hidden="true", class_name="now"),
                rx.el.p(MyVoiceState.progress, class_name="now-idle"),
                rx.el.p(role="status", class_name="muted", custom_attrs={"data-said": ""}),
                class_name="stack-s",
            ),
            rx.el.button(
                rx.el.span(icon("voice"), t("my_voice.run"), class_name="when-idle"),
                rx.el.span(icon("cross"), t("my_voice.stop"), class_name="when-running"),
                type="button",
                class_name="button large run",
                on_click=MyVoiceState.record_all,
            ),
            class_name="recorder-line",
        ),
        rx.el.div(rx.el.i(style={"transform": f"scaleX({MyVoiceState.share})"}), class_name="bar", aria_hidden="true"),
        rx.el.p(t("my_voice.run_words"), class_name="muted small run-words"),
        class_name="card recorder",
        aria_label=t("my_voice.recorder"),
    )


def _group(group: rx.Var[PhraseGroup]) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(group.title), rx.el.span(group.far, class_name="muted num"), class_name="phrases-head"),
        _list(group.rows),
        key=group.name,
    )


def _list(rows: Any) -> rx.Component:
    return rx.el.ul(rx.foreach(rows, _row), class_name="phrases", lang=MyVoiceState.spoken_language)


def _row(row: rx.Var[PhraseRow]) -> rx.Component:
    return rx.el.li(
        rx.cond(row.have, icon("check"), rx.el.span(class_name="dot")),
        rx.el.span(row.text, class_name="phrase"),
        rx.cond(
            row.have,
            rx.fragment(
                _square("bin", row.forget_label, on_click=MyVoiceState.forget(row.name)),
                _square("play", row.play_label, custom_attrs={"data-play": row.link}),
            ),
            rx.fragment(),
        ),
        rx.el.button(
            icon("voice"),
            type="button",
            aria_label=row.record_label,
            title=row.record_label,
            class_name=rx.cond(MyVoiceState.take == row.name, "square record live", "square record"),
            on_click=MyVoiceState.record(row.name),
            custom_attrs={"data-take": row.name},
        ),
        key=row.name,
        class_name=rx.cond(row.have, "have", ""),
    )


def _square(picture: str, label: Any, **props: Any) -> rx.Component:
    return rx.el.button(icon(picture), type="button", aria_label=label, title=label, class_name="square", **props)
