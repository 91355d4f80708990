"""A file over HTTP: resumed where the line broke, moved into place whole.

What has arrived lies in `NAME.part`, beside it in `NAME.part.tag` what the server called this very file (its ETag): another day's run goes
on only with the same file (RFC 9110, 13.1.5 `If-Range` and 14.2 `Range`).
"""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from gpu_jobs.errors import WeightsMissing
from gpu_jobs.output import writing_to

OnBytes = Callable[[int, int], None]
"""Told how many bytes have arrived, and of how many; 0 where the server does not say."""

CALL_S = 30.0  # a server that is silent this long is away
PIECE_BYTES = 2**20
TRIES = 5  # in a row that brought nothing
PAUSE_S = 1.0  # before the second try; each later one waits twice as long
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # answers worth another try
NOT_SATISFIABLE = 416
PARTIAL = 206
PAGE_BEGINS = (b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said before the bytes: where in the file they begin, how large it is (0: unknown), and its name for this version."""

    begins: int
    total: int
    tag: str


def fetch(url: str, path: Path, home: str, on_bytes: OnBytes = lambda _done, _of: None) -> Path:
    """Fetch a file into `path` with `.part` behind it, going on with what is there; its content is not judged here.

    Args:
        url: Where it is.
        path: Where it will go; its folder is made.
        home: Where people read about it, for the sentence.
        on_bytes: Told of every piece.

    Returns:
        The whole file, still named `.part`: whoever has checked it moves it into place.

    Raises:
        WeightsMissing: It is not there, is a page, or the line broke too often; what arrived stays.
        OutputRejected: It cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    with writing_to(part):
        part.parent.mkdir(parents=True, exist_ok=True)
    failed = 0
    while True:
        before = _size(part)
        try:
            if _go_on(url, part, home, on_bytes):
                return part
            reason = "connection closed"
        except urllib.error.HTTPError as error:
            if error.code not in PASSING:
                raise WeightsMissing("fetch_absent", url=url, status=error.code, home=home) from error
            reason = f"{error.code} {error.reason}"
        except (http.client.HTTPException, urllib.error.URLError, ConnectionError, TimeoutError) as error:
            reason = str(getattr(error, "reason", "")) or type(error).__name__
        failed = 0 if _size(part) > before else failed + 1
        if failed == TRIES:
            raise WeightsMissing("fetch_broken", url=url, reason=reason)
        time.sleep(PAUSE_S * 2 ** max(0, failed - 1))


def forget(path: Path) -> None:
    """Throw away what arrived of a file."""
    for suffix in (".part", ".part.tag"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _go_on(url: str, part: Path, home: str, on_bytes: OnBytes) -> bool:
    """One request; True when the file is whole."""
    tag_file = part.with_name(f"{part.name}.tag")
    have, tag = _size(part), tag_file.read_text() if tag_file.is_file() else ""
    asked = {"User-Agent": "perscoach", "Accept-Encoding": "identity"}
    if have and tag:
        asked |= {"Range": f"bytes={have}-", "If-Range": tag}
    try:
        response = urllib.request.urlopen(urllib.request.Request(url, headers=asked), timeout=CALL_S)  # noqa: S310 - the catalogue's own address
    except urllib.error.HTTPError as error:
        if error.code != NOT_SATISFIABLE:
            raise
        whole = _answer(error.code, error.headers).total
        if whole != have:
            part.unlink(missing_ok=True)  # what is here is longer than the file: another one
        return whole == have
    with response:
        if response.headers.get_content_type() == "text/html":
            raise WeightsMissing("fetch_page", url=url, home=home)
        answer = _answer(response.status, response.headers)
        with writing_to(part):
            file = part.open("ab" if answer.begins else "wb")
            tag_file.write_text(answer.tag)
        with file:
            done = answer.begins
            while piece := response.read(PIECE_BYTES):
                if not done and piece.lstrip()[:20].lower().startswith(PAGE_BEGINS):
                    raise WeightsMissing("fetch_page", url=url, home=home)
                with writing_to(part):
                    file.write(piece)
                    file.flush()
                done += len(piece)
                on_bytes(done, answer.total)
    return done == answer.total or (not answer.total and done > 0)


def _answer(status: int, headers: Message) -> Answer:
    """A weak ETag names no bytes, so nothing is resumed by it."""
    tag = headers.get("ETag", "")
    tag = "" if tag.startswith("W/") else tag
    if status in (PARTIAL, NOT_SATISFIABLE):
        span, _, total = headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        first = span.partition("-")[0]
        return Answer(int(first) if first.isdigit() else 0, int(total) if total.isdigit() else 0, tag)
    length = headers.get("Content-Length", "")
    return Answer(0, int(length) if length.isdigit() else 0, tag)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
