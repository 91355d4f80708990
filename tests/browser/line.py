"""The line between a browser and the running product: what the device sends along it is written down, and it can be cut."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle

PIECE = 65_536
ABRUPTLY = struct.pack("ii", 1, 0)
"""Linger for no time: the other side sees a reset, as when a server's process dies."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What left the device: a request, or (`method` SOCKET) one message of a web socket opened at `path`."""

    method: str
    path: str
    body: bytes = b""


@dataclass
class Line:
    """Port `port` of this machine leads to port `to` as long as it is not cut."""

    to: int
    port: int = 0
    _listening: socket.socket | None = None
    _ends: list[socket.socket] = field(default_factory=list)
    _written: list[bytearray] = field(default_factory=list)

    def mend(self) -> None:
        """It leads there again, at the same port."""
        self._listening = listening = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = int(listening.getsockname()[1])
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def cut(self) -> None:
        """Nobody answers at the port; the browser takes itself to be online."""
        if self._listening is not None:
            self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
        ends, self._ends, self._listening = self._ends, [], None
        for end in ends:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABRUPTLY)
                end.shutdown(socket.SHUT_RDWR)
                end.close()

    def sent(self) -> list[Sent]:
        """All that left the device so far, connection by connection."""
        return [one for written in list(self._written) for one in _messages(bytes(written))]

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                device, _ = listening.accept()
                server = socket.create_connection(("127.0.0.1", self.to))
                written = bytearray()
                self._ends += [device, server]
                self._written.append(written)
                for way in ((device, server, written), (server, device, None)):
                    threading.Thread(target=_pump, args=way, daemon=True).start()


@contextmanager
def line(to: int) -> Iterator[Line]:
    """A line to this port of this machine."""
    led = Line(to)
    led.mend()
    yield led
    led.cut()


def _pump(source: socket.socket, target: socket.socket, written: bytearray | None) -> None:
    with suppress(OSError):
        while piece := source.recv(PIECE):
            if written is not None:
                written += piece
            target.sendall(piece)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _messages(written: bytes) -> Iterator[Sent]:
    """The requests of one connection; after an upgrade, the web socket's messages."""
    while b"\r\n\r\n" in written:
        head, _, rest = written.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        assert "transfer-encoding" not in headers, f"{first}: a body without a length is not understood here"
        length = int(headers.get("content-length", 0))
        yield Sent(method, path, rest[:length])
        written = rest[length:]
        if headers.get("upgrade") == "websocket":
            for message in _frames(written):
                yield Sent("SOCKET", path, message)
            return


def _frames(written: bytes) -> Iterator[bytes]:
    """Masked frames, as browsers send them (RFC 6455, 5.2)."""
    while len(written) >= 6:
        assert not written[0] & 0x70, "a compressed web socket is not understood here"
        length, at = written[1] & 0x7F, 2
        if length >= 126:
            wide = 2 if length == 126 else 8
            length, at = int.from_bytes(written[2 : 2 + wide]), 2 + wide
        mask, masked = written[at : at + 4], written[at + 4 : at + 4 + length]
        yield bytes(byte ^ key for byte, key in zip(masked, cycle(mask), strict=False))
        written = written[at + 4 + length :]
