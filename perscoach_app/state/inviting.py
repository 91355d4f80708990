"""A link that is ready to be sent: what the invitation's dialog shows."""

import reflex as rx
import segno

from perscoach_app.services.invitations import Invitation
from perscoach_app.state.visitor import Visitor


class InvitingState(Visitor):
    """One invitation at a time; whoever makes one calls `_show`."""

    invited: str = ""
    """Whom the link is for; the dialog is open while this is set."""
    link: str = ""
    message: str = ""
    code: str = ""
    """The link as a QR code, for a phone that is at hand."""

    @rx.var
    def inviting(self) -> bool:
        """Whether the dialog is open."""
        return self.invited != ""

    @rx.event
    def close_invitation(self) -> None:
        """The link is not kept: a fresh one is made when it is needed."""
        self._hide()

    def _hide(self) -> None:
        self.invited = self.link = self.message = self.code = ""

    def _show(self, invitation: Invitation) -> None:
        self.invited, self.link, self.message = invitation.name, invitation.link, invitation.message
        self.code = segno.make(invitation.link, error="m").svg_data_uri(scale=6, border=3, dark="#0a0a0f", light="#ffffff")
