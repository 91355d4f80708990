"""Agreements and one's own data: everybody decides hers alone."""

from perscoach_app.state.data_settings import DataSettingsState
from perscoach_app.state.my_data import MyDataState
from perscoach_app.state.parent import ParentState
from perscoach_app.state.policy import PolicyState
from tests.security.walls.rows import CLIENT, MEMBER, TRAINER, Event, Route, everybody

MINE, SETTINGS = "/account/privacy", "/trainer/privacy"

ROWS = (
    Event(PolicyState, "load", everybody("a policy is for everybody to read"), at="/privacy"),
    Event(MyDataState, "load", MEMBER, at=MINE),
    Event(MyDataState, "agree", MEMBER, at=MINE, arguments=("landmarks",), names_nothing=True),
    Event(MyDataState, "ask", MEMBER, at=MINE, arguments=("landmarks",), names_nothing=True),
    Event(MyDataState, "keep", everybody("closes the caller's own dialog"), at=MINE),
    Event(MyDataState, "ask_archive", MEMBER, at=MINE, names_nothing=True),
    Event(MyDataState, "ask_deletion", MEMBER, at=MINE, names_nothing=True),
    Event(MyDataState, "keep_me", MEMBER, at=MINE, names_nothing=True),
    Route("GET", "/api/account/data/{request_id}", CLIENT, fill={"request_id": "{archive}"}),
    Event(MyDataState, "withdraw", MEMBER, at=MINE, arguments=("recording",), names_nothing=True),
    Event(
        MyDataState,
        "ask_parent",
        MEMBER,
        at=MINE,
        arguments=({"parent_name": "Ольга", "parent_email": "o@example.org"},),
        names_nothing=True,
    ),
    Event(ParentState, "load", everybody("who holds the link is asked; this one is spent"), at="/parent/{spent_link}"),
    Route("POST", "/api/parent", everybody("a spent link decides nothing"), data={"token": "{spent_link}", "documents": "recording"}),
    Event(DataSettingsState, "load", TRAINER, at=SETTINGS),
    Event(
        DataSettingsState,
        "save",
        TRAINER,
        at=SETTINGS,
        arguments=({"operator": "Виктор", "contact": "1", "days": "30"},),
        names_nothing=True,
    ),
    Event(DataSettingsState, "grown", TRAINER, at=SETTINGS, arguments=("{maria}",)),
)
