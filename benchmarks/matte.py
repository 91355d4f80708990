"""The cut-out against the truth of rendered people, as it comes out of the encoded clip, beside the raw mask it begins with."""

import tempfile
from pathlib import Path
from typing import Any

import av
import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from gpu_jobs.cluster import process_video
from gpu_jobs.weights import model_path
from perscoach_motion.trackfile import read
from tests.synthetic.clips import rendered_squat

OPAQUE = 0.5


def measure() -> dict[str, Any]:
    """Mean absolute error of alpha (0..1) and intersection over union, over the whole source picture."""
    source, truth = rendered_squat()
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "out"
        process_video(source, out)
        crop = read(out / "trainer_poses.json").crop
        ours = np.zeros_like(truth.alpha)
        inside = _alpha(out / "trainer_transparent.webm")
        ours[:, crop.y : crop.y + crop.height, crop.x : crop.x + crop.width] = [
            cv2.resize(frame, (crop.width, crop.height), interpolation=cv2.INTER_AREA) for frame in inside
        ]
    raw = _raw_masks(source)
    return {
        "frames": len(ours),
        "alpha_mae": _mae(ours, truth.alpha),
        "iou": _iou(ours, truth.alpha),
        "raw_mask_mae": _mae(raw, truth.alpha),
        "raw_mask_iou": _iou(raw, truth.alpha),
        "ratio": round(_mae(raw, truth.alpha) / _mae(ours, truth.alpha), 2),
    }


def _alpha(webm: Path) -> NDArray[np.float32]:
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    with av.open(str(webm)) as container:
        frames = [f for p in container.demux(video=0) for f in (decoder.decode(p) if p.size else decoder.decode(None))]
    return np.stack([frame.to_ndarray(format="rgba")[..., 3] for frame in frames]).astype(np.float32) / 255


def _raw_masks(source: Path) -> NDArray[np.float32]:
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model_path("pose_landmarker_full.task"))),
        running_mode=vision.RunningMode.VIDEO,
        output_segmentation_masks=True,
    )
    masks = []
    with vision.PoseLandmarker.create_from_options(options) as pose, av.open(str(source)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            picture = np.ascontiguousarray(frame.to_ndarray(format="rgb24"))
            found = pose.detect_for_video(mp.Image(mp.ImageFormat.SRGB, picture), number * 66)
            empty = np.zeros(picture.shape[:2], np.float32)
            masks.append(found.segmentation_masks[0].numpy_view().squeeze().copy() if found.segmentation_masks else empty)
    return np.stack(masks)


def _mae(ours: NDArray[np.float32], truth: NDArray[np.float32]) -> float:
    return round(float(np.abs(ours - truth).mean()), 5)


def _iou(ours: NDArray[np.float32], truth: NDArray[np.float32]) -> float:
    one, other = ours > OPAQUE, truth > OPAQUE
    return round(float((one & other).sum() / (one | other).sum()), 4)
