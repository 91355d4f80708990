"""Clips filmed in HDR look like the same scene filmed in SDR."""

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.errors import Notice
from gpu_jobs.video import hdr
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.labels import HLG, PQ, matrix_of
from gpu_jobs.video.probe import probe
from tests.jobs.hdr_scene import PATCHES, ROW, Floats, filmed, hlg_signal, patch, pq_signal, sdr_signal
from tests.jobs.odd_files import turned

DIFFUSE = [name for name in PATCHES if name not in ("white", "lamp")]
SKINS = ("deep skin", "middle skin", "fair skin")
BOTH = pytest.mark.parametrize("kind", ["hlg", "pq"])


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, NDArray[np.uint8]]:
    """The first frame of the scene as filmed in each way, read at full size."""
    folder = tmp_path_factory.mktemp("hdr")
    return {kind: first(filmed(folder / f"{kind}.mp4", kind)) for kind in ("hlg", "pq", "sdr")}


def first(path: Path, longest_side: int = 1920) -> NDArray[np.uint8]:
    return next(iter(Reader(probe(path), longest_side))).pixels


def lab(colour: Floats) -> Floats:
    return cv2.cvtColor(np.float32(colour)[None, None] / 255, cv2.COLOR_RGB2LAB)[0, 0].astype(float)


def hue(colour: Floats) -> float:
    return float(np.degrees(np.arctan2(*lab(colour)[:0:-1])))


@BOTH
def test_skin_and_cloth_are_what_an_sdr_camera_sees(kind: str, read: dict[str, NDArray[np.uint8]]) -> None:
    for name in DIFFUSE:
        ours, wanted = patch(read[kind], name), patch(read["sdr"], name)
        assert np.linalg.norm(lab(ours) - lab(wanted)) < 2, f"{name}: {ours} instead of {wanted}"
    for name in SKINS:
        assert hue(patch(read[kind], name)) == pytest.approx(hue(patch(read["sdr"], name)), abs=3)


def test_taken_for_sdr_the_same_file_would_be_pale(tmp_path: Path, read: dict[str, NDArray[np.uint8]]) -> None:
    with av.open(str(filmed(tmp_path / "clip.mp4", "hlg"))) as container:
        naive = next(container.decode(video=0)).to_ndarray(format="rgb24")
    wrong = np.linalg.norm(lab(patch(naive, "middle skin")) - lab(patch(read["sdr"], "middle skin")))
    assert wrong > 8


@BOTH
def test_white_stays_white_and_a_lamp_is_brighter(kind: str, read: dict[str, NDArray[np.uint8]]) -> None:
    white, lamp = patch(read[kind], "white"), patch(read[kind], "lamp")
    assert 0.89 * 255 <= white.min() <= white.max() <= 255
    assert np.ptp(white) <= 1.5
    assert lamp.max() >= 250
    assert lamp.min() > white.max()


@BOTH
def test_a_ramp_never_falls_and_has_no_colour(kind: str, read: dict[str, NDArray[np.uint8]]) -> None:
    ramp = read[kind][ROW + 20 : -20].mean(axis=0)
    assert np.diff(ramp.mean(axis=1)).min() >= -0.3
    assert np.ptp(ramp, axis=1).max() <= 2.5
    assert ramp[-1].mean() - ramp[0].mean() > 220


@pytest.mark.parametrize(("transfer", "signal_of"), [(HLG, hlg_signal), (PQ, pq_signal)])
def test_the_table_is_as_good_as_the_formulas(transfer: int, signal_of: Callable[[Floats], Floats]) -> None:
    """For colours that BT.709 can show, up to diffuse white; beyond, BT.709 itself ends."""
    light = np.random.default_rng(5).uniform(0.01, 1.0, (20_000, 3))
    signal = signal_of(light)
    scene = hdr.scene_of_hlg(signal) if transfer == HLG else hdr.scene_of_pq(signal)
    exact = hdr.bt709_of(scene) * 255
    error = np.abs(hdr.standard_range(transfer).at(signal) * 255 - exact)
    assert error.mean() < 0.3
    assert np.percentile(error, 99) < 2.5
    # Half as bright as white the shoulder does nothing: it is BT.709's own curve of the scene.
    dim = light.max(axis=1) < 0.45
    assert np.abs(exact[dim] - sdr_signal(light[dim]) * 255).max() < 1.0


def test_greys_rise_all_the_way_through_the_table() -> None:
    for transfer in (HLG, PQ):
        grey = hdr.standard_range(transfer).at(np.repeat(np.linspace(0, 1, 1025)[:, None], 3, axis=1))
        assert np.diff(grey[:, 1]).min() >= 0
        assert np.ptp(grey, axis=1).max() < 1e-4
        assert grey[0, 0] == pytest.approx(0, abs=1e-4)
        assert grey[-1, 0] == pytest.approx(1, abs=1e-4)


def test_known_points_of_the_standards() -> None:
    assert hdr.nits_of_pq(np.array(0.5081)) == pytest.approx(100, rel=0.005), "ST 2084: 100 cd/m² are 50.8 %"
    assert hdr.pq_of_nits(np.array(203.0)) == pytest.approx(0.58, abs=0.002), "BT.2408: diffuse white in PQ"
    assert hdr.scene_of_hlg(np.full(3, 0.75)) == pytest.approx(1.0, abs=0.005), "BT.2408: diffuse white in HLG"
    assert hdr.scene_of_hlg(np.full(3, 0.38)) == pytest.approx(0.18, abs=0.005), "BT.2408: an 18 % grey card is 38 % in HLG"
    assert hdr.dimmed_nits(np.array([1.0, 50.0])) == pytest.approx([1.0, 50.0], rel=1e-3)
    assert hdr.dimmed_nits(np.array([1000.0, 4000.0])) == pytest.approx([203, 203], rel=1e-3)


def test_filmed_upright_and_in_4k(tmp_path: Path, read: dict[str, NDArray[np.uint8]]) -> None:
    wide = filmed(tmp_path / "wide.mp4", "hlg", width=3840, fps=60)
    clip = probe(turned(wide, tmp_path / "upright.mp4", clockwise=90))
    assert clip.high_dynamic_range
    shown = [frame.pixels for frame in Reader(clip, 1280)]
    assert [pixels.shape for pixels in shown] == [(1280, 725, 3)] * 2
    lying = np.ascontiguousarray(cv2.rotate(shown[0], cv2.ROTATE_90_COUNTERCLOCKWISE))
    for name in DIFFUSE:
        left = round((list(PATCHES).index(name) + 0.5) * 128)
        assert lying[150, left].astype(float) == pytest.approx(patch(read["hlg"], name), abs=3), name


def test_the_person_is_told_what_was_done() -> None:
    notice = Notice("high_dynamic_range")
    assert "converted" in notice.sentence("en")
    assert "переведены" in notice.sentence("ru")


def test_labels_that_make_no_sense_are_not_believed() -> None:
    """FFmpeg's scaler refuses such a frame, and with it the whole clip."""
    frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 120, np.uint8), format="rgb24").reformat(format="yuv420p10le")
    for transfer, label, matrix in ((18, 14, 9), (18, 255, 9), (1, 8, 5), (1, 3, 5), (1, 9, 9), (1, 6, 5)):
        frame.color_trc, frame.colorspace = transfer, label
        assert matrix_of(frame) == matrix
        frame.reformat(format="rgb24", src_colorspace=matrix_of(frame))
    frame.color_trc, frame.colorspace = HLG, 14
    assert hdr.ToneMapper().mapped(frame, 64, 64).shape == (64, 64, 3)
