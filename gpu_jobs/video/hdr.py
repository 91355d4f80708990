"""HDR from phones (HLG and PQ in BT.2020) as the BT.709 picture an SDR camera would have taken of the same scene.

A frame is first scaled to the wanted size, then every pixel goes through one 3D table, built once from the formulas below. The
mapping refers to the scene (ITU-R BT.2408-7, 5.1): light as it fell on the camera is worked out, dimmed where it is brighter than
SDR can show, brought to BT.709's primaries and given BT.709's curve. So skin keeps the place and the hue it has in an SDR clip.
"""

from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av.filter
import cv2
import numpy as np
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation
from numpy.typing import NDArray

from gpu_jobs.colour.cube import Cube, grid
from gpu_jobs.frames import Pixels
from gpu_jobs.video.labels import HLG, matrix_of, range_of

Floats = NDArray[np.float64]

TABLE_SIZE = 65  # points a side; with 33 dark greys come out a level off
WHITE_NITS = 203.0  # cd/m²; diffuse white in HDR, BT.2408: signal 75 % in HLG, 58 % in PQ. Shown as SDR's white but for the shoulder
PEAK_NITS = 1000.0  # cd/m²; what phones grade for; brighter parts are shown as white
PQ_NITS = 10_000.0  # cd/m²; PQ's full signal
SYSTEM_GAMMA = 1.2  # between scene and display at 1000 cd/m², BT.2100
SHOULDER_START = 1.5  # BT.2390's knee begins at 1.5 × target peak − 0.5, both as shares of the source's peak in PQ
BT2020_LUMINANCE = np.array([0.2627, 0.6780, 0.0593])
BT709_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
# Linear BT.709 to linear BT.2020, BT.2087-0, and back; its rounded rows are made to sum to 1, so that grey stays grey.
FROM_BT709 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
TO_BT709 = np.linalg.inv(FROM_BT709 / FROM_BT709.sum(axis=1, keepdims=True))
NO_LIGHT = 1e-9
WORKING = "gbrp16le"  # the format for which FFmpeg's tetrahedral table lookup is vectorised: 4 times as fast as rgb48


class ToneMapper:
    """Maps the frames of one clip; keeps the filter from frame to frame.

    Example:
        pixels = ToneMapper().mapped(frame, 1080, 1920)
    """

    def __init__(self) -> None:
        self._kind: tuple[int, int, int] | None = None
        self._graph: av.filter.Graph | None = None

    def mapped(self, frame: VideoFrame, width: int, height: int) -> Pixels:
        """An HDR frame as `(height, width, 3)` uint8 RGB in BT.709."""
        kind = (frame.color_trc, width, height)
        if self._graph is None or kind != self._kind:
            self._kind, self._graph = kind, _lookup(standard_range(frame.color_trc), width, height)
        scaled = frame.reformat(
            width=width,
            height=height,
            format=WORKING,
            src_colorspace=matrix_of(frame),
            src_color_range=range_of(frame),
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.BILINEAR if (frame.width, frame.height) == (width, height) else Interpolation.AREA,
        )
        scaled.pts = None
        self._graph.push(scaled)
        looked_up = self._graph.pull()
        assert isinstance(looked_up, VideoFrame)
        planes = [np.frombuffer(memoryview(plane), np.uint16).reshape(height, -1)[:, :width] for plane in looked_up.planes]
        green, blue, red = (cv2.convertScaleAbs(plane, alpha=1 / 257) for plane in planes)
        result: Pixels = cv2.merge([red, green, blue])
        return result


@lru_cache(maxsize=2)
def standard_range(transfer: int) -> Cube:
    """The table from an HDR signal 0..1 to BT.709's signal 0..1.

    Args:
        transfer: `labels.PQ` or `labels.HLG`.
    """
    scene = scene_of_hlg(grid(TABLE_SIZE)) if transfer == HLG else scene_of_pq(grid(TABLE_SIZE))
    return Cube(bt709_of(scene).astype(np.float32), "HDR to BT.709")


def scene_of_hlg(signal: Floats) -> Floats:
    """Scene light in BT.2020, 1 is diffuse white, of an HLG signal `(..., 3)`: the inverse OETF of BT.2100, table 5."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    light = np.where(signal <= 0.5, signal**2 / 3, (np.exp((np.maximum(signal, 0.5) - c) / a) + b) / 12)
    scene: Floats = light / (WHITE_NITS / PEAK_NITS) ** (1 / SYSTEM_GAMMA)
    return scene


def scene_of_pq(signal: Floats) -> Floats:
    """Scene light in BT.2020, 1 is diffuse white, of a PQ signal `(..., 3)`: shown light, less the system's gamma in luminance."""
    shown = np.minimum(nits_of_pq(signal), PEAK_NITS) / WHITE_NITS
    luminance = np.maximum(shown @ BT2020_LUMINANCE, NO_LIGHT)[..., None]
    scene: Floats = shown * luminance ** (1 / SYSTEM_GAMMA - 1)
    return scene


def bt709_of(scene: Floats) -> Floats:
    """BT.709's signal 0..1 of scene light in BT.2020, diffuse white at 1. Ratios of the channels, and so hues, are kept."""
    brightest = np.maximum(scene.max(axis=-1, keepdims=True), NO_LIGHT)
    dimmed = dimmed_nits(WHITE_NITS * brightest**SYSTEM_GAMMA) / WHITE_NITS
    light = (scene * (dimmed ** (1 / SYSTEM_GAMMA) / brightest)) @ TO_BT709.T
    grey = np.clip(light @ BT709_LUMINANCE, 0.0, 1.0)[..., None]
    # Colours beyond BT.709 are mixed with grey of their own luminance until they fit.
    colour = light - grey
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(colour > 0, (1 - grey) / colour, np.where(colour < 0, -grey / colour, np.inf))
    fitting = grey + colour * np.minimum(room.min(axis=-1, keepdims=True), 1.0)
    light = np.clip(fitting, 0.0, 1.0)
    signal: Floats = np.where(light < 0.018, 4.5 * light, 1.099 * light**0.45 - 0.099)
    return signal


def dimmed_nits(nits: Floats) -> Floats:
    """What is shown of light up to `PEAK_NITS` on a display that ends at `WHITE_NITS`: ITU-R BT.2390-11, 5.4.1, without black lift."""
    peak = pq_of_nits(np.array(PEAK_NITS))
    level, most = np.minimum(pq_of_nits(nits) / peak, 1.0), pq_of_nits(np.array(WHITE_NITS)) / peak
    start = SHOULDER_START * most - (SHOULDER_START - 1)
    t = np.clip((level - start) / (1 - start), 0.0, 1.0)
    spline = (2 * t**3 - 3 * t**2 + 1) * start + (t**3 - 2 * t**2 + t) * (1 - start) + (3 * t**2 - 2 * t**3) * most
    return nits_of_pq(np.where(level < start, level, spline) * peak)


def nits_of_pq(signal: Floats) -> Floats:
    """cd/m² of a PQ signal 0..1: the EOTF of SMPTE ST 2084."""
    power = signal ** (1 / 78.84375)
    nits: Floats = PQ_NITS * (np.maximum(power - 0.8359375, 0.0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
    return nits


def pq_of_nits(nits: Floats) -> Floats:
    """The inverse of `nits_of_pq`."""
    power = (nits / PQ_NITS) ** 0.1593017578125
    signal: Floats = ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
    return signal


def _lookup(cube: Cube, width: int, height: int) -> av.filter.Graph:
    graph = av.filter.Graph()
    graph.threads = 1  # the cores are shared out among workers already
    with TemporaryDirectory() as folder:
        path = Path(folder) / "hdr.cube"
        cube.write(path)
        source = graph.add_buffer(width=width, height=height, format=VideoFormat(WORKING), time_base=Fraction(1, 1000))
        table = graph.add("lut3d", file=str(path), interp="tetrahedral")
        sink = graph.add("buffersink")
        source.link_to(table)
        table.link_to(sink)
        graph.configure()
    return graph
