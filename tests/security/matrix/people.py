"""People and their ways in: forms that everybody may send, and one's own account."""

from perscoach_app.state.sign_up import SignUpState
from perscoach_app.state.way_in import AdminState, ConfirmState, ResetState, SignInState, WelcomeState
from tests.security.walls.rows import MEMBER, Event, Route, everybody

NOBODY = {"email": "nobody@example.org", "password": "три слова подряд"}

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
    Event(AdminState, "load", everybody("it names commands and nothing of anybody's"), at="/admin"),
)
