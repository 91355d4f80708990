"""Letters: by SMTP when `PERSCOACH_SMTP_URL` names a server, else as files in `var/mail`, with a line on the console.

Nobody waits for a mail server: sending happens in a thread of its own. What goes wrong is logged without addresses and without words.
"""

import logging
import secrets
import smtplib
import ssl
from concurrent.futures import Future, ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from perscoach_app.settings import get_settings
from perscoach_app.tables.moments import now

SMTP_TIMEOUT_S = 20  # a server that is silent longer is away
SENDERS = 2  # letters at the same moment; a burst waits in memory
_PORTS = {"smtp": 587, "smtps": 465}

log = logging.getLogger("perscoach.mail")


def send(to: str, subject: str, text: str, *, action: tuple[str, str] | None = None, language: str = "ru") -> Future[bool]:
    """Sends one letter and returns at once.

    Args:
        to: one address.
        subject: one line.
        text: plain words; an empty line parts paragraphs.
        action: what the letter asks for: the words of the button, and its address.
        language: `ru` or `en`, for readers and screen readers of the HTML.

    Returns:
        What becomes true when it was handed over; nobody has to wait for it.
    """
    letter = _letter(to, subject, text, action, language)
    address = get_settings().smtp_url
    if not address:
        done: Future[bool] = Future()
        done.set_result(_keep(letter))
        return done
    return _threads().submit(_hand_over, letter, urlsplit(address))


def folder() -> Path:
    """Where letters lie when no server is set."""
    return get_settings().var_dir / "mail"


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(SENDERS, thread_name_prefix="mail")


def _letter(to: str, subject: str, text: str, action: tuple[str, str] | None, language: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = get_settings().mail_from
    letter["To"] = to
    letter["Subject"] = " ".join(subject.split())  # a name with a line break in it must not write headers
    letter["Date"] = formatdate(now().timestamp(), usegmt=True)
    letter["Message-ID"] = make_msgid(domain=get_settings().mail_from.rpartition("@")[2].rstrip(">"))
    letter["Content-Language"] = language
    letter["Auto-Submitted"] = "auto-generated"  # no «I am on holiday» in return
    letter.set_content(text + (f"\n\n{action[0]}:\n{action[1]}\n" if action else "\n"))
    letter.add_alternative(_html(subject, text, action, language), subtype="html")
    return letter


def _html(subject: str, text: str, action: tuple[str, str] | None, language: str) -> str:
    """A plain page of one column: mail programs know neither our styles nor our fonts."""
    paragraphs = "".join(f'<p style="margin:0 0 16px">{escape(part).replace(chr(10), "<br>")}</p>' for part in text.split("\n\n"))
    button = ""
    if action:
        words, address = escape(action[0]), escape(action[1], quote=True)
        button = (
            f'<p style="margin:24px 0"><a href="{address}" style="display:inline-block;padding:14px 24px;border-radius:12px;'
            f'background:#00d873;color:#06140d;font-weight:600;text-decoration:none">{words}</a></p>'
            f'<p style="margin:0;color:#667;font-size:13px;word-break:break-all">{address}</p>'
        )
    return (
        f'<!doctype html><html lang="{escape(language, quote=True)}"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
        '<body style="margin:0;padding:32px 16px;background:#f4f5f8;color:#15161f;font:16px/1.5 system-ui,sans-serif">'
        f'<div style="max-width:520px;margin:0 auto;padding:32px;border-radius:16px;background:#fff">{paragraphs}{button}</div>'
        "</body></html>"
    )


def _keep(letter: EmailMessage) -> bool:
    name = f"{now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}.eml"
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)  # one-time links are inside
        (folder() / name).write_bytes(letter.as_bytes())
    except OSError:
        log.exception("a letter could not be kept")
        return False
    log.warning("no mail server is set (PERSCOACH_SMTP_URL); the letter lies in %s", folder() / name)
    return True


def _hand_over(letter: EmailMessage, server: SplitResult) -> bool:
    try:
        with _connected(server) as smtp:
            if server.username:
                smtp.login(unquote(server.username), unquote(server.password or ""))
            smtp.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        # The server's own words may repeat the address: only the kind of trouble is told.
        log.error("a letter was not sent: %s %s", type(error).__name__, getattr(error, "smtp_code", ""))
        return False
    return True


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "localhost", server.port or _PORTS[server.scheme]
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SMTP_TIMEOUT_S, context=ssl.create_default_context())
    smtp = smtplib.SMTP(host, port, timeout=SMTP_TIMEOUT_S)
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=ssl.create_default_context())
    elif server.username:  # never a password in the clear
        smtp.close()
        raise smtplib.SMTPNotSupportedError("no STARTTLS")
    return smtp
