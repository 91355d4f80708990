"""A phone on a train, for measurements of the upload: plain sockets that break off wherever chance wants it."""

import base64
import http.client
import random
import socket
import struct
import time
from dataclasses import dataclass, field

HERE = "127.0.0.1"
PATIENCE_S = 60.0  # a server that is killed and started again answers by then
ANSWER_S = 20.0
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}
BUSY = (423, 409)  # somebody else writes, or has just written: ask again


@dataclass(slots=True)
class Phone:
    """One browser on one host.

    Attributes:
        cuts: how often its connection broke.
        codes: how often the server said what.
    """

    port: int
    host: str
    cookie: str
    chance: random.Random
    cuts: int = 0
    codes: dict[int, int] = field(default_factory=dict)

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes | None = None) -> tuple[int, dict[str, str]]:
        """A request that is not cut; -1 for a server that is not there."""
        link = http.client.HTTPConnection(HERE, self.port, timeout=ANSWER_S)
        try:
            link.request(method, path, body, {"Host": f"{self.host}:{self.port}", "Cookie": self.cookie, **headers})
            answer = link.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return -1, {}
        finally:
            link.close()
        self.codes[answer.status] = self.codes.get(answer.status, 0) + 1
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}

    def begin(self, size: int, name: str = "squat.mp4") -> tuple[int, str]:
        """Announces a file; the status, and its address."""
        told = f"filename {base64.b64encode(name.encode()).decode()},filetype {base64.b64encode(b'video/mp4').decode()}"
        status, headers = self.ask("POST", "/api/uploads/", {**TUS, "Upload-Length": str(size), "Upload-Metadata": told})
        return status, headers.get("location", "")

    def how_far(self, place: str) -> tuple[int, str]:
        """The offset to go on from, and the exercise that came of it; asks until somebody answers."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            status, headers = self.ask("HEAD", place, TUS)
            if status == 200:
                return int(headers["upload-offset"]), headers.get("x-exercise", "")
            if status not in (-1, *BUSY):
                raise AssertionError(f"HEAD answered {status}")
            time.sleep(0.05)
        raise AssertionError("the server did not answer")

    def piece(self, place: str, offset: int, content: bytes) -> tuple[int, dict[str, str]]:
        """The rest of a file, uncut."""
        return self.ask("PATCH", place, {**PIECE, "Upload-Offset": str(offset)}, content)

    def cut_piece(self, place: str, offset: int, content: bytes) -> None:
        """The rest of a file, broken off after a random number of bytes of the request: in its head, its body, or before the answer."""
        request = self.opening(place, offset, len(content)) + content
        at = self.chance.choice((self.chance.randrange(len(request)), self.chance.randrange(len(request)), len(request)))
        try:
            with socket.create_connection((HERE, self.port), ANSWER_S) as link:
                if self.chance.random() < 0.5:  # as if pulled out; else as if closed
                    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                link.sendall(request[:at])
                if at == len(request):
                    time.sleep(self.chance.random() * 0.05)  # the answer is on its way, or not yet
        except OSError:
            pass  # the server was killed meanwhile: a cut as well
        self.cuts += 1

    def opening(self, place: str, offset: int, length: int) -> bytes:
        """The head of a PATCH that announces so many bytes."""
        lines = {**PIECE, "Host": f"{self.host}:{self.port}", "Cookie": self.cookie, "Upload-Offset": offset, "Content-Length": length}
        return f"PATCH {place} HTTP/1.1\r\n{''.join(f'{name}: {value}' + chr(13) + chr(10) for name, value in lines.items())}\r\n".encode()
