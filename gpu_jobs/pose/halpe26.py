"""The 26 keypoints of Halpe with feet, and which of our 33 landmarks they are.

Order: COCO's 17 (Lin et al. 2014), then head, neck, hip and the feet, as RTMPose's makers list them.
"""

import numpy as np

KEYPOINTS = 26

LANDMARKS = np.array([0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28, 31, 32, 29, 30])
"""The landmarks it knows, each side's left first: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles, big toes, heels."""
KNOWN = np.array([*range(17), 20, 21, 24, 25])
"""The keypoints that these are; head, neck, hip and small toes have no landmark."""
