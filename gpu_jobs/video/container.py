"""Which container a file is, told by its bytes and never by its name, and FFmpeg opened on those bytes alone.

FFmpeg gets neither a path nor a way to open one: it reads from a file that is open already, with the demuxer named beforehand.
So no playlist, no reference to another file and no address is ever followed, whatever the bytes ask for.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import av
import av.error
from av.container import InputContainer

from gpu_jobs.errors import VideoRejected
from gpu_jobs.video.boxes import index_of
from gpu_jobs.video.signatures import container_of, is_picture, is_playlist

MOST_BYTES = 4 * 2**30  # of a file: twenty minutes of 4K from a phone
MOST_STREAMS = 32  # a phone writes a picture, a sound and up to five tracks of measurements
STREAMS_TRIED = 2 * MOST_STREAMS  # FFmpeg gives up beyond; a little more than allowed, so that we can say what is wrong
MOST_PIXELS = 4096 * 2304  # of a frame: 4K of any kind; one decoded frame of 10 bits is 28 MB, and a decoder keeps up to twenty
READ_BYTES = 256 * 2**10  # at once: a Python call each
HEAD_BYTES = 4096  # enough for every signature, and for a text to show that it is one
SHOWN_LETTERS = 80  # of a path in a sentence

# FFmpeg's demuxers, and its decoders, that we trust with strangers' bytes: what phones, cameras and browsers have written these
# fifteen years. Everything else is code nobody fuzzes any more.
DEMUXERS = ("mov", "matroska", "avi", "mpegts", "h264")
VIDEO_CODECS = ("h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "mpeg4", "mjpeg", "prores", "h263", "mpeg2video")
AUDIO_CODECS = (
    *("aac", "mp3", "mp3float", "opus", "libopus", "vorbis", "ac3", "eac3", "alac", "flac", "amrnb", "amrwb", "pcm_alaw", "pcm_mulaw"),
    *("pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be"),
)
CONTAINER_OPTIONS = {
    "protocol_whitelist": "none",
    "format_whitelist": ",".join(DEMUXERS),
    "codec_whitelist": ",".join(VIDEO_CODECS + AUDIO_CODECS),
    "max_streams": str(STREAMS_TRIED),
    "enable_drefs": "0",
    "use_absolute_path": "0",
}
CODEC_OPTIONS = {"max_pixels": str(MOST_PIXELS)}


def shown(path: Path) -> str:
    """A path fit for a sentence: on one line, nothing that turns the text around, its end if it is long."""
    text = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(path))
    return text if len(text) <= SHOWN_LETTERS else "…" + text[-SHOWN_LETTERS:]


def file_of(path: Path) -> BinaryIO:
    """The file, open for reading; it waits for nobody and is no device.

    Raises:
        VideoRejected: It is not there, not a file, not ours to read, empty, or too large.
    """
    try:
        # Never blocking: a named pipe would wait for a writer for ever. The name is not asked again, so it cannot be exchanged meanwhile.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except FileNotFoundError as error:
        raise VideoRejected("not_found", path=shown(path)) from error
    except PermissionError as error:
        raise VideoRejected("unreadable", path=shown(path)) from error
    except (OSError, ValueError) as error:  # A socket, a loop of links, a name too long or with a zero in it.
        raise VideoRejected("not_a_file", path=shown(path)) from error
    file = os.fdopen(descriptor, "rb") if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    if file is None:
        os.close(descriptor)
        raise VideoRejected("not_a_file", path=shown(path))
    size = os.fstat(descriptor).st_size
    if not 0 < size <= MOST_BYTES:
        file.close()
        raise VideoRejected("file_too_large" if size else "empty", path=shown(path), gigabytes=size / 2**30, most=MOST_BYTES / 2**30)
    return file


@contextmanager
def opened(source: Path | BinaryIO, called: Path | None = None) -> Iterator[InputContainer]:
    """A video open for reading, from its beginning.

    Args:
        source: Where it lies, or the open file itself, which stays open.
        called: What an open file is called in sentences.

    Raises:
        VideoRejected: It is not there, or no video of a kind that we read.
    """
    if isinstance(source, Path):
        with file_of(source) as file, _demuxed(file, shown(source)) as container:
            yield container
    else:
        with _demuxed(source, shown(called or Path())) as container:
            yield container


def _demuxed(file: BinaryIO, path: str) -> InputContainer:
    file.seek(0)
    head = file.read(HEAD_BYTES)
    demuxer = container_of(head)
    if demuxer is None:
        raise VideoRejected("a_picture" if is_picture(head) else "a_playlist" if is_playlist(head) else "not_a_video", path=path)
    if demuxer == "mov":
        _check_index(file, path)
    file.seek(0)
    try:
        container = av.open(
            _Nameless(file), "r", format=demuxer, options=CODEC_OPTIONS, container_options=CONTAINER_OPTIONS, metadata_errors="replace",
            buffer_size=READ_BYTES, io_open=_refused,
        )  # fmt: skip
    except MemoryError as error:
        raise VideoRejected("unsafe_memory", path=path) from error
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise VideoRejected("not_a_video", path=path) from error
    if not 0 < (count := len(container.streams)) <= MOST_STREAMS:
        container.close()
        raise VideoRejected("too_many_streams" if count else "not_a_video", path=path, count=count, most=MOST_STREAMS)
    return container


def _check_index(file: BinaryIO, path: str) -> None:
    index = index_of(file)
    if not index.whole:  # As when a phone stops in mid-recording: the index is written last.
        raise VideoRejected("cut_off_header", path=path)
    if index.encrypted:
        raise VideoRejected("protected", path=path)
    if index.tracks > MOST_STREAMS:
        raise VideoRejected("too_many_streams", path=path, count=index.tracks, most=MOST_STREAMS)


class _Nameless:
    """A file's bytes without its name, which FFmpeg would take for a base of other names."""

    name = "upload"

    def __init__(self, file: BinaryIO) -> None:
        self.read: Callable[[int], bytes] = file.read
        self.seek: Callable[[int, int], int] = file.seek
        self.tell: Callable[[], int] = file.tell


def _refused(*_: object) -> None:
    raise PermissionError("a video has no business with other files")
