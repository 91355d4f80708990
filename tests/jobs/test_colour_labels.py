"""Standard video in whatever matrix and range it is labelled with comes out in the colours that were filmed."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe

COLOURS = np.array([(205, 160, 138), (98, 66, 50), (225, 30, 100), (22, 22, 24), (240, 240, 240), (30, 90, 190), (40, 160, 60)], np.uint8)
WIDE = 64  # px; each colour
LABEL_709, LABEL_601, LABEL_2020, UNSAID = 1, 6, 9, 2


def bars(height: int = 256) -> NDArray[np.uint8]:
    return COLOURS.repeat(WIDE, axis=0)[None].repeat(height, axis=0)


def written(path: Path, pixels: NDArray[np.uint8], matrix: int, label: int, pix_fmt: str, full: bool) -> Path:
    """Two frames of lossless H.264, made with one matrix and labelled, perhaps, as another."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"qp": "0", "preset": "ultrafast", "bf": "0"})
        stream.height, stream.width = pixels.shape[:2]
        stream.pix_fmt = pix_fmt
        context = stream.codec_context
        context.colorspace, context.color_range = label, 2 if full else 1
        context.color_primaries = context.color_trc = 1 if label != UNSAID else UNSAID
        for number in range(2):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
                format=pix_fmt, dst_colorspace=matrix, src_color_range="JPEG", dst_color_range="JPEG" if full else "MPEG"
            )
            frame.pts, frame.time_base = number, Fraction(1, 25)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def found(path: Path) -> NDArray[np.int_]:
    pixels = next(iter(Reader(probe(path), 1920))).pixels
    return np.array([pixels[100, number * WIDE + WIDE // 2] for number in range(len(COLOURS))], int)


@pytest.mark.parametrize(("matrix", "label"), [(1, LABEL_709), (5, LABEL_601), (9, LABEL_2020), (5, UNSAID)])
@pytest.mark.parametrize(("pix_fmt", "full"), [("yuv420p", False), ("yuvj420p", True), ("yuv420p10le", False)])
def test_colours_come_out_as_filmed(matrix: int, label: int, pix_fmt: str, full: bool, tmp_path: Path) -> None:
    clip = written(tmp_path / "clip.mp4", bars(), matrix, label, pix_fmt, full)
    assert np.abs(found(clip) - COLOURS).max() <= 3


def test_a_wrong_matrix_would_be_seen(tmp_path: Path) -> None:
    wrong = written(tmp_path / "clip.mp4", bars(), 5, LABEL_709, "yuv420p", full=False)
    assert np.abs(found(wrong) - COLOURS).max() > 10


def test_an_unlabelled_picture_in_hd_follows_bt709(tmp_path: Path) -> None:
    assert np.abs(found(written(tmp_path / "hd.mp4", bars(720)[:, :448], 1, UNSAID, "yuv420p", full=False)) - COLOURS).max() > 3
    wide = np.concatenate([bars(720)] * 2, axis=1)
    assert np.abs(found(written(tmp_path / "wide.mp4", wide, 1, UNSAID, "yuv420p", full=False)) - COLOURS).max() <= 3
