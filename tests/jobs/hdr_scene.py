"""A scene of known light, filmed as a phone would in HLG, in PQ and in SDR: patches of grey, skin and cloth, a lamp, a ramp."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.video import hdr

Floats = NDArray[np.float64]

PATCH = 48  # px; wide
ROW = 136  # px; high
# Linear BT.709 light, 1 is diffuse white.
PATCHES: dict[str, tuple[float, float, float]] = {
    "black cloth": (0.03, 0.03, 0.032),
    "grey": (0.18, 0.18, 0.18),
    "deep skin": (0.13, 0.066, 0.04),
    "middle skin": (0.34, 0.20, 0.13),
    "fair skin": (0.62, 0.43, 0.33),
    "red cloth": (0.42, 0.03, 0.04),
    "green cloth": (0.06, 0.26, 0.07),
    "blue cloth": (0.03, 0.07, 0.33),
    "white": (1.0, 1.0, 1.0),
    "lamp": (4.0, 3.6, 3.0),
}
RAMP = np.linspace(0.0, 1.0, len(PATCHES) * PATCH)  # a second row: grey light


def scene() -> Floats:
    """`(272, 480, 3)` linear BT.709 light."""
    above = np.repeat(np.array(list(PATCHES.values())), PATCH, axis=0)[None].repeat(ROW, axis=0)
    below = (RAMP**2)[None, :, None].repeat(ROW, axis=0).repeat(3, axis=2)
    return np.concatenate([above, below])


def patch(pixels: NDArray[np.uint8], name: str) -> Floats:
    """The mean colour, 0..255, of a patch's inner part."""
    left = list(PATCHES).index(name) * PATCH
    scale = pixels.shape[1] / (len(PATCHES) * PATCH)
    rows, columns = slice(round(12 * scale), round(124 * scale)), slice(round((left + 12) * scale), round((left + 36) * scale))
    found: Floats = pixels[rows, columns].reshape(-1, 3).mean(axis=0)
    return found


def hlg_signal(light: Floats) -> Floats:
    """BT.2100's HLG OETF with diffuse white at 75 %."""
    wide = light @ hdr.FROM_BT709.T * (hdr.WHITE_NITS / hdr.PEAK_NITS) ** (1 / hdr.SYSTEM_GAMMA)
    bent = 0.17883277 * np.log(np.maximum(12 * wide - 0.28466892, 1e-9)) + 0.55991073
    signal: Floats = np.clip(np.where(wide <= 1 / 12, np.sqrt(3 * wide), bent), 0, 1)
    return signal


def pq_signal(light: Floats) -> Floats:
    """Shown at 203 cd/m² with the system gamma of BT.2100, then PQ."""
    wide = light @ hdr.FROM_BT709.T
    luminance = np.maximum(wide @ hdr.BT2020_LUMINANCE, 1e-9)[..., None]
    return hdr.pq_of_nits(np.minimum(wide * luminance**0.2 * hdr.WHITE_NITS, hdr.PEAK_NITS))


def sdr_signal(light: Floats) -> Floats:
    """BT.709's OETF, clipping what is brighter than white."""
    light = np.clip(light, 0, 1)
    signal: Floats = np.where(light < 0.018, 4.5 * light, 1.099 * light**0.45 - 0.099)
    return signal


SIGNALS: dict[str, Callable[[Floats], Floats]] = {"hlg": hlg_signal, "pq": pq_signal, "sdr": sdr_signal}
GRAIN = 400.0  # of 65,535: a phone's noise indoors
# FFmpeg's numbers: primaries, transfer, matrix.
LABELS = {"hlg": (9, 18, 9), "pq": (9, 16, 9), "sdr": (1, 1, 1)}


def filmed(path: Path, kind: str, *, frames: int = 2, width: int | None = None, fps: int = 30, moving: bool = False) -> Path:
    """Write the scene as 10-bit HEVC, labelled as phones do; `moving` drifts sideways and has grain, as life has."""
    signal = np.rint(SIGNALS[kind](scene()) * 65535).astype(np.uint16)
    random = np.random.default_rng(0)
    primaries, transfer, matrix = LABELS[kind]
    with av.open(str(path), "w") as out:
        options = {
            "preset": "ultrafast",
            "x265-params": f"log-level=none:pools=1:frame-threads=1:bframes=0:{'crf=12' if moving else 'lossless=1'}",
        }
        stream = out.add_stream("libx265", rate=fps, options=options)
        stream.width, stream.height = width or signal.shape[1], round((width or signal.shape[1]) * signal.shape[0] / signal.shape[1])
        stream.pix_fmt = "yuv420p10le"
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace = primaries, transfer, matrix
        context.color_range = 1
        for number in range(frames):
            shown = signal
            if moving:
                grain = random.normal(0, GRAIN, signal.shape)
                shown = np.clip(np.roll(signal, number, axis=1) + grain, 0, 65535).astype(np.uint16)
            frame = av.VideoFrame.from_ndarray(shown, format="rgb48le").reformat(
                width=stream.width, height=stream.height, format="yuv420p10le", dst_colorspace=matrix,
                src_color_range="JPEG", dst_color_range="MPEG", interpolation="POINT",
            )  # fmt: skip
            frame.color_primaries, frame.color_trc, frame.colorspace = primaries, transfer, matrix
            frame.pts, frame.time_base = number, Fraction(1, fps)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path
