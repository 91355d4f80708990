"""Reading what was drawn on the stage."""

import base64
import io
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

COLOURS = {"red": (255, 90, 90), "green": (0, 255, 136)}


def canvas_pixels(page: Page) -> NDArray[np.uint8]:
    """(H, W, 4) the stage's canvas, not premultiplied; transparent where only the grey behind it is seen."""
    address = page.evaluate("document.querySelector('.shadow-canvas').toDataURL('image/png')")
    picture = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
    return np.asarray(picture.convert("RGBA"))


def skeleton_pixels(page: Page, colour: Literal["red", "green"]) -> int:
    """How many pixels have a skeleton's colour, exactly and opaque."""
    pixels = canvas_pixels(page).astype(int)
    return int(((np.abs(pixels[..., :3] - COLOURS[colour]).max(axis=2) <= 3) & (pixels[..., 3] == 255)).sum())


def on_camera(alpha: NDArray[np.floating[Any]], stats: dict[str, Any], shape: tuple[int, ...]) -> NDArray[np.floating[Any]]:
    """The camera's truth (h, w) as the stage (H, W) should show it, by the transform the engine gave; 0 outside the camera's picture."""
    sx, bx, sy, by = stats["output"][8:12]
    box = stats["box"]
    columns = ((np.arange(shape[1]) + 0.5 - box["x"]) / box["width"] - bx) / sx
    rows = ((np.arange(shape[0]) + 0.5 - box["y"]) / box["height"] - by) / sy
    height, width = alpha.shape
    x, y = np.floor(columns * width).astype(int), np.floor(rows * height).astype(int)
    seen = alpha[np.clip(y, 0, height - 1)][:, np.clip(x, 0, width - 1)]
    inside = ((y >= 0) & (y < height))[:, None] & ((x >= 0) & (x < width))[None]
    return np.where(inside, seen, 0.0)
