"""Videos cut off, with lying sizes, or with bytes changed on the way."""

import numpy as np

from tests.jobs.bad_files import good
from tests.jobs.bad_files.surgery import box, changed, number, put, split

DEEP = 5000


def _front(content: bytes) -> bytes:
    """The index before the pictures, as it is when a file is made for the web (offsets are left wrong: it is cut anyway)."""
    boxes = dict(split(content))
    return box(b"ftyp", boxes[b"ftyp"]) + box(b"moov", boxes[b"moov"]) + box(b"mdat", boxes[b"mdat"])


def index_cut() -> bytes:
    return _front(good.clip())[:400]


def index_larger_than_the_file() -> bytes:
    content = good.clip()
    return put(content, content.index(b"moov") - 4, number(0x7FFFFFFF))


def index_smaller_than_its_parts() -> bytes:
    content = good.clip()
    return put(content, content.index(b"moov") - 4, number(40))


def box_of_four_exabytes() -> bytes:
    content = good.clip()
    return content[:32] + number(1) + b"free" + number(2**62, 8) + content[32:]


def boxes_without_end() -> bytes:
    """A box that says it is as long as its own header, over and over."""
    return box(b"ftyp", b"isom", number(0)) + (number(8) + b"moov") * 50_000


def boxes_in_boxes() -> bytes:
    inside = b""
    for _ in range(DEEP):
        inside = box(b"moov", inside)
    return box(b"ftyp", b"isom", number(0)) + inside


def only_data() -> bytes:
    return box(b"mdat", dict(split(good.clip()))[b"mdat"])


def no_samples() -> bytes:
    """The index of a recording that never began."""
    content = good.clip()
    for table, entry in (("stts", 4), ("stsz", 8), ("stsc", 4), ("stco", 4), ("stss", 4)):
        content = changed(content, f"moov/trak/mdia/minf/stbl/{table}", lambda old, size=entry: old[:4] + bytes(size))
    return content


def webm_cut() -> bytes:
    content = good.clip("webm", "libvpx", frames=60)
    return content[: len(content) // 2]


def avi_cut() -> bytes:
    content = good.clip("avi", frames=60)
    return content[: len(content) // 3]


def stream_cut() -> bytes:
    content = good.clip("h264")
    return content[: len(content) // 2]


def transport_stream_cut() -> bytes:
    content = good.clip("mpegts", frames=60)
    return content[: len(content) // 2]


def parameters_only() -> bytes:
    """A bare stream that ends behind what describes it."""
    return good.clip("h264")[:30]


def fuzzed(container: str, codec: str, seed: int) -> bytes:
    """A good clip in which one byte of a hundred is another."""
    content = np.frombuffer(good.clip(container, codec, "yuvj420p" if codec == "mjpeg" else "yuv420p"), np.uint8).copy()
    chance = np.random.default_rng(seed)
    where = chance.integers(0, len(content), len(content) // 100)
    content[where[where > 32]] = chance.integers(0, 256, np.count_nonzero(where > 32), dtype=np.uint8)
    return content.tobytes()
