"""Makes the picture with a known answer by which the browser proves its delegate: `python -m tests.browser.known_person`.

A frame of the demo's rendered trainer, and where the real network on a processor puts her shoulders, elbows, wrists, hips, knees and
ankles in space, by the lite model and by the full one: they differ by five centimetres, nearly all of it in depth.
"""

import json
from pathlib import Path

import av
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from PIL import Image

from gpu_jobs.weights import model_path
from perscoach_motion.skeleton import BODY

ASSETS = Path(__file__).resolve().parents[2] / "assets"
PICTURE, TRUTH = ASSETS / "shadow" / "known.webp", ASSETS / "shadow" / "known.json"
SIZE = (240, 320)


def world_of(model: str, picture: np.ndarray) -> np.ndarray:
    """(12, 3) metres of the body's landmarks."""
    options = vision.PoseLandmarkerOptions(base_options=BaseOptions(model_asset_path=str(model_path(model))))
    with vision.PoseLandmarker.create_from_options(options) as eyes:
        found = eyes.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(picture)))
    return np.array([[p.x, p.y, p.z] for p in (found.pose_world_landmarks[0][number] for number in BODY)])


def main() -> None:
    """Write both files."""
    with av.open(str(ASSETS / "demo" / "squat.mp4")) as clip:
        frame = next(clip.decode(video=0)).to_image()
    width = round(frame.height * SIZE[0] / SIZE[1])
    left = max(0, (frame.width - width) // 2)
    frame.crop((left, 0, min(frame.width, left + width), frame.height)).resize(SIZE, Image.Resampling.LANCZOS).save(PICTURE, quality=80)
    picture = np.asarray(Image.open(PICTURE).convert("RGB"))
    truths = []
    for model in ("lite", "full"):
        world = world_of(f"pose_landmarker_{model}.task", picture)
        truths.append([[number, *(round(float(value), 4) for value in place)] for number, place in zip(BODY, world, strict=True)])
    TRUTH.write_text(json.dumps(truths, separators=(",", ":")) + "\n")
    print(f"{PICTURE.stat().st_size} + {TRUTH.stat().st_size} bytes")


if __name__ == "__main__":
    main()
