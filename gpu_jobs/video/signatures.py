"""What a file begins with: the containers we read, and what people send instead."""

QUICKTIME_STARTS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
STILL_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\x01\0", b"8BPS", b"\xff\x0a")
PLAYLISTS = (b"#extm3u", b"ffconcat", b"v=0", b"[playlist]", b"<smil", b"<mpd", b"<asx")
TS_PACKET, TS_PACKETS_SEEN, TS_SYNC = (188, 192, 204), 4, 0x47
NAL_STARTS = (7, 9)  # H.264's parameter set and delimiter: what a bare stream begins with


def container_of(head: bytes) -> str | None:
    """FFmpeg's name of the demuxer for a file that begins so; None if it is none that we read."""
    if head[4:8] in QUICKTIME_STARTS and not is_picture(head):
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "avi"
    if any(_synced(head, step, offset) for step, offset in zip(TS_PACKET, (0, 4, 0), strict=True)):
        return "mpegts"
    start = head.removeprefix(b"\0")
    if start.startswith(b"\0\0\x01") and len(start) > 3 and not start[3] & 0x80 and start[3] & 0x1F in NAL_STARTS:
        return "h264"
    return None


def is_picture(head: bytes) -> bool:
    """Whether the file begins as a still picture, or an animation made of such."""
    return head.startswith(PICTURES) or (head[4:8] == b"ftyp" and head[8:12] in STILL_BRANDS) or head[8:12] == b"WEBP"


def is_playlist(head: bytes) -> bool:
    """Whether the file only names other files or addresses."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith(PLAYLISTS) or (text.startswith(b"<?xml") and any(word in text for word in (b"<mpd", b"<smil", b"<playlist")))


def _synced(head: bytes, step: int, offset: int) -> bool:
    places = range(offset, offset + TS_PACKETS_SEEN * step, step)
    return all(place < len(head) and head[place] == TS_SYNC for place in places)
