"""The still picture shown before the clip plays."""

import cv2

from gpu_jobs.frames import Pixels

QUALITY = 82  # WebP, of 100: no blocks to be seen on skin, about 40 kB at 600×1080


def poster(pixels: Pixels) -> bytes:
    """A frame `(H, W, 4)` RGBA as WebP with alpha."""
    ok, packed = cv2.imencode(".webp", cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGRA), [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    if not ok:
        raise ValueError("the poster could not be encoded as WebP")
    return bytes(packed.tobytes())
