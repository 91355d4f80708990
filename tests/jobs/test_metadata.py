"""What a phone writes beside the pictures (where, when, with what, by whom) goes into none of the files that we write."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from numpy.typing import NDArray

from gpu_jobs.cropped import crop_video
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import process
from gpu_jobs.workers import Here
from tests.jobs.odd_files import hum

PLACE = "+55.7512+037.6184+151.000/"
TAGS = {
    **{"title": "SECRET title", "comment": "SECRET comment", "artist": "SECRET artist", "location": PLACE, "date": "1999-12-31"},
    **{
        "com.apple.quicktime.location.ISO6709": PLACE,
        "com.apple.quicktime.make": "SECRET make",
        "com.apple.quicktime.model": "SECRET model",
    },
}
SECRETS = (b"SECRET", b"55.7512", b"037.6184", b"1999-12-31")
OURS = {"encoder", "alpha_mode", "duration", "handler_name", "language", "major_brand", "minor_version", "compatible_brands", "vendor_id"}
MILLISECOND = Fraction(1, 1000)


def told_everything(path: Path, frames: list[NDArray[np.uint8]]) -> Path:
    """A clip as a phone and an editor leave it: place, maker, title, a chapter, a cover, a track of positions, all with secrets."""
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"} if path.suffix == ".mp4" else {}) as out:
        picture = out.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        picture.height, picture.width = frames[0].shape[:2]
        picture.pix_fmt = "yuv420p"
        picture.metadata["handler_name"] = "SECRET handler"
        sound = out.add_stream("aac", rate=44_100, layout="mono")
        sound.metadata["handler_name"] = "SECRET microphone"
        cover = out.add_stream("mjpeg", rate=1)
        cover.height, cover.width, cover.pix_fmt, cover.disposition = 64, 64, "yuvj420p", Disposition.attached_pic
        positions = out.add_data_stream("bin_data") if path.suffix == ".mp4" else None
        out.metadata.update(TAGS)
        out.set_chapters([{"id": 1, "start": 0, "end": 500, "time_base": MILLISECOND, "metadata": {"title": "SECRET chapter"}}])
        out.mux(cover.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        out.mux(cover.encode(None))
        for number, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        hum(out, sound, len(frames) / 10)
        if positions is not None:
            packet = av.Packet(f"SECRET {PLACE}".encode())
            packet.stream, packet.time_base, packet.pts, packet.dts, packet.duration = positions, MILLISECOND, 0, 0, 500
            out.mux(packet)
    return path


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov"])
def test_nothing_a_phone_wrote_beside_the_pictures_is_passed_on(name: str, tmp_path: Path, person: list[NDArray[np.uint8]]) -> None:
    source = told_everything(tmp_path / name, person)
    told = source.read_bytes()
    assert all(secret in told for secret in (*SECRETS, b"com.apple.quicktime.location" if name == "clip.mp4" else b"\xa9xyz"))

    process(source, tmp_path / "out", ProcessOptions(cut=True, frames=True), lambda _: None, Here())
    crop_video(source, tmp_path / "out" / "cropped.mp4")

    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert {path.suffix for path in written} >= {".webm", ".mp4", ".webp", ".png", ".npz", ".json", ".html"}
    for path in written:
        content = path.read_bytes()
        assert not [secret for secret in (*SECRETS, b"Exif") if secret in content], path.name
        if path.suffix in (".webm", ".mp4"):
            with av.open(str(path)) as container:
                tags = set(container.metadata).union(*(stream.metadata for stream in container.streams))
                assert {tag.lower() for tag in tags} <= OURS, path.name
                assert not container.chapters()
                assert {stream.type for stream in container.streams} <= {"video", "audio"}
