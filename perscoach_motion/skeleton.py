"""The 33 landmarks of MediaPipe Pose by name, and the limbs scored between them.

Order and names: MediaPipe Pose Landmarker documentation (BlazePose GHUM, 33 landmarks).
"""

from typing import Final

LANDMARKS: Final[tuple[str, ...]] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
COUNT: Final = len(LANDMARKS)
INDEX: Final[dict[str, int]] = {name: number for number, name in enumerate(LANDMARKS)}


def _mirrored(name: str) -> str:
    """The same landmark on the other side of the body."""
    if "left" in name:
        return name.replace("left", "right")
    return name.replace("right", "left")


MIRROR: Final[tuple[int, ...]] = tuple(INDEX[_mirrored(name)] for name in LANDMARKS)
"""``MIRROR[i]`` is the landmark a mirror shows where landmark ``i`` was."""

NOSE, LEFT_EAR, RIGHT_EAR = 0, 7, 8
LEFT_SHOULDER, RIGHT_SHOULDER = 11, 12
LEFT_ELBOW, RIGHT_ELBOW = 13, 14
LEFT_WRIST, RIGHT_WRIST = 15, 16
LEFT_HIP, RIGHT_HIP = 23, 24
LEFT_KNEE, RIGHT_KNEE = 25, 26
LEFT_ANKLE, RIGHT_ANKLE = 27, 28
LEFT_HEEL, RIGHT_HEEL = 29, 30
LEFT_TOE, RIGHT_TOE = 31, 32

BODY: Final[tuple[int, ...]] = (*range(11, 17), *range(23, 29))
"""Shoulders, elbows, wrists, hips, knees, ankles: what the overlap score and the gate look at."""

CONNECTIONS: Final[tuple[tuple[int, int], ...]] = (
    (11, 12), (11, 13), (13, 15), (12, 14), (14, 16), (11, 23), (12, 24), (23, 24),
    (23, 25), (25, 27), (24, 26), (26, 28), (27, 29), (29, 31), (27, 31), (28, 30), (30, 32), (28, 32),
)  # fmt: skip
"""Lines drawn between landmarks."""

LIMBS: Final[tuple[str, ...]] = (
    "left_upper_arm",
    "left_forearm",
    "left_thigh",
    "left_shin",
    "left_foot",
    "right_upper_arm",
    "right_forearm",
    "right_thigh",
    "right_shin",
    "right_foot",
    "trunk",
    "shoulders",
    "hips",
    "head",
)

LIMB_ENDS: Final[tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]] = (
    ((LEFT_SHOULDER,), (LEFT_ELBOW,)),
    ((LEFT_ELBOW,), (LEFT_WRIST,)),
    ((LEFT_HIP,), (LEFT_KNEE,)),
    ((LEFT_KNEE,), (LEFT_ANKLE,)),
    ((LEFT_HEEL,), (LEFT_TOE,)),
    ((RIGHT_SHOULDER,), (RIGHT_ELBOW,)),
    ((RIGHT_ELBOW,), (RIGHT_WRIST,)),
    ((RIGHT_HIP,), (RIGHT_KNEE,)),
    ((RIGHT_KNEE,), (RIGHT_ANKLE,)),
    ((RIGHT_HEEL,), (RIGHT_TOE,)),
    ((LEFT_HIP, RIGHT_HIP), (LEFT_SHOULDER, RIGHT_SHOULDER)),
    ((LEFT_SHOULDER,), (RIGHT_SHOULDER,)),
    ((LEFT_HIP,), (RIGHT_HIP,)),
    ((LEFT_SHOULDER, RIGHT_SHOULDER), (LEFT_EAR, RIGHT_EAR)),
)
"""From which landmarks (their middle) to which each limb points, in the order of ``LIMBS``."""

MIRROR_LIMB: Final[tuple[int, ...]] = tuple(LIMBS.index(_mirrored(name)) for name in LIMBS)
"""``MIRROR_LIMB[k]`` is the limb of the other side; the middle limbs are their own."""
