"""A line between browser and server: every byte of it is counted by address, and it can be as slow as a phone's.

The browser's own emulation of a slow line leaves out its workers, and a worker is who loads our models.
"""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PIECE = 16 * 1024
"""Bytes handed on at once."""


@dataclass
class Line:
    """What went through, and how fast it may.

    Attributes:
        port: where the browser connects.
        received: bytes the browser received, by address without its query.
        bits_per_s: of all connections together; None for as fast as it goes.
    """

    port: int = 0
    received: Counter[str] = field(default_factory=Counter)
    bits_per_s: float | None = None
    _free_at: float = 0.0

    def megabytes(self, *parts: str, without: str = "/api/media/") -> float:
        """Of the addresses that hold one of these parts (of all when none is named), clips left out."""
        taken = (size for path, size in self.received.items() if without not in path and (not parts or any(part in path for part in parts)))
        return sum(taken) / 1e6

    async def wait_for(self, size: int) -> None:
        """One queue for all connections, as on a real line."""
        if self.bits_per_s:
            now = time.monotonic()
            self._free_at = max(now, self._free_at) + 8 * size / self.bits_per_s
            await asyncio.sleep(self._free_at - now)


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to a server on 127.0.0.1, for as long as it is wanted."""
    line, loop, ready = Line(), asyncio.new_event_loop(), threading.Event()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
            asked = ["/"]
            ways = (_ask(reader, far_writer, asked, line), _answer(far_reader, writer, asked, line))
            _, waiting = await asyncio.wait([asyncio.create_task(way) for way in ways], return_when=asyncio.FIRST_COMPLETED)
            for way in waiting:
                way.cancel()
            for end in (far_writer, writer):
                end.close()

    async def serve() -> None:
        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        line.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await server.serve_forever()

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    task = loop.create_task(serve())
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: list[str], line: Line) -> None:
    """Hands requests on, and notes which address is asked: a browser waits for each answer before it asks again on the same connection."""
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            words = piece[:2048].split(b"\r\n", 1)[0].split(b" ")
            if len(words) == 3 and words[2].startswith(b"HTTP/"):
                asked[0] = words[1].decode("latin-1").split("?")[0]
            writer.write(piece)
            await writer.drain()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: list[str], line: Line) -> None:
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            await line.wait_for(len(piece))
            line.received[asked[0]] += len(piece)
            writer.write(piece)
            await writer.drain()
