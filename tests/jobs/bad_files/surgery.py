"""MP4 boxes and Matroska elements taken apart and put together again, wrongly."""

from collections.abc import Callable


def box(kind: bytes, *content: bytes) -> bytes:
    """An MP4 box."""
    inside = b"".join(content)
    return (8 + len(inside)).to_bytes(4, "big") + kind + inside


def split(content: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and content of the boxes on one level."""
    boxes, at = [], 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        boxes.append((content[at + 4 : at + 8], content[at + 8 : at + size]))
        at += size
    return boxes


def changed(content: bytes, path: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with the content of one box changed, e.g. `moov/trak/tkhd`; what holds it grows or shrinks along."""
    first, _, rest = path.partition("/")
    return b"".join(
        box(kind, (changed(inside, rest, change) if rest else change(inside)) if kind == first.encode() else inside)
        for kind, inside in split(content)
    )


def put(content: bytes, at: int, new: bytes) -> bytes:
    """Bytes with some of them overwritten."""
    return content[:at] + new + content[at + len(new) :]


def number(value: int, size: int = 4) -> bytes:
    """As MP4 and Matroska write numbers."""
    return value.to_bytes(size, "big")


def element(identity: int, content: bytes) -> bytes:
    """A Matroska element (RFC 8794), its length in eight bytes."""
    name = identity.to_bytes((identity.bit_length() + 7) // 8, "big")
    return name + b"\x01" + len(content).to_bytes(7, "big") + content


def matroska(*parts: bytes) -> bytes:
    """A file of one segment."""
    return element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, b"".join(parts))


def track(identity: int, width: int = 160, height: int = 120, codec: bytes = b"V_VP8") -> bytes:
    """A video track's entry."""
    picture = element(0xE0, element(0xB0, number(width)) + element(0xBA, number(height)))
    return element(
        0xAE,
        element(0xD7, number(identity, 2)) + element(0x73C5, number(identity)) + element(0x83, b"\x01") + element(0x86, codec) + picture,
    )


def cluster() -> bytes:
    """A few blocks of the first track, which no decoder will like."""
    blocks = b"".join(element(0xA3, b"\x81" + number(40 * at, 2) + b"\x80" + bytes(64)) for at in range(4))
    return element(0x1F43B675, element(0xE7, b"\0") + blocks)


def exp_golomb(value: int) -> str:
    """A number as H.264 writes it (9.1), in bits."""
    bits = f"{value + 1:b}"
    return "0" * (len(bits) - 1) + bits
