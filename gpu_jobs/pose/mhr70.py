"""The 70 keypoints of the Momentum Human Rig, as SAM 3D Body gives them, and which of our 33 landmarks they are.

Axes are the camera's: x right, y down, z away from it, metres; what a frame gives is placed by the rig, not by the person's hips.
"""

import numpy as np
from numpy.typing import NDArray

KEYPOINTS = 70
LEFT_HIP, RIGHT_HIP = 9, 10

COUNTERPARTS = {
    **{0: 0, 2: 1, 5: 2, 7: 3, 8: 4},  # nose, eyes, ears
    **{11: 5, 12: 6, 13: 7, 14: 8, 15: 62, 16: 41},  # shoulders, elbows, wrists
    **{17: 61, 18: 40, 19: 49, 20: 28, 21: 44, 22: 23},  # knuckles of little and index finger, a joint of the thumb
    **{23: 9, 24: 10, 25: 11, 26: 12, 27: 13, 28: 14},  # hips, knees, ankles
    **{29: 17, 30: 20, 31: 15, 32: 18},  # heels, big toes
}
"""Landmark to keypoint. The eyes' corners and the mouth's have none."""
LANDMARKS, KNOWN = np.array(list(COUNTERPARTS)), np.array(list(COUNTERPARTS.values()))

RIG_TO_CAMERA = np.diag([1.0, -1.0, -1.0]).astype(np.float32)
"""The rig has y up and z towards the camera. Keypoints come turned already, the joints' rotations do not."""

Floats = NDArray[np.float32]


def hips_of(keypoints: Floats) -> Floats:
    """`(3,)` the middle between the hips of `(70, 3)`: where `world` has its origin."""
    middle: Floats = keypoints[[LEFT_HIP, RIGHT_HIP]].mean(axis=0)
    return middle


def turned(rotations: Floats) -> Floats:
    """The joints' rotations `(J, 3, 3)` against the rig's axes as rotations against the camera's: columns are the joint's own axes."""
    return np.asarray(RIG_TO_CAMERA @ rotations, np.float32)
