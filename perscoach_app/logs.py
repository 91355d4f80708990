"""What the processes write down: one JSON object a line where a collector reads it, and nothing that tells of a person.

Names are never logged by us; what may slip in (an address in a library's message, a one-time link in a path) is taken out here. Of an
exception only its class and the line of ours it passed are kept: its words may hold what somebody wrote or sent.
"""

import json
import logging
import re
from datetime import UTC, datetime

from perscoach_app.services import problems
from perscoach_app.settings import get_settings

HIDDEN = "…"
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(\.[\w-]+)+"  # mail addresses
    r"|\b(?=[\w-]*\d)[A-Za-z0-9_-]{32,}\b"  # one-time links, cookies, signatures, ids: chance leaves out digits in one of a thousand
    r"|(?<=//)[^/@\s:]+:[^/@\s]+(?=@)"  # user:password in an address
    r"|(?<=\?)[^\s\"']+"  # queries: signatures, words that somebody searched for
    r"|\b\d{1,3}(\.\d{1,3}){3}\b"  # visitors' addresses
)
_NUMBERED = re.compile(r"(?<=/)[^/]*\d[^/]*(?=/|$)|(?<=/)[^/]{20,}(?=/|$)")


def without_people(words: str) -> str:
    """The words without what could name somebody."""
    return _PERSONAL.sub(HIDDEN, words)


def kind_of_path(path: str) -> str:
    """An address without the things it names: `/api/sessions/…/poses`."""
    return without_people(_NUMBERED.sub(HIDDEN, path))


class JsonLines(logging.Formatter):
    """One object a record."""

    def __init__(self, process: str) -> None:
        """
        Args:
            process: `web` or `worker`.
        """
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "message": without_people(record.getMessage()),
            **getattr(record, "values", {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said["error"], said["place"] = problems.where(error)
        return json.dumps(said, ensure_ascii=False)


class WithoutPeople(logging.Formatter):
    """Plain lines for a person's eyes, on the machine itself."""

    def __init__(self, process: str) -> None:
        """
        Args:
            process: `web` or `worker`.
        """
        super().__init__(f"%(asctime)s {process}: %(message)s", datefmt="%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """The line, and what failed below it."""
        return without_people(super().format(record))


def configure(process: str) -> None:
    """From here on this process logs as the settings want it, libraries included."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(process) if get_settings().log_format == "json" else WithoutPeople(process))
    root = logging.getLogger()
    for former in [each for each in root.handlers if type(each) is logging.StreamHandler]:  # not what counts problems
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for chatty in ("httpx", "alembic", "PIL"):  # every request, every revision
        logging.getLogger(chatty).setLevel(logging.WARNING)
