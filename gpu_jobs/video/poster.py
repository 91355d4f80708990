"""The still picture shown before the clip plays, and the same frame as it was filmed."""

import cv2

from gpu_jobs.frames import Pixels

QUALITY = 82  # WebP, of 100: no blocks to be seen on skin, about 40 kB at 600×1080


def poster(pixels: Pixels) -> bytes:
    """A frame as WebP: `(H, W, 4)` RGBA with alpha, or `(H, W, 3)` RGB."""
    order = cv2.COLOR_RGBA2BGRA if pixels.shape[2] == 4 else cv2.COLOR_RGB2BGR
    ok, packed = cv2.imencode(".webp", cv2.cvtColor(pixels, order), [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    if not ok:
        raise ValueError("the poster could not be encoded as WebP")
    return bytes(packed.tobytes())
