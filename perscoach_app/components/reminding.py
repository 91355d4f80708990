"""The wish to be called to mind: a switch for letters, and a button for this browser. For every state that is a `Reminding`."""

import reflex as rx

from perscoach_app.components.fields import switch
from perscoach_app.components.native import link, page_element
from perscoach_app.components.text import t
from perscoach_app.own_files import unchanging
from perscoach_app.state.reminding import Reminding


def reminding(state: type[Reminding]) -> rx.Component:
    """Without a confirmed address it says where to add one."""
    return rx.fragment(
        rx.cond(
            state.can_remind,
            switch("reminders", t("notice.wish"), hint=state.remind_hint, checked=state.reminders, on_change=state.wish_reminders),
            rx.el.p(state.remind_hint, " ", link(t("home.to_account"), to="/account"), class_name="muted small"),
        ),
        rx.cond(state.push_key != "", _push(state), rx.fragment()),
    )


def _push(state: type[Reminding]) -> rx.Component:
    words = {name: t(f"remind.push_{name}") for name in ("on", "off", "refused")}
    return rx.fragment(
        page_element("push", custom_attrs={"public-key": state.push_key, **words}),
        rx.script(src=unchanging("/pages/push.js"), type="module"),
    )
