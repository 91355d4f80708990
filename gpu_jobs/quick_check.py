"""A first look at a clip: seconds after the upload the trainer knows whether to film again, long before the work is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.errors import Notice, VideoRejected
from gpu_jobs.frames import Frame, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.pose import Person, estimator
from gpu_jobs.pose.human_shape import human_shape, lighting
from gpu_jobs.pose.smoothing import metres_per_unit
from gpu_jobs.steadiness import Steadiness
from gpu_jobs.video.container import shown
from gpu_jobs.video.guard import GuardedGlances
from gpu_jobs.video.probe import Clip
from perscoach_motion.skeleton import BODY

LONGEST_SIDE = 960  # px; the pose network sees the person at 256 px, who fills a third of the picture or more
SEVERAL_LEAST = 2  # samples with more than one person; a single one may be a mistake
LOST_LEAST = 0.3  # of the samples; the trainer who walks to the mat and back to the phone is out of the picture for less
STILL_M = 0.06  # m; the most a landmark strays from its middle place, as a standard deviation, when nothing is done
STEP = 2  # px; every second pixel of every second row tells the histogram as well
SURELY_PERSON = 230  # of the mask's 255
LEAST_MEASURED = 400  # px of the person in a sample, below which its colours say nothing


@dataclass(frozen=True, slots=True)
class QuickLook:
    """What a first look tells.

    Attributes:
        notices: What is worth saying now, the gravest first.
        samples: How many frames were looked at.
        seconds: How long it took.
        picture: The sample that shows most of the person, as it was looked at.
        box: The person in it, in fractions of its width and height.
    """

    notices: tuple[Notice, ...]
    samples: int
    seconds: float
    picture: Pixels | None = None
    box: Box | None = None


def quick_check(clip: Clip, pose: str = "mediapipe", frames: Iterable[Frame] | None = None) -> QuickLook:
    """Look at some frames: is there one whole person, well lit, large enough, in a steady picture, who moves?

    Args:
        clip: What to look at.
        pose: Registry name of the estimator.
        frames: Sample frames of the clip in order of time; None takes `GuardedGlances`.

    Raises:
        VideoRejected: Nobody is in any sample.
        WeightsMissing: The estimator's model is not there.
    """
    start = perf_counter()
    eyes = estimator(pose)
    people: list[Person | None] = []
    several = 0
    picture, box = None, Box(0, 0, 0, 0)
    lightness, steadiness = np.zeros(256, np.int64), Steadiness()
    try:
        for time_ms, pixels in GuardedGlances(clip, LONGEST_SIDE) if frames is None else frames:
            eyes.begin(None)  # The samples lie too far apart to follow anybody from one to the next.
            (person,) = eyes.see_all((pixels,), (time_ms,))
            people.append(person)
            several += eyes.most_people > 1
            mask = person.mask if person is not None else None
            if mask is not None:
                lightness += _lightness(pixels, mask)
            steadiness.see(pixels, mask.person if mask is not None else Box(0, 0, 0, 0))
            if mask is not None and mask.person.height > box.height:
                picture, box = pixels, mask.person
    finally:
        eyes.close()
    found = [person for person in people if person is not None]
    if not found:
        raise VideoRejected("no_person", path=shown(clip.path))
    image, world, visibility = (np.stack(part) for part in zip(*((one.image, one.world, one.visibility) for one in found), strict=True))
    notices = list(human_shape(image, world, visibility, (clip.width, clip.height)))
    notices += lighting(lightness)
    if several >= SEVERAL_LEAST:
        notices.append(Notice("two_people"))
    elif steadiness.moves:  # with several people it may be somebody else who moves there
        notices.append(Notice("camera_moves"))
    if 1 - len(found) / len(people) >= LOST_LEAST:
        notices.append(Notice("person_lost", share=1 - len(found) / len(people)))
    if _still(image, world):
        notices.append(Notice("no_movement"))
    return QuickLook(tuple(notices), len(people), perf_counter() - start, picture, None if picture is None else box)


def _lightness(pixels: Pixels, mask: Mask) -> NDArray[np.int64]:
    """`(256,)` how many of the person's pixels have each lightness, L of OpenCV's 8-bit LAB; all 0 where too few are surely theirs."""
    few = np.ascontiguousarray(pixels[::STEP, ::STEP])
    height, width = few.shape[:2]
    levels = cv2.warpAffine(mask.levels(), mask.placed * np.array([[width], [height]]), (width, height))
    theirs = few[levels >= SURELY_PERSON]
    if len(theirs) < LEAST_MEASURED:
        return np.zeros(256, np.int64)
    return np.bincount(cv2.cvtColor(theirs[None], cv2.COLOR_RGB2LAB)[0, :, 0], minlength=256)


def _still(image: NDArray[np.float32], world: NDArray[np.float32]) -> bool:
    """Whether no landmark of the body strays, neither in the picture nor against the hips."""
    if len(image) < 2:
        return False
    across = image[:, BODY, :2] * metres_per_unit(image, world)[:2]
    # Image z and world z are the network's guesses and tremble; what moves shows in x and y.
    strays = [np.linalg.norm(part.std(axis=0), axis=-1).max() for part in (across, world[:, BODY, :2])]
    return bool(max(strays) < STILL_M)
