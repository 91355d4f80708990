"""The dialog with a link that is ready to be sent: the phone's share sheet, copying, a QR code."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.dialog import dialog
from perscoach_app.components.native import page_element
from perscoach_app.components.text import t
from perscoach_app.own_files import unchanging
from perscoach_app.state.inviting import InvitingState


def invitation_dialog() -> rx.Component:
    """Open while the state holds a link; the page that uses it has a state made of `InvitingState`."""
    return dialog(
        "invitation",
        t("invitation.title", name=InvitingState.invited),
        rx.script(src=unchanging("/pages/share.js"), type="module"),
        rx.el.p(t("invitation.words"), class_name="muted"),
        rx.el.blockquote(InvitingState.message, class_name="message"),
        rx.cond(InvitingState.inviting, _share(), rx.fragment()),
        rx.el.details(
            rx.el.summary(t("invitation.code")),
            rx.el.img(src=InvitingState.code, alt=t("invitation.code_alt", name=InvitingState.invited), width="240", height="240"),
            class_name="code-of-link",
        ),
        showing=InvitingState.inviting,
        on_close=InvitingState.close_invitation,
    )


def _share() -> rx.Component:
    return page_element(
        "share",
        _way("share", "share", t("invitation.share"), "large block"),
        rx.el.div(
            rx.el.input(type="text", value=InvitingState.link, read_only=True, aria_label=t("invitation.link")),
            _way("copy", "chain", t("invitation.copy"), "ghost"),
            class_name="link-line",
        ),
        rx.el.p(class_name="copied", role="status"),
        custom_attrs={"message": InvitingState.message, "link": InvitingState.link, "data-copied": t("invitation.copied")},
        key=InvitingState.link,
    )


def _way(name: str, picture: str, words: rx.Var[str], kind: str) -> rx.Component:
    return button(words, kind=kind, picture=picture, custom_attrs={"data-way": name})
