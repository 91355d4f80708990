"""Giving homework, the calendar, a client's days."""

from perscoach_app.state.assign import AssignState
from perscoach_app.state.calendar import CalendarState
from perscoach_app.state.home import HomeState
from perscoach_app.state.homework_day import HomeworkDayState
from tests.security.walls.rows import CLIENT, MEMBER, TRAINER, Event, Route

BUILDER = "/trainer/homework/{workout}"
DAY = "/home/homework/{assignment}-{day}"
CALENDAR = "/trainer/calendar"
SUBSCRIPTION = {"endpoint": "https://push.apple.com/x", "keys": {"p256dh": "", "auth": ""}}

ROWS = (
    Event(AssignState, "load_panel", TRAINER, at=BUILDER),
    Event(AssignState, "choose", TRAINER, at=BUILDER, arguments=("client", "{maria}")),
    Event(AssignState, "write", TRAINER, at=BUILDER, arguments=("remind_at", "18:00")),
    Event(AssignState, "give", TRAINER, at=BUILDER),
    Event(AssignState, "change", TRAINER, at=BUILDER, arguments=("{assignment}",)),
    Event(AssignState, "leave", TRAINER, at=BUILDER),
    Event(AssignState, "end", TRAINER, at=BUILDER, arguments=("{assignment}",)),
    Event(HomeState, "wish_reminders", MEMBER, at="/home", arguments=(False,), names_nothing=True),
    Event(HomeworkDayState, "load", CLIENT, at=DAY),
    Event(HomeworkDayState, "tick", CLIENT, at=DAY, arguments=("{item}", 1)),
    Event(HomeworkDayState, "start", CLIENT, at=DAY, arguments=("{item}",)),
    Event(HomeworkDayState, "write", CLIENT, at=DAY, arguments=({"item": "{item}", "number": "1", "reps": "8"},)),
    Event(HomeworkDayState, "finish", CLIENT, at=DAY),
    Event(CalendarState, "load", TRAINER, at=CALENDAR),
    Event(CalendarState, "turn", TRAINER, at=CALENDAR, arguments=(1,)),
    Event(CalendarState, "choose_client", TRAINER, at=CALENDAR, arguments=("{maria}",)),
    Event(CalendarState, "open_entry", TRAINER, at=CALENDAR, arguments=("{assignment}-{day}", "{maria}")),
    Event(CalendarState, "close_entry", TRAINER, at=CALENDAR),
    Event(CalendarState, "move", TRAINER, at=CALENDAR, arguments=({"to": "2099-01-01"},)),
    # this house has no key to push with: even who may is told so
    Route("POST", "/api/push", MEMBER, names_nothing=True, json=SUBSCRIPTION, success=422),
    Route("DELETE", "/api/push", MEMBER, names_nothing=True, json={"endpoint": "{push_endpoint}"}),
)
