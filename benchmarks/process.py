"""`perscoach process` on a real clip against the loop one writes first: read, pose, matte, colour, encode, one frame after the other."""

import json
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import av
import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from benchmarks import samples
from gpu_jobs.clock import silent
from gpu_jobs.cluster import workers
from gpu_jobs.pipeline import ProcessOptions, process
from gpu_jobs.weights import model_path
from perscoach_motion.npzfile import arrays
from perscoach_motion.trackfile import read

CLIP = "videos/tfjs-models/pose_squats.mp4"
REFERENCE = "landmarks/tfjs-models/pose_squats.full.json"


def measure() -> dict[str, Any]:
    """Frames a second of both, the landmarks' distance from the published reference in pixels, and what the alpha holds."""
    folder = samples()
    if folder is None:
        raise SystemExit("This is measured on a real clip: set PERSCOACH_SAMPLES to a folder with videos/ and landmarks/.")
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "out"
        began = perf_counter()
        with workers() as hands:
            start_s = perf_counter() - began
            result = process(folder / CLIP, out, ProcessOptions(), silent, hands)
        naive_s = _newcomers_loop(folder / CLIP, Path(made) / "naive.webm")
        error = landmark_error_px(out / "trainer_poses.json", folder / REFERENCE)
        alpha = alpha_levels(out / "trainer_transparent.webm")
        sizes = {path.name: path.stat().st_size for path in sorted(out.iterdir())}
    # Ray starts once in a worker's life, not once a clip: its start stands beside, and the ratio is given with and without it.
    return {
        "clip": CLIP,
        "frames": result.frames,
        "wall_s": round(result.wall_s, 2),
        "fps": round(result.frames / result.wall_s, 2),
        "newcomer_fps": round(result.frames / naive_s, 2),
        "ratio": round(naive_s / result.wall_s, 2),
        "ray_start_s": round(start_s, 2),
        "ratio_with_start": round(naive_s / (result.wall_s + start_s), 2),
        "stages_s": {name: round(seconds, 2) for name, seconds in result.stages.items()},
        "landmark_error_px": error,
        "alpha": alpha,
        "bytes": sizes,
    }


def landmark_error_px(poses: Path, reference: Path) -> float:
    """Mean distance of all landmarks of all frames from the reference, in source pixels."""
    file = read(poses)
    _, image, _, _ = arrays(file.track)
    ours = image[..., :2] * (file.crop.width, file.crop.height) + (file.crop.x, file.crop.y)
    theirs = np.array(json.loads(reference.read_text()), dtype=float)[..., :2]
    return round(float(np.linalg.norm(ours - theirs, axis=-1).mean()), 2)


def alpha_levels(webm: Path) -> dict[str, float]:
    """Shares of wholly clear and wholly opaque pixels, decoded by the only decoder that keeps alpha."""
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    planes = []
    with av.open(str(webm)) as container:
        for packet in container.demux(video=0):
            for frame in decoder.decode(packet) if packet.size else decoder.decode(None):
                planes.append(frame.to_ndarray(format="rgba")[..., 3])
    alpha = np.stack(planes)
    return {"frames": len(planes), "clear": round(float((alpha < 8).mean()), 4), "opaque": round(float((alpha > 247).mean()), 4)}


def _newcomers_loop(source: Path, target: Path) -> float:
    """Seconds that the plain loop takes for the same outputs: cv2 reads, MediaPipe poses and mask, LAB colour, VP9 with alpha."""
    began = perf_counter()
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model_path("pose_landmarker_full.task"))),
        running_mode=vision.RunningMode.VIDEO,
        output_segmentation_masks=True,
    )
    capture = cv2.VideoCapture(str(source))
    with vision.PoseLandmarker.create_from_options(options) as pose, av.open(str(target), "w") as container:
        stream: Any = None
        number = 0
        while True:
            more, picture = capture.read()
            if not more:
                break
            rgb = np.ascontiguousarray(picture[..., ::-1])
            found = pose.detect_for_video(mp.Image(mp.ImageFormat.SRGB, rgb), number * 33)
            mask = found.segmentation_masks[0].numpy_view().squeeze() if found.segmentation_masks else np.zeros(rgb.shape[:2], np.float32)
            lab = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB)
            lab[..., 0] = cv2.add(lab[..., 0], 6)
            rgba = np.dstack([cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), (mask * 255).astype(np.uint8)])
            if stream is None:
                stream = container.add_stream("libvpx-vp9", rate=30)
                stream.width, stream.height, stream.pix_fmt = rgba.shape[1], rgba.shape[0], "yuva420p"
            container.mux(stream.encode(av.VideoFrame.from_ndarray(rgba, format="rgba")))
            number += 1
        container.mux(stream.encode(None))
    return perf_counter() - began
