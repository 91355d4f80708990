"""People and their ways in: forms that everybody may send, and one's own account."""

from perscoach_app.state.account import AccountState
from perscoach_app.state.client_card import ClientCardState
from perscoach_app.state.clients import ClientsState
from perscoach_app.state.inviting import InvitingState
from perscoach_app.state.sign_up import SignUpState
from perscoach_app.state.team import TeamState
from perscoach_app.state.way_in import ConfirmState, ResetState, SignInState, WelcomeState
from tests.security.walls.rows import MEMBER, TRAINER, Event, Route, everybody

NOBODY = {"email": "nobody@example.org", "password": "три слова подряд"}
CLIENTS, CARD, TEAM = "/trainer/clients", "/trainer/clients/{maria}", "/trainer/team"

ROWS = (
    Route(
        "POST",
        "/api/sign-up",
        everybody("whoever likes makes a site"),
        data={**NOBODY, "name": "Виктор", "slug": "viktor"},
        refusals=(404,),
    ),
    Route("POST", "/api/confirm", everybody("a spent link confirms nothing"), data={"token": "{spent_link}"}),
    Route("POST", "/api/sign-in/password", everybody("who knows the password gets in: here nobody does"), data=NOBODY),
    Route("POST", "/api/sign-in/mail", everybody("a letter goes to its owner alone"), data={"email": NOBODY["email"]}),
    Route("POST", "/api/reset/mail", everybody("a letter goes to its owner alone"), data={"email": NOBODY["email"]}),
    Route("POST", "/api/reset", everybody("a spent link sets no password"), data={**NOBODY, "token": "{spent_link}"}),
    Route("POST", "/api/sign-out/everywhere", MEMBER, names_nothing=True),
    # she has a password, and this is not it: tests/app/test_people_in.py has the road of who knows hers
    Route("POST", "/api/account/password", MEMBER, names_nothing=True, data={"password": "четыре других слова"}, success=400),
    Route("POST", "/api/sign-in/passkey/options", everybody("a question that names nobody")),
    Route("POST", "/api/sign-in/passkey", everybody("who holds a passkey gets in: this is none"), json={"credential": {"id": "x"}}),
    Route("POST", "/api/passkeys/options", MEMBER, names_nothing=True),
    # a passkey no device has made: tests/app/test_passkeys.py has the road of a real one
    Route("POST", "/api/passkeys", MEMBER, names_nothing=True, json={"credential": {"id": "x"}}, success=400),
    Event(SignUpState, "load", everybody("whoever likes makes a site"), at="/sign-up"),
    Event(SignUpState, "take_name", everybody("only a suggestion"), at="/sign-up", arguments=("Виктор",)),
    Event(SignUpState, "take_slug", everybody("which addresses are free is seen by opening them"), at="/sign-up", arguments=("viktor",)),
    Event(SignInState, "load", everybody("the page itself"), at="/sign-in"),
    Event(ConfirmState, "load", everybody("who holds the link is greeted; this one is spent"), at="/confirm/{spent_link}"),
    Event(ResetState, "load", everybody("who holds the link is greeted; this one is spent"), at="/reset/{spent_link}"),
    Event(WelcomeState, "load", MEMBER, at="/welcome"),
    Event(ClientsState, "load", TRAINER, at=CLIENTS),
    Event(ClientsState, "search", TRAINER, at=CLIENTS, arguments=("а",), names_nothing=True),
    Event(ClientsState, "choose", TRAINER, at=CLIENTS, arguments=("{group}",)),
    Event(ClientsState, "invite", TRAINER, at=CLIENTS, arguments=({"client_name": "Виктор"},), names_nothing=True),
    Event(ClientsState, "invite_again", TRAINER, at=CLIENTS, arguments=("{maria}",)),
    Event(ClientsState, "make_group", TRAINER, at=CLIENTS, arguments=({"group_name": "Спина"},), names_nothing=True),
    Event(ClientsState, "rename_group", TRAINER, at=CLIENTS, arguments=({"new_group_name": "Спина"},), names_nothing=True),
    Event(ClientsState, "remove_group", TRAINER, at=CLIENTS, names_nothing=True),
    Event(ClientsState, "put", TRAINER, at=CLIENTS, arguments=("{maria}", True), after=("load",)),
    Event(ClientsState, "ask", everybody("opens the caller's own dialog"), at=CLIENTS, arguments=("client",)),
    Event(ClientsState, "leave", everybody("closes it"), at=CLIENTS),
    Event(TeamState, "add", everybody("opens the caller's own dialog"), at=TEAM, arguments=(True,)),
    Event(InvitingState, "close_invitation", everybody("clears the caller's own dialog")),
    Event(ClientCardState, "load", TRAINER, at=CARD),
    Event(ClientCardState, "save", TRAINER, at=CARD, arguments=({"card_name": "Виктор", "note": ""},)),
    Event(ClientCardState, "hand_over", TRAINER, at=CARD, arguments=("1",)),
    Event(ClientCardState, "put", TRAINER, at=CARD, arguments=("{group}", True)),
    Event(ClientCardState, "invite_again", TRAINER, at=CARD),
    Event(ClientCardState, "revoke_link", TRAINER, at=CARD),
    Event(ClientCardState, "end_browsers", TRAINER, at=CARD),
    Event(ClientCardState, "remove", TRAINER, at=CARD),
    Event(TeamState, "load", TRAINER, at=TEAM),
    Event(TeamState, "invite", TRAINER, at=TEAM, arguments=({"trainer_name": "Виктор", "trainer_email": ""},), names_nothing=True),
    Event(TeamState, "invite_again", TRAINER, at=TEAM, arguments=("{anna}",)),
    Event(TeamState, "ask", TRAINER, at=TEAM, arguments=("{anna}",)),
    Event(TeamState, "keep", everybody("closes the caller's own dialog"), at=TEAM),
    Event(TeamState, "remove", TRAINER, at=TEAM, arguments=({"heir": "1"},), after=("load",)),
    Event(AccountState, "load", MEMBER, at="/account"),
    Event(AccountState, "wish_reminders", MEMBER, at="/account", arguments=(False,), names_nothing=True),
    Event(AccountState, "save_name", MEMBER, at="/account", arguments=({"own_name": "Виктор"},), names_nothing=True),
    Event(AccountState, "save_email", MEMBER, at="/account", arguments=({"own_email": "viktor@example.org"},), names_nothing=True),
    Event(AccountState, "end_device", MEMBER, at="/account", arguments=("{cookie_row}",)),
    Event(AccountState, "rename_key", MEMBER, at="/account", arguments=("{passkey}", "Телефон")),
    Event(AccountState, "remove_key", MEMBER, at="/account", arguments=("{passkey}",)),
)
