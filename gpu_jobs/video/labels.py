"""What a frame's labels say about its colours, and what is assumed where they say nothing or nonsense."""

from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

PQ, HLG = 16, 18  # transfer: SMPTE ST 2084 and ARIB STD-B67, as FFmpeg numbers them
MATRICES = {1: 1, 4: 4, 5: 5, 6: 5, 7: 7, 9: 9, 10: 9}  # label to what FFmpeg's scaler knows; it refuses all others
WEIGHTS = {1: (0.2126, 0.0722), 5: (0.299, 0.114)}  # of red and blue in luma: ITU-R BT.709 and BT.601, by FFmpeg's scaler's numbers
HD_LEAST_SIDE = 720  # px; an unlabelled picture this large follows BT.709, a smaller one BT.601 (what players assume too)


def is_hdr(frame: VideoFrame) -> bool:
    """Whether a frame's values mean HDR light."""
    return frame.color_trc in (PQ, HLG)


def matrix_of(frame: VideoFrame) -> Colorspace:
    """How red, green and blue became luma and chroma."""
    label = MATRICES.get(int(frame.colorspace))
    if label is not None:
        return Colorspace(label)
    if is_hdr(frame):
        return Colorspace.BT2020
    return Colorspace.ITU709 if min(frame.width, frame.height) >= HD_LEAST_SIDE else Colorspace.ITU601


def range_of(frame: VideoFrame) -> ColorRange:
    """Whether black and white are 0 and 255 (full) or 16 and 235, which is what an unlabelled frame means."""
    return ColorRange.JPEG if frame.color_range == ColorRange.JPEG else ColorRange.MPEG
