"""The studio's camera: a pinhole that looks along +y at the place where the person stands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.geometry import turn


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the camera is and what it sees.

    The room stays square to the camera; `yaw` turns the person instead, which is what a client does who does not face the lens.

    Attributes:
        width, height: Picture size in pixels.
        yaw: Degrees the person is turned to their own left (seen from the front: to the picture's right).
        pitch: Degrees the camera looks down. distance: metres to the person. lift: metres above the floor.
        view: Vertical field of view, degrees.
        pan: Degrees the camera looks to the right. aside: metres it stands to the right.
    """

    width: int = 360
    height: int = 640
    yaw: float = 0.0
    pitch: float = 3.0
    distance: float = 3.4
    lift: float = 1.05
    view: float = 42.0
    pan: float = 0.0
    aside: float = 0.0

    @property
    def focal(self) -> float:
        """Focal length in pixels, the same both ways."""
        return float(self.height / 2 / np.tan(np.radians(self.view) / 2))

    @property
    def eye(self) -> NDArray[np.float32]:
        """(3,) place of the lens."""
        return np.array([self.aside, -self.distance, self.lift], np.float32)

    @property
    def axes(self) -> NDArray[np.float32]:
        """(3, 3) rows: right, down and ahead of the picture, in the room."""
        cosine, sine = np.cos(np.radians(self.pitch)), np.sin(np.radians(self.pitch))
        ahead = np.array([[1, 0, 0], [0, -sine, -cosine], [0, cosine, -sine]], np.float32)
        return ahead if self.pan == 0 else np.asarray(ahead @ turn("z", -np.radians(self.pan)).T, dtype=np.float32)

    def seen(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """(..., 3) room points as the camera has them: x right, y down, z ahead, metres."""
        return np.asarray((points - self.eye) @ self.axes.T, dtype=np.float32)

    def project(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """(..., 2) pixel coordinates of (..., 3) room points; (0, 0) is the picture's upper left corner, not the first pixel's middle."""
        seen = self.seen(points)
        centre = np.array([self.width / 2, self.height / 2], np.float32)
        return np.asarray(seen[..., :2] / seen[..., 2:] * self.focal + centre, dtype=np.float32)

    def rays(self, across: int) -> NDArray[np.float32]:
        """(H * across, W * across, 3) unit directions in the room through a grid of `across` x `across` samples a pixel."""
        x = (np.arange(self.width * across) + 0.5) / across - self.width / 2
        y = (np.arange(self.height * across) + 0.5) / across - self.height / 2
        grid = np.stack([*np.broadcast_arrays(x[None, :], y[:, None]), np.full((len(y), len(x)), self.focal)], axis=-1)
        directions = grid @ self.axes
        return np.asarray(directions / np.linalg.norm(directions, axis=-1, keepdims=True), dtype=np.float32)
