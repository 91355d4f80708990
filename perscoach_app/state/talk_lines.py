"""Messages as lines of a page."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perscoach_app.services.threads import Note, Place
from perscoach_app.state import words
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class Line:
    """A message, or an answer to one."""

    id: str
    author: str
    mine: bool
    text: str
    at: str  # ISO moment
    seen: bool  # the other side has read what is mine
    fresh: bool  # it was new to the reader
    discuss: bool
    done: bool
    place: str  # «Приседание», подход 2, 0:42; empty for what is about no moment
    href: str  # the report it is about
    session: str
    at_s: str  # seconds of the set, as a script reads them; empty for no moment
    answer_label: str
    remove_label: str
    place_label: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with what was answered to it."""

    line: Line
    answers: list[Line]


def line_of(note: Note, places: Mapping[uuid.UUID, Place], voice: str) -> Line:
    """A message in the reader's words."""
    place = _place(note, places, voice)
    return Line(
        id=note.id,
        author=say(voice, "talk.you") if note.mine else note.author,
        mine=note.mine,
        text=note.text or say(voice, "talk.no_words"),
        at=note.at.isoformat(),
        seen=note.seen,
        fresh=note.unread,
        discuss=note.discuss,
        done=note.done,
        place=place or (say(voice, "talk.about_training") if note.training else ""),
        href=f"/report/{note.training}" if note.training else "",
        session=note.session,
        at_s="" if note.at_s is None else f"{note.at_s:g}",
        answer_label=say(voice, "talk.answer_of", author=note.author),
        remove_label=say(voice, "talk.remove_of", text=note.text[:40]),
        place_label=say(voice, "talk.go_to", place=place),
    )


def comments_of(notes: Iterable[Note], places: Mapping[uuid.UUID, Place], voice: str) -> list[Comment]:
    """What was said about a training: along its time line, then what is about all of it; answers under what they answer."""
    kept = list(notes)
    roots = {note.id: note for note in kept if not note.answers}
    lines = {note.id: line_of(note, places, voice) for note in kept}
    under: dict[str, list[Line]] = {}
    for note in kept:
        first = note.answers if note.answers in roots else note.id  # of a message that was taken back only the answers are left
        under.setdefault(first, []).extend([lines[note.id]] if note.id not in roots and first in roots else [])
        roots.setdefault(first, note)

    def along(note: Note) -> tuple[bool, int, float]:
        at = places[uuid.UUID(note.session)].position if note.session and uuid.UUID(note.session) in places else 0
        return note.at_s is None, at, note.at_s or 0.0

    return [Comment(lines[note.id], under.get(note.id, [])) for note in sorted(roots.values(), key=along)]


def _place(note: Note, places: Mapping[uuid.UUID, Place], voice: str) -> str:
    if note.at_s is None or not note.session or uuid.UUID(note.session) not in places:
        return ""
    place, time = places[uuid.UUID(note.session)], words.clock(note.at_s)
    if place.number is None:
        return say(voice, "talk.place_free", title=place.title(voice), time=time)
    return say(voice, "talk.place", title=place.title(voice), set=place.number, time=time)
