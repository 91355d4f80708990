"""The letters of a house, read from its mail folder."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from perscoach_app.services import mail


def letters(to: str = "") -> list[EmailMessage]:
    """The letters in the folder, oldest first; `to` picks one person's."""
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(mail.folder().glob("*.eml"))]
    return [letter for letter in found if isinstance(letter, EmailMessage) and to in (letter["To"], "")]


def words_of(letter: EmailMessage, kind: str = "plain") -> str:
    """The letter's text, or its HTML."""
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def link_in(letter: EmailMessage) -> tuple[str, str, str]:
    """Host (with port), page and token of the link that a letter carries."""
    found = re.search(r"https?://([^/\s]+)/(\w+)/([\w-]{43})\s", words_of(letter))
    assert found
    return found[1], found[2], found[3]
