"""Small files that ask for more than any machine has."""

from tests.jobs.bad_files import good
from tests.jobs.bad_files.surgery import box, changed, cluster, element, exp_golomb, matroska, number, put, split, track

EDITS = 500_000
HUGE = 50_000  # px a side: 7.5 GB as RGB


def _size_in_header(content: bytes, width: int, height: int) -> bytes:
    """Another size in the track header (16.16) and the sample entry."""
    content = changed(
        content, "moov/trak/tkhd", lambda old: put(old, 76, number(width << 16 & 0xFFFFFFFF) + number(height << 16 & 0xFFFFFFFF))
    )
    return changed(content, "moov/trak/mdia/minf/stbl/stsd", lambda old: put(old, 40, number(width, 2) + number(height, 2)))


def huge_mp4() -> bytes:
    return _size_in_header(good.clip(), HUGE, HUGE)


def huge_webm() -> bytes:
    return matroska(element(0x1654AE6B, track(1, HUGE, HUGE)), cluster())


def huge_parameter_set() -> bytes:
    """A bare H.264 stream of 3125 × 3125 macroblocks."""
    size = exp_golomb(HUGE // 16 - 1)
    # Profile 66, level 5.2; id, bits of the frame number, order type 2, references, gaps, size, frames only, inference, no crop, no VUI.
    bits = f"{66:08b}{0:08b}{52:08b}" + "1" + "1" + "011" + "010" + "0" + size + size + "1" + "1" + "0" + "0" + "1"
    parameters = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    rest = good.clip("h264")
    return b"\0\0\0\x01\x67" + parameters + rest[rest.index(b"\0\0\0\x01\x68") :]


def grows_in_mid_stream() -> bytes:
    """A bare stream whose later pictures have 11 million pixels."""
    return good.clip("h264") + good.clip("h264", width=4096, height=2560, frames=2)


def huge_png_in_mov() -> bytes:
    return _size_in_header(good.clip("mov", "png", "rgb24"), HUGE, HUGE)


def huge_jpeg_in_mov() -> bytes:
    """The header is honest, each picture in it is not."""
    content = good.clip("mov", "mjpeg", "yuvj420p")
    small = b"\xff\xc0\0\x11\x08" + number(good.HEIGHT, 2) + number(good.WIDTH, 2)
    assert small in content
    return content.replace(small, b"\xff\xc0\0\x11\x08" + number(HUGE, 2) + number(HUGE, 2))


def larger_than_promised() -> bytes:
    """The header says 160×120, the pictures are of eleven million pixels."""
    return _size_in_header(good.clip(width=4096, height=2560, frames=2), good.WIDTH, good.HEIGHT)


def thousand_tracks_mp4() -> bytes:
    content = good.clip()
    entry = box(b"trak", dict(split(dict(split(content))[b"moov"]))[b"trak"])
    return changed(content, "moov", lambda old: old + entry * 999)


def thousand_tracks_webm() -> bytes:
    return matroska(element(0x1654AE6B, b"".join(track(number) for number in range(1, 1001))), cluster())


def hundred_attachments() -> bytes:
    file = element(
        0x61A7, element(0x466E, b"../../evil.ttf") + element(0x4660, b"font/ttf") + element(0x465C, bytes(100)) + element(0x46AE, b"\x05")
    )
    return matroska(element(0x1654AE6B, track(1)), element(0x1941A469, file * 100), cluster())


def samples_without_end() -> bytes:
    """A quarter of a billion samples of one byte each: six gigabytes of index out of two kilobytes."""
    content = changed(good.clip(), "moov/trak/mdia/minf/stbl/stsz", lambda _: number(0) + number(1) + number(2**28))
    content = changed(content, "moov/trak/mdia/minf/stbl/stsc", lambda _: number(0) + number(1) + number(1) + number(2**28) + number(1))
    return changed(content, "moov/trak/mdia/minf/stbl/stts", lambda _: number(0) + number(1) + number(2**28) + number(1))


def edits_without_end() -> bytes:
    """An edit list that shows the whole clip half a million times: a gigabyte of index out of six megabytes."""
    edits = number(0) + number(EDITS) + (number(2400) + number(0) + number(1 << 16)) * EDITS

    def edited(old: bytes) -> bytes:
        return box(b"edts", box(b"elst", edits)) + b"".join(box(*part) for part in split(old) if part[0] != b"edts")

    return changed(good.clip(frames=60), "moov/trak", edited)


def comment_of_twenty_megabytes() -> bytes:
    text = b"x" * 20_000_000
    tag = box(b"\xa9cmt", box(b"data", number(1) + number(0) + text))
    handler = box(b"hdlr", number(0) * 2 + b"mdirappl" + bytes(9))
    return changed(good.clip(), "moov", lambda old: old + box(b"udta", box(b"meta", number(0) + handler + box(b"ilst", tag))))


def frames_without_end() -> bytes:
    two = good.clip("avi", "mjpeg", "yuvj420p", width=64, height=64, frames=2)
    return good.repacked("matroska", two, lambda number: number, copies=20_100)


def parameter_set_of_nonsense() -> bytes:
    """A bare H.264 stream whose parameter set is all ones."""
    return (b"\0\0\0\x01\x67" + b"\xff" * 64 + b"\0\0\0\x01\x68\xff\xff\0\0\0\x01\x65" + b"\xff" * 400) * 20
