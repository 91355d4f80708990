"""What one client is asked of an exercise: a dialog, and the list of such exercises on the client's page."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.chips import chip, chips
from perscoach_app.components.dialog import dialog
from perscoach_app.components.notes import alert
from perscoach_app.components.strictness_choice import strictness_choice
from perscoach_app.components.text import t
from perscoach_app.services.targets import LEAST_SHARE
from perscoach_app.state.client_targets import ClientChoice, ClientTargetsState, TargetRow

SHARE_STEP = 5  # per cent: nobody sets a knee's range more exactly
PARTS = (
    ("left_arm", ("left_upper_arm", "left_forearm")),
    ("right_arm", ("right_upper_arm", "right_forearm")),
    ("left_leg", ("left_thigh", "left_shin", "left_foot")),
    ("right_leg", ("right_thigh", "right_shin", "right_foot")),
    ("middle", ("head", "shoulders", "trunk", "hips")),
)


def client_targets_dialog() -> rx.Component:
    """One on a page; `ClientTargetsState.open_exercise(id)` opens it. Every change is written at once."""
    state = ClientTargetsState
    return dialog(
        "client-targets",
        t("target.title", title=state.exercise_title),
        alert(state.problem),
        rx.cond(
            state.clients.length() > 0,
            rx.fragment(
                chips(rx.foreach(state.clients, _client), label=t("target.who")),
                rx.cond(state.client > 0, _settings(), rx.fragment()),
            ),
            rx.el.p(t("target.nobody"), class_name="muted"),
        ),
        showing=state.showing,
        on_close=state.close,
    )


def client_targets() -> rx.Component:
    """On `/trainer/clients/<person>`: what she does otherwise. The page's `on_load` includes `ClientTargetsState.load_client`."""
    state = ClientTargetsState
    return rx.el.section(
        rx.el.h2(t("target.own"), class_name="overline"),
        rx.cond(
            state.rows.length() > 0,
            rx.el.ul(rx.foreach(state.rows, _row), class_name="target-rows"),
            rx.el.p(t("target.own_empty"), class_name="muted small"),
        ),
        rx.cond(
            state.exercises.length() > 0,
            rx.el.label(
                rx.el.span(t("target.add"), class_name="field-name"),
                rx.el.select(
                    rx.el.option(t("target.add_choose"), value=""),
                    rx.foreach(state.exercises, lambda pair: rx.el.option(pair[1], value=pair[0])),
                    value="",
                    on_change=state.open_exercise,
                ),
                class_name="field",
            ),
            rx.fragment(),
        ),
        client_targets_dialog(),
        class_name="card stack",
    )


def _row(row: rx.Var[TargetRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b(row.title),
            rx.el.p(row.words, class_name="small num"),
            rx.cond(row.reason != "", rx.el.p(row.reason, class_name="muted small"), rx.fragment()),
        ),
        button(
            t("target.change"),
            kind="ghost slim",
            aria_label=t("target.change_of", title=row.title),
            on_click=ClientTargetsState.open_exercise(row.exercise),
        ),
        key=row.exercise,
    )


def _client(one: rx.Var[ClientChoice]) -> rx.Component:
    words = rx.fragment(one.name, rx.cond(one.differs, rx.el.i(class_name="dot", title=t("target.differs")), rx.fragment()))
    return chip(words, ClientTargetsState.client == one.id, on_click=ClientTargetsState.choose(one.id), key=one.id.to_string())


def _settings() -> rx.Component:
    state = ClientTargetsState
    return rx.el.div(
        strictness_choice(state.strictness, state.set_strictness),
        rx.el.label(
            rx.el.span(t("target.range"), rx.el.output(f"{state.share} %", class_name="num"), class_name="field-name between"),
            rx.el.input(
                type="range",
                min=str(round(100 * LEAST_SHARE)),
                max="100",
                step=str(SHARE_STEP),
                default_value=state.share.to_string(),
                on_change=state.set_share.debounce(300),
                key=f"{state.client}-{state.exercise_title}",
            ),
            rx.el.span(t("target.range_words"), class_name="field-hint"),
            class_name="field",
        ),
        rx.el.fieldset(
            rx.el.legend(t("target.excluded"), class_name="field-name"),
            rx.el.div(*(_part(name, limbs) for name, limbs in PARTS), class_name="body-parts"),
            rx.el.p(t("target.excluded_words"), class_name="field-hint"),
            class_name="field",
        ),
        rx.el.label(
            rx.el.span(t("target.reason"), class_name="field-name"),
            rx.el.input(
                type="text",
                default_value=state.reason,
                placeholder=t("target.reason_example"),
                max_length=300,
                on_blur=state.set_reason,
                key=f"{state.client}-{state.exercise_title}-{state.differs}",
            ),
            rx.el.span(t("target.reason_words"), class_name="field-hint"),
            class_name="field",
        ),
        rx.el.div(
            rx.cond(state.differs, button(t("target.forget"), kind="ghost", on_click=state.forget), rx.fragment()),
            button(t("target.done"), on_click=state.close),
            class_name="form-actions",
        ),
        class_name="stack",
    )


def _part(name: str, limbs: tuple[str, ...]) -> rx.Component:
    return rx.el.div(
        rx.el.span(t(f"target.part_{name}"), class_name="small muted"),
        chips(*(_limb(limb) for limb in limbs), label=t(f"target.part_{name}")),
        class_name=f"body-part {name}",
    )


def _limb(limb: str) -> Any:
    chosen = ClientTargetsState.excluded.contains(limb)
    return chip(t(f"target.limb_{limb}"), chosen, on_click=ClientTargetsState.toggle(limb))
