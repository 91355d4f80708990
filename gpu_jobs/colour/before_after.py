"""The person as filmed and as graded, side by side: the trainer sees at a glance what the colours became."""

import cv2
import numpy as np

from gpu_jobs.frames import Pixels

STAGE_GREY = (111, 114, 120)  # RGB; the grey on which players show the person (#6f7278)
GAP = 8  # px between the halves
GAP_GREY = (10, 10, 15)  # RGB; the page's dark
LONGEST = 900  # px; the taller side of one half: enough to judge skin, about 60 kB
QUALITY = 88  # WebP, of 100: colours are what this picture is about


def before_after(before: Pixels, after: Pixels) -> bytes:
    """A WebP picture: before on the left, after on the right, over the stage's grey.

    Args:
        before: `(H, W, 4)` RGBA with straight alpha, as filmed.
        after: Likewise, graded.

    Raises:
        ValueError: The two differ in size.
    """
    if before.shape != after.shape:
        raise ValueError(f"before and after differ in size: {before.shape} and {after.shape}")
    scale = min(1.0, LONGEST / max(before.shape[:2]))
    size = (round(before.shape[1] * scale), round(before.shape[0] * scale))
    halves = [cv2.resize(_over_grey(half), size, interpolation=cv2.INTER_AREA) for half in (before, after)]
    gap = np.full((size[1], GAP, 3), GAP_GREY, np.uint8)
    picture = cv2.cvtColor(np.hstack([halves[0], gap, halves[1]]), cv2.COLOR_RGB2BGR)
    ok, packed = cv2.imencode(".webp", picture, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    if not ok:
        raise ValueError("the picture could not be encoded as WebP")
    return bytes(packed.tobytes())


def _over_grey(pixels: Pixels) -> Pixels:
    cover = pixels[..., 3:].astype(np.float32) / 255
    mixed: Pixels = np.rint(pixels[..., :3] * cover + np.array(STAGE_GREY, np.float32) * (1 - cover)).astype(np.uint8)
    return mixed
