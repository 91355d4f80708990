"""A small file server on the loopback that can do what real ones do: resume, break off, send a page instead."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Shelf:
    """What the server gives, and what it was asked for.

    Attributes:
        content: of the one file it has, under any path but `/absent`.
        tag: its ETag; empty sends none.
        ranges: it knows Range.
        breaks: after so many bytes of an answer the line breaks, once an entry.
        page: it sends a page to sign in on.
    """

    content: bytes
    tag: str = '"v1"'
    ranges: bool = True
    breaks: list[int] = field(default_factory=list)
    page: bool = False
    asked: list[str] = field(default_factory=list)
    url: str = ""


@contextmanager
def serving(content: bytes) -> Iterator[Shelf]:
    """A server for the block's time."""
    shelf = Shelf(content)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shelf.asked.append(self.headers.get("Range", ""))
            if self.path == "/absent":
                return self.send_error(404)
            if shelf.page:
                return self._send(200, b"<!DOCTYPE html><title>Sign in</title>", "text/html")
            asked = self.headers.get("Range", "").removeprefix("bytes=").rstrip("-")
            if not (asked and shelf.ranges and self.headers.get("If-Range") == shelf.tag):
                return self._send(200, shelf.content)
            if int(asked) >= len(shelf.content):
                return self._send(416, b"", span=f"bytes */{len(shelf.content)}")
            span = f"bytes {asked}-{len(shelf.content) - 1}/{len(shelf.content)}"
            return self._send(206, shelf.content[int(asked) :], span=span)

        def _send(self, status: int, body: bytes, kind: str = "application/octet-stream", span: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if span:
                self.send_header("Content-Range", span)
            if shelf.tag:
                self.send_header("ETag", shelf.tag)
            self.end_headers()
            self.wfile.write(body[: shelf.breaks.pop(0)] if shelf.breaks else body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shelf.url = f"http://127.0.0.1:{server.server_port}/weights.bin"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield shelf
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
