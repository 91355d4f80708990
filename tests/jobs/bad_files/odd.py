"""Real videos of an odd kind: shapes, clocks, codecs."""

from fractions import Fraction

from tests.jobs.bad_files import good
from tests.jobs.bad_files.surgery import box, changed, element, number, put


def a_thread() -> bytes:
    return good.clip(width=64, height=8000, frames=3)


def stretched_pixels() -> bytes:
    """Pixels ten thousand times as wide as high."""
    pasp = box(b"pasp", number(10_000), number(1))

    def stretch(old: bytes) -> bytes:
        return old[:8] + box(old[12:16], old[16:] + pasp)

    content = changed(good.clip(), "moov/trak/mdia/minf/stbl/stsd", _without_pasp)
    return changed(content, "moov/trak/mdia/minf/stbl/stsd", stretch)


def _without_pasp(old: bytes) -> bytes:
    at = old.find(b"pasp")
    return old if at < 0 else old[: at - 4] + old[at + 12 :]


def sixteen_pixels() -> bytes:
    return good.clip(width=16, height=16)


def clock_that_jumps() -> bytes:
    return good.repacked("matroska", good.clip(), lambda number: number * 40 + (5 * 3_600_000 if number > 5 else 0), Fraction(1, 1000))


def clock_that_stands() -> bytes:
    return good.repacked("matroska", good.clip("avi", "mjpeg", "yuvj420p"), lambda _: 7, Fraction(1, 1000))


def clock_below_zero() -> bytes:
    return good.repacked("mov", good.clip("avi", "mjpeg", "yuvj420p"), lambda number: number - 3)


def clock_that_wraps() -> bytes:
    """A transport stream counts 33 bits of 1/90000 s, and then from zero."""
    return good.repacked("mpegts", good.clip("mpegts"), lambda number: 2**33 - 20_000 + number * 3600, Fraction(1, 90_000))


def clock_in_the_far_future() -> bytes:
    return good.repacked("matroska", good.clip("avi", "mjpeg", "yuvj420p"), lambda number: 2**40 + number * 40, Fraction(1, 1000))


def a_frame_an_hour() -> bytes:
    return good.repacked("matroska", good.clip(), lambda number: number * 3_600_000, Fraction(1, 1000))


def ten_hours_claimed() -> bytes:
    def claim(old: bytes, at: int, scale_at: int | None) -> bytes:
        scale = int.from_bytes(old[scale_at : scale_at + 4], "big") if scale_at is not None else 1000
        return put(old, at, number(36_000 * scale))

    content = changed(good.clip(), "moov/mvhd", lambda old: claim(old, 16, 12))
    content = changed(content, "moov/trak/tkhd", lambda old: claim(old, 20, None))
    return changed(content, "moov/trak/mdia/mdhd", lambda old: claim(old, 16, 12))


def samples_of_no_length() -> bytes:
    return changed(good.clip(), "moov/trak/mdia/minf/stbl/stts", lambda _: number(0) + number(1) + number(good.FRAMES) + number(0))


def length_that_is_no_number() -> bytes:
    """A WebM whose duration is not a number."""
    content = good.clip("webm", "libvpx")
    at = content.index(b"\x44\x89\x88")
    return put(content, at + 3, b"\x7f\xf8" + bytes(6))


def one_picture() -> bytes:
    return good.clip("mov", "mjpeg", "yuvj420p", frames=1)


def animation_in_mov() -> bytes:
    content = good.clip("mov", "png", "rgb24")
    return changed(content, "moov/trak/mdia/minf/stbl/stsd", lambda old: put(old, 12, b"gif "))


def archive_codec() -> bytes:
    return good.clip("matroska", "ffv1")


def codec_nobody_knows() -> bytes:
    return changed(good.clip(), "moov/trak/mdia/minf/stbl/stsd", lambda old: put(old, 12, b"zzzz"))


def protected() -> bytes:
    """H.264 under common encryption, its key elsewhere."""

    def protect(old: bytes) -> bytes:
        kid = bytes(range(16))
        scheme = box(b"schm", number(0) + b"cenc" + number(0x10000)) + box(b"schi", box(b"tenc", number(0) + b"\0\0\x01\x08" + kid))
        sinf = box(b"sinf", box(b"frma", b"avc1"), scheme)
        return old[:8] + box(b"encv", old[16:] + sinf)

    return changed(good.clip(), "moov/trak/mdia/minf/stbl/stsd", protect)


def interlaced() -> bytes:
    return good.clip("mp4", "libx264", **{"x264-params": "tff=1"})


def bare_stream() -> bytes:
    return good.clip("h264")


def see_through() -> bytes:
    return good.clip("webm", "libvpx-vp9", "yuva420p")


def transport_stream() -> bytes:
    return good.clip("mpegts")


def nothing_but_a_header() -> bytes:
    return element(0x1A45DFA3, element(0x4282, b"webm"))
