"""Letters: files by default, SMTP by setting, and never a header or a tag by way of somebody's name."""

import logging
import socket
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import ClassVar

import pytest

from perscoach_app.services import mail
from perscoach_app.settings import SettingsRefused, get_settings
from tests.app.postbox import letters, words_of


def test_without_a_server_a_letter_is_a_file(fresh_settings: Path) -> None:
    assert mail.send(
        "maria@example.org", "Подтвердите адрес", "Здравствуйте!\n\nЭто вы?", action=("Да", "https://x.test/a?b=1&c=2")
    ).result(5)
    (letter,) = letters()
    assert (letter["To"], letter["Subject"]) == ("maria@example.org", "Подтвердите адрес")
    assert "Это вы?" in words_of(letter)
    assert "https://x.test/a?b=1&c=2" in words_of(letter)
    assert 'href="https://x.test/a?b=1&amp;c=2"' in words_of(letter, "html")
    assert mail.folder().stat().st_mode & 0o077 == 0


def test_a_name_writes_neither_headers_nor_tags(fresh_settings: Path) -> None:
    mail.send("maria@example.org", "Привет\r\nBcc: all@example.org", "<script>alert(1)</script>")
    (letter,) = letters()
    assert letter["Bcc"] is None
    assert "<script" not in words_of(letter, "html")
    with pytest.raises(ValueError, match="linefeed"):
        mail.send("maria@example.org\r\nBcc: all@example.org", "Привет", "…")


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that takes everything, or nothing."""

    allow_reuse_address = True
    daemon_threads = True
    refuses = False
    got: ClassVar[list[bytes]] = []


class Talk(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line.split()[0].upper()
            if word == b"RCPT" and self.server.refuses:
                self.wfile.write(b"550 no such person <maria@example.org>\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += self.rfile.readline()
                self.server.got.append(body)
                self.wfile.write(b"250 taken\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def mailbox(fresh_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with Mailbox(("127.0.0.1", 0), Talk) as server:
        server.got.clear()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PERSCOACH_SMTP_URL", f"smtp://127.0.0.1:{server.server_address[1]}")
        get_settings.cache_clear()
        yield server
        server.shutdown()


def test_by_setting_letters_go_to_a_server(mailbox: Mailbox) -> None:
    assert mail.send("maria@example.org", "Привет", "Письмо").result(10)
    letter = message_from_bytes(mailbox.got[0], policy=policy.default)
    assert letter["Subject"] == "Привет"
    assert not mail.folder().exists()


def test_trouble_is_told_without_anybodys_address(mailbox: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    mailbox.refuses = True
    with caplog.at_level(logging.DEBUG):
        assert mail.send("maria@example.org", "Привет", "Письмо").result(10) is False
    assert "SMTPRecipientsRefused" in caplog.text
    assert "maria" not in caplog.text


def test_a_password_never_travels_in_the_clear(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSCOACH_SMTP_URL", f"smtp://anna:secret@127.0.0.1:{mailbox.server_address[1]}")
    get_settings.cache_clear()
    assert mail.send("maria@example.org", "Привет", "Письмо").result(10) is False
    assert mailbox.got == []


def test_a_server_that_is_away_fails_nobody(fresh_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("PERSCOACH_SMTP_URL", f"smtp://127.0.0.1:{port}")
    get_settings.cache_clear()
    assert mail.send("maria@example.org", "Привет", "Письмо").result(10) is False


def test_an_address_that_is_no_mail_server_is_refused_at_the_start(fresh_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSCOACH_SMTP_URL", "https://mail.example.org")
    get_settings.cache_clear()
    with pytest.raises(SettingsRefused):
        get_settings()
