"""Which way round the masks are, held against a person whose place is known: 1 is the person in one, 0 in the other."""

import av
import mediapipe as mp
import numpy as np
import pytest
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from gpu_jobs.weights import model_path
from tests.synthetic.clips import rendered_squat


@pytest.fixture(scope="module")
def seen() -> tuple[mp.Image, NDArray[np.float32]]:
    """A frame from the middle of the squat, and the truth of who is where."""
    path, truth = rendered_squat()
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    middle = len(frames) // 2
    return mp.Image(mp.ImageFormat.SRGB, np.ascontiguousarray(frames[middle])), truth.alpha[middle]


def test_the_pose_mask_is_how_surely_a_person_is_there(seen: tuple[mp.Image, NDArray[np.float32]]) -> None:
    picture, alpha = seen
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model_path("pose_landmarker_full.task"))), output_segmentation_masks=True
    )
    with vision.PoseLandmarker.create_from_options(options) as pose:
        found = pose.detect(picture)  # its masks are views of memory that goes when it goes
        mask = found.segmentation_masks[0].numpy_view().squeeze().copy()
    assert mask[alpha > 0.99].mean() > 0.9
    assert mask[alpha < 0.01].mean() < 0.05


def test_the_selfie_segmenters_category_is_zero_on_the_person(seen: tuple[mp.Image, NDArray[np.float32]]) -> None:
    picture, alpha = seen
    options = vision.ImageSegmenterOptions(
        base_options=BaseOptions(model_asset_path=str(model_path("selfie_segmenter.tflite"))), output_category_mask=True
    )
    with vision.ImageSegmenter.create_from_options(options) as segmenter:
        found = segmenter.segment(picture)
        category = found.category_mask.numpy_view().squeeze().copy()
    assert (category[alpha > 0.99] == 0).mean() > 0.9
    assert (category[alpha < 0.01] == 255).mean() > 0.95
