"""Files that only call themselves videos, and videos that would have FFmpeg open something else."""

import gzip
import io
import zipfile

import numpy as np

from tests.jobs.bad_files import good
from tests.jobs.bad_files.surgery import box, changed, number

SECRET = "file:///etc/passwd"


def hls_playlist() -> bytes:
    return f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\n{SECRET}\n#EXT-X-ENDLIST\n".encode()


def hls_playlist_of_an_address() -> bytes:
    return b"\xef\xbb\xbf#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/video.ts\n#EXT-X-ENDLIST\n"


def dash_manifest() -> bytes:
    return b'<?xml version="1.0"?><MPD type="static"><Period><BaseURL>file:///etc/passwd</BaseURL></Period></MPD>'


def concat_list() -> bytes:
    return b"ffconcat version 1.0\nfile '/etc/passwd'\nfile 'http://127.0.0.1:9/x.mp4'\n"


def session_description() -> bytes:
    return b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n"


def drawing() -> bytes:
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/><script>alert(1)</script></svg>'


def web_page() -> bytes:
    return b"<!doctype html><script>location='http://127.0.0.1:9/'</script>" + b"ftypmp42moov" * 40


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("../../evil.mp4", good.clip())
    return packed.getvalue()


def packed_video() -> bytes:
    return gzip.compress(good.clip(), mtime=0)


def document() -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def server_script() -> bytes:
    return b"<?php system($_GET['c']); ?>\n" * 20


def program() -> bytes:
    return b"\x7fELF\x02\x01\x01" + bytes(2000)


def zeros() -> bytes:
    return bytes(2**20)


def noise() -> bytes:
    return np.random.default_rng(1).bytes(2**16)


def photo_png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + number(13) + b"IHDR" + number(50_000) * 2 + b"\x08\x02\0\0\0" + bytes(4)


def photo_jpeg() -> bytes:
    return good.clip("mjpeg", "mjpeg", "yuvj420p")


def photo_heic() -> bytes:
    return box(b"ftyp", b"heic", number(0), b"mif1heic") + box(b"mdat", bytes(64))


def animation() -> bytes:
    return good.clip("gif", "gif", "rgb8")


def playlist_behind_a_signature() -> bytes:
    """What a check of the first bytes alone lets pass."""
    return box(b"ftyp", b"isom", number(0), b"isom") + hls_playlist()


def data_in_another_file() -> bytes:
    """A QuickTime whose pictures lie in a file of the server, by an alias."""
    where = b"/etc/passwd"
    alias = bytes(150) + number(2, 2) + number(len(where), 2) + where + (b"\0" if len(where) % 2 else b"") + b"\xff\xff\0\0"
    entry = box(b"alis", number(0), alias)
    return changed(good.clip("mov"), "moov/trak/mdia/minf/dinf/dref", lambda _: number(0) + number(1) + entry)


def subtitles_that_are_a_playlist() -> bytes:
    """An AVI whose subtitles (GAB2) are a playlist of the server's files: how clips were made to show /etc/passwd."""
    jpeg = good.clip("mjpeg", "mjpeg", "yuvj420p", frames=1)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)

    def words(*values: int) -> bytes:
        return b"".join(value.to_bytes(4, "little") for value in values)

    def stream(kind: bytes, handler: bytes, layout: bytes) -> bytes:
        head = kind + handler + words(0, 0, 0, 1, 25, 0, 8, 0, 0xFFFFFFFF, 0) + bytes(8)
        return chunk(b"LIST", b"strl" + chunk(b"strh", head) + chunk(b"strf", layout))

    shape = words(40, good.WIDTH, good.HEIGHT) + (1).to_bytes(2, "little") + (24).to_bytes(2, "little") + b"MJPG" + words(0, 0, 0, 0, 0)
    main = words(40_000, 0, 0, 0x10, 8, 0, 2, 0, good.WIDTH, good.HEIGHT, 0, 0, 0, 0)
    head = chunk(b"LIST", b"hdrl" + chunk(b"avih", main) + stream(b"vids", b"MJPG", shape) + stream(b"txts", bytes(4), b""))
    text = hls_playlist()
    subtitles = b"GAB2\0" + (2).to_bytes(2, "little") + words(2) + b"x\0" + (4).to_bytes(2, "little") + words(len(text)) + text
    film = chunk(b"LIST", b"movi" + chunk(b"01tx", subtitles) + chunk(b"00dc", jpeg) * 8)
    return chunk(b"RIFF", b"AVI " + head + film)
