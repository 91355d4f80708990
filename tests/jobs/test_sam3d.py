"""SAM 3D Body in our terms, on four real results of its own."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.pose.carried import NEIGHBOUR
from gpu_jobs.pose.mhr70 import LANDMARKS, hips_of, turned
from gpu_jobs.pose.refined import Found
from gpu_jobs.pose.sam3d import Lens, person_of
from gpu_jobs.pose.smoothing import smoothed
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.session.compare import compare
from perscoach_motion.skeleton import INDEX, LIMB_ENDS, LIMBS, MIRROR, MIRROR_LIMB
from perscoach_motion.skeleton import LANDMARKS as NAMES
from tests.jobs.richer import person_at, recorded

SIZE = 1920, 890  # of the picture that the four stand in
FPS = 30

Floats = NDArray[np.float32]


@pytest.fixture(scope="module", params=range(4))
def theirs(request: pytest.FixtureRequest) -> dict[str, Any]:
    return result(request.param)


def result(number: int) -> dict[str, Any]:
    with np.load(recorded(number)) as held:
        return {name: held[name] for name in held.files}


def lens() -> Lens:
    """The one through which all four were seen; the recorded results leave it out, so it is taken from the first one's points."""
    one = result(0)
    placed = one["pred_keypoints_3d"] + one["pred_cam_t"]
    rays, beside = (placed[:, :2] / placed[:, 2:]).ravel(), (one["pred_keypoints_2d"] - np.array(SIZE) / 2).ravel()
    return Lens(float(rays @ beside / (rays @ rays)), *SIZE)


def read(theirs: dict[str, Any], number: int = 0) -> Any:
    world, draw = np.zeros((33, 3)), np.random.default_rng(1)
    world[LANDMARKS] = draw.normal(0, 0.3, (len(LANDMARKS), 3))
    for landmark, beside in NEIGHBOUR.items():
        world[landmark] = world[beside] + (0.01, 0.02, 0.03)
    found = Found(number, np.zeros((SIZE[1], SIZE[0], 3), np.uint8), person_at(np.full((33, 2), 0.5), world))
    parts = (theirs[f"pred_{name}"] for name in ("keypoints_3d", "cam_t", "global_rots", "vertices"))
    return person_of(found, *parts, lens())


def test_landmarks_lie_in_the_picture_where_the_network_put_them(theirs: dict[str, Any]) -> None:
    placed = theirs["pred_keypoints_3d"] + theirs["pred_cam_t"]
    assert np.abs(lens().pixels(placed) - theirs["pred_keypoints_2d"]).max() <= 1e-3
    image = read(theirs).image * (*SIZE, SIZE[0])
    expected = {
        "nose": 0,
        "left_shoulder": 5,
        "right_wrist": 41,
        "left_wrist": 62,
        "right_ankle": 14,
        "left_heel": 17,
        "left_foot_index": 15,
    }
    for name, keypoint in expected.items():
        assert np.abs(image[INDEX[name], :2] - theirs["pred_keypoints_2d"][keypoint]).max() <= 1e-3, name


def test_left_and_right_are_never_exchanged(theirs: dict[str, Any]) -> None:
    world, keypoints = read(theirs).world, theirs["pred_keypoints_3d"]
    # The rig's own hips say which side is which; hands and feet are those at the end of their own arm and leg.
    across = keypoints[9] - keypoints[10]
    for part in ("hip", "shoulder", "ear", "eye"):
        assert (world[INDEX[f"left_{part}"]] - world[INDEX[f"right_{part}"]]) @ across > 0, part
    for beside, parts in {"elbow": ("wrist", "thumb", "index", "pinky"), "ankle": ("heel", "foot_index")}.items():
        for part in parts:
            for side, other in (("left", "right"), ("right", "left")):
                own, wrong = (np.linalg.norm(world[INDEX[f"{side}_{part}"]] - world[INDEX[f"{which}_{beside}"]]) for which in (side, other))
                assert own < wrong, f"{side} {part}"


def test_both_sides_are_one_body(theirs: dict[str, Any]) -> None:
    world = read(theirs).world
    lengths = [float(np.linalg.norm(world[list(one)].mean(0) - world[list(other)].mean(0))) for one, other in LIMB_ENDS]
    for limb, other in enumerate(MIRROR_LIMB):
        assert lengths[limb] == pytest.approx(lengths[other], rel=0.05), LIMBS[limb]
    assert np.abs(world[[23, 24]].mean(axis=0)).max() < 1e-6, "the origin lies between the hips"


def test_what_has_no_counterpart_keeps_to_its_neighbour_and_says_so(theirs: dict[str, Any]) -> None:
    person = read(theirs)
    derived = sorted(set(range(33)) - set(LANDMARKS.tolist()))
    assert [NAMES[landmark] for landmark in derived] == [
        *("left_eye_inner", "left_eye_outer", "right_eye_inner", "right_eye_outer", "mouth_left", "mouth_right")
    ]
    for landmark in derived:
        assert np.allclose(person.world[landmark] - person.world[NEIGHBOUR[landmark]], (0.01, 0.02, 0.03), atol=1e-6)
        assert person.visibility[landmark] < 0.5, "not counted as seen"
    assert (person.visibility[LANDMARKS] == np.float32(0.9)).all()


def test_joints_turn_in_the_axes_of_the_landmarks() -> None:
    """A joint's neighbours keep their place in its own axes, whoever it is and however they stand."""
    joints = np.stack([result(number)["pred_joint_coords"] for number in range(4)])
    rotations = np.stack([turned(result(number)["pred_global_rots"]) for number in range(4)])
    beside = joints[:, None] - joints[:, :, None]  # from joint i to joint j
    own = np.einsum("niba,nijb->nija", rotations, beside)
    length = np.linalg.norm(own, axis=-1, keepdims=True)
    alike = np.linalg.norm((own / np.maximum(length, 1e-6)).mean(axis=0), axis=-1)  # 1 where all four point the same way
    alike[length.min(axis=0)[..., 0] < 0.02] = 0
    assert np.median(np.sort(alike, axis=1)[:, -2:]) > 0.9999


def test_the_surface_is_the_body_of_the_landmarks(theirs: dict[str, Any]) -> None:
    person = read(theirs)
    assert {name: value.shape for name, value in person.extras.items()} == {
        "mhr70": (70, 3),
        "mhr_global_rots": (127, 3, 3),
        "vertices_every_n": (18439, 3),
    }
    assert np.linalg.norm(person.extras["vertices_every_n"] - person.world[INDEX["nose"]], axis=1).min() < 0.01
    assert np.allclose(person.extras["mhr70"][62], person.world[INDEX["left_wrist"]], atol=1e-6)
    assert "vertices_every_n" not in read(theirs, number=1).extras


def test_a_person_scores_a_hundred_against_herself_and_less_against_standing_still() -> None:
    track, still = moving(1.0), moving(0.0)
    assert compare(track, track)["score"] == 100
    assert compare(track, still)["score"] < 60


def moving(share: float) -> Any:
    """Three repetitions from one recorded pose to another and back, as far as `share`."""
    times = np.arange(9 * FPS) / FPS
    bend = share * (1 - np.cos(2 * np.pi * np.clip(times - 0.75, 0, 7.5) / 2.5))[:, None, None] / 2
    (image, world), (far_image, far_world) = ((read(result(number)).image, read(result(number)).world) for number in (1, 0))
    seen = np.full((len(times), 33), 0.9, np.float32)
    return track_from_arrays(times, image + bend * (far_image - image), world + bend * (far_world - world), seen, SIZE[0] / SIZE[1])


def test_our_own_smoothing_takes_its_tremble_and_a_frame_of_exchanged_sides() -> None:
    times, image, world, seen = (np.array(part) for part in arrays(moving(1.0)))
    tremble = np.random.default_rng(2).normal(0, 0.01, world.shape).astype(np.float32)
    shaken, shown = world + tremble, image + tremble * lens().focal / 8 / SIZE[0]  # they stand 8 m away
    shaken -= shaken[:, [23, 24]].mean(axis=1, keepdims=True)
    before = np.linalg.norm(shaken - world, axis=-1).mean()
    shaken[120], shown[120] = shaken[120, MIRROR], shown[120, MIRROR]
    mended = smoothed(times, shown, shaken, seen).world
    off = np.linalg.norm(mended - world, axis=-1).mean(axis=1)
    assert off.mean() < 0.75 * before
    assert off[120] < 0.02
    still = smoothed(times, image, world, seen).world
    assert np.linalg.norm(still - world, axis=-1).mean() < 0.002, "the movement itself passes"


def test_hips_are_the_origin_of_the_keypoints(theirs: dict[str, Any]) -> None:
    assert np.abs(hips_of(read(theirs).extras["mhr70"])).max() < 1e-6
