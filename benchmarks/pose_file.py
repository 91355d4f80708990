"""The pose file against the obvious one, an object of named numbers for each landmark: bytes as sent (gzip), and the error paid for it."""

import gzip
import json
from typing import Any

import numpy as np

from benchmarks import samples
from gpu_jobs.extract import extract_poses
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.skeleton import LANDMARKS
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import Crop, Estimator, PoseFile, Size, Source, dumps, loads

FRAMES = 2897
"""A clip of a minute and a half, as long as the longest one the product was first tried with."""
RENDITION = Size(1080, 1920)


def measure() -> dict[str, Any]:
    """Sizes in bytes, errors in millimetres and in pixels of 1080 × 1920."""
    track, origin = _long_track()
    text = dumps(_file(track))
    back = arrays(loads(text).track)
    _, image, world, _ = arrays(track)
    ours, theirs = len(gzip.compress(text.encode(), 6)), len(gzip.compress(_verbose(track).encode(), 6))
    return {
        "frames": len(track),
        "landmarks_from": origin,
        "bytes_gzip": ours,
        "verbose_bytes_gzip": theirs,
        "ratio": round(theirs / ours, 2),
        "bytes_plain": len(text),
        "verbose_bytes_plain": len(_verbose(track)),
        "error_world_mm": round(float(np.nanmax(np.abs(back[2] - world))) * 1000, 4),
        "error_image_px": round(float(np.nanmax(np.abs(back[1] - image)[..., :2] * (RENDITION.width, RENDITION.height))), 4),
    }


def _long_track() -> tuple[PoseTrack, str]:
    """Real landmarks of real clips, one after the other until there are enough."""
    folder = samples()
    if folder is None:
        raise SystemExit("The pose file is measured on real clips: set PERSCOACH_SAMPLES to a folder with videos/.")
    clips = sorted((folder / "videos" / "gymnai").glob("*.mp4"))
    read = [arrays(extract_poses(clip).track) for clip in clips]
    parts = [np.concatenate([clip[k] for clip in read]) for k in (1, 2, 3)]
    turns = -(-FRAMES // len(parts[0]))
    image, world, visibility = (np.concatenate([part] * turns)[:FRAMES] for part in parts)
    return track_from_arrays(np.arange(FRAMES) / 30, image, world, visibility, 9 / 16), ", ".join(clip.name for clip in clips)


def _file(track: PoseTrack) -> PoseFile:
    source = Source(RENDITION.width, RENDITION.height, 30.0, len(track), track.duration)
    return PoseFile(track, source, Crop(0, 0, RENDITION.width, RENDITION.height), RENDITION, Estimator("mediapipe", "0.10.35", "full"))


def _verbose(track: PoseTrack) -> str:
    times, image, world, visibility = arrays(track)
    frames = []
    for row, time_s in enumerate(times):
        if not track.present(row):
            frames.append({"time": float(time_s), "landmarks": None})
            continue
        numbers = zip(LANDMARKS, image[row].tolist(), world[row].tolist(), visibility[row].tolist(), strict=True)
        frames.append(
            {
                "time": float(time_s),
                "landmarks": [
                    {"name": name, "x": i[0], "y": i[1], "z": i[2], "world": {"x": w[0], "y": w[1], "z": w[2]}, "visibility": v}
                    for name, i, w, v in numbers
                ],
            }
        )
    return json.dumps({"frames": frames}, indent=1)
