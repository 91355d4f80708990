"""Messages and comments, reports that wait, the trainer's day."""

from perscoach_app.state.comments import CommentsState
from perscoach_app.state.inbox import InboxState
from perscoach_app.state.messages import ThreadState
from perscoach_app.state.today import TodayState
from tests.security.walls.rows import CLIENT, TRAINER, Event

THREAD, REPORT = "/trainer/messages/{maria}", "/report/{training}"
INBOX = "/trainer/reports"
WORDS = {"words": "Как колено?"}

ROWS = (
    Event(ThreadState, "load", TRAINER, at=THREAD),
    Event(ThreadState, "send", TRAINER, at=THREAD, arguments=(WORDS,)),
    Event(ThreadState, "remove", TRAINER, at=THREAD, arguments=("{message}",)),
    Event(ThreadState, "follow", TRAINER, at=THREAD, after=("load",)),
    Event(CommentsState, "load", CLIENT, at=REPORT, reader="anna"),
    Event(CommentsState, "write", CLIENT, at=REPORT, reader="anna", arguments=({**WORDS, "session": "{session}", "at_s": "4"},)),
    Event(CommentsState, "answer", CLIENT, at=REPORT, reader="anna", arguments=({**WORDS, "message": "{message}"},)),
    Event(CommentsState, "discussed", TRAINER, at=REPORT, arguments=("{message}", True)),
    Event(CommentsState, "remove", CLIENT, at=REPORT, arguments=("{own_message}",)),
    Event(InboxState, "load", TRAINER, at=INBOX),
    Event(InboxState, "show", TRAINER, at=INBOX, arguments=("all",)),
    Event(InboxState, "of_client", TRAINER, at=INBOX, arguments=("1",)),
    Event(InboxState, "put_aside", TRAINER, at=INBOX, arguments=("{training}",)),
    Event(InboxState, "bring_back", TRAINER, at=INBOX, arguments=("{training}",)),
    Event(TodayState, "load", TRAINER, at="/trainer"),
    Event(TodayState, "discussed", TRAINER, at="/trainer", arguments=("{message}",)),
    Event(CommentsState, "follow", CLIENT, at=REPORT, reader="anna", after=("load",)),
)
