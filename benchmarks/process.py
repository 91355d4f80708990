"""`perscoach process` on a real clip of 65 frames, from Ray's start on: landmarks against a published reference, what the alpha holds."""

import json
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import av
import numpy as np

from benchmarks import samples
from gpu_jobs.clock import silent
from gpu_jobs.cluster import workers
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import process
from perscoach_motion.npzfile import arrays
from perscoach_motion.trackfile import read

CLIP = "videos/tfjs-models/pose_squats.mp4"
REFERENCE = "landmarks/tfjs-models/pose_squats.full.json"


def measure() -> dict[str, Any]:
    """Times, the landmarks' distance from the published reference in pixels, and what the alpha holds."""
    folder = samples()
    if folder is None:
        raise SystemExit("This is measured on a real clip: set PERSCOACH_SAMPLES to a folder with videos/ and landmarks/.")
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "out"
        began = perf_counter()
        with workers() as hands:
            hands.start(len, ()).result()
            start_s = perf_counter() - began
            result = process(folder / CLIP, out, ProcessOptions(), silent, hands)
        error = landmark_error_px(out / "trainer_poses.json", folder / REFERENCE)
        alpha = alpha_levels(out / "trainer_transparent.webm")
        sizes = {path.name: path.stat().st_size for path in sorted(out.iterdir())}
    return {
        "clip": CLIP,
        "frames": result.frames,
        "wall_s": round(result.wall_s, 2),
        "ray_start_s": round(start_s, 2),  # once in a worker's life, not once a clip
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
