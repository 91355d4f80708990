"""Landmarks are smoothed without lag, in hertz; mistakes of a frame go, gaps stay, what hides is believed less."""

import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.pose import estimator
from gpu_jobs.pose.smoothing import Smoothed, smoothed
from gpu_jobs.pose.spline import smoothing_spline
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from perscoach_motion.skeleton import BODY, LEFT_ANKLE, LEFT_KNEE, LEFT_WRIST, MIRROR
from tests.synthetic.clips import rendered_squat

STANDING = np.zeros((33, 3))
STANDING[:, 0] = [0.1 if number % 2 else -0.1 for number in range(33)]  # odd landmarks are the body's left
STANDING[:, 1] = np.linspace(-0.8, 0.8, 33)
STANDING[0, 0] = 0.0
STANDING -= STANDING[[23, 24]].mean(axis=0)
BODY_LANDMARKS = np.array(BODY)


def clip_of(world: NDArray[np.floating], visibility: float | NDArray[np.floating] = 1.0) -> tuple[NDArray[np.float32], ...]:
    """Image, world, visibility of a person two metres of whom fill the picture."""
    image = world / 2 + 0.5
    return image.astype(np.float32), world.astype(np.float32), np.broadcast_to(visibility, world.shape[:2]).astype(np.float32)


def standing(frames: int) -> NDArray[np.float64]:
    return np.repeat(STANDING[None], frames, axis=0)


def kept_of_sine(times: NDArray[np.float64], hertz: float) -> tuple[float, float]:
    """How much of a wrist's sine comes through, as a share, and how late, in seconds."""
    world = standing(len(times))
    world[:, LEFT_WRIST, 1] += 0.01 * np.sin(2 * np.pi * hertz * times)
    result = smoothed(times, *clip_of(world)).world[:, LEFT_WRIST, 1] - STANDING[LEFT_WRIST, 1]
    inner = slice(len(times) // 4, -len(times) // 4)
    waves = np.stack([np.sin(2 * np.pi * hertz * times), np.cos(2 * np.pi * hertz * times)], axis=1)
    sine, cosine = np.linalg.lstsq(waves[inner], result[inner], rcond=None)[0] / 0.01
    return float(np.hypot(sine, cosine)), float(-np.arctan2(cosine, sine) / (2 * np.pi * hertz))


@pytest.mark.parametrize(("fps", "hertz"), [(30, 6), (60, 6), (24, 6), (30, 2), (10, 4), (5, 2)])
def test_movement_passes(fps: float, hertz: float) -> None:
    share, late_s = kept_of_sine(np.arange(0, 6, 1 / fps), hertz)
    assert share >= (0.7 if hertz == 6 else 0.94)
    assert abs(late_s) < 1e-4


@pytest.mark.parametrize("fps", [30, 60])
def test_tremble_does_not(fps: float) -> None:
    assert kept_of_sine(np.arange(0, 6, 1 / fps), 12)[0] < 0.25


def test_uneven_times_change_nothing() -> None:
    steps = np.random.default_rng(1).uniform(0.015, 0.05, 240)
    share, late_s = kept_of_sine(np.cumsum(steps), 6)
    assert 0.7 < share < 0.85
    assert abs(late_s) < 2e-3


def test_the_spline_is_the_least_of_its_definition() -> None:
    random = np.random.default_rng(2)
    times, values, weights = np.cumsum(random.uniform(0.02, 0.05, 14)), random.normal(size=14), random.uniform(0.1, 1, 14)
    ours = smoothing_spline(times, values[:, None, None], weights[:, None], 6.0)[:, 0, 0]
    steps = np.diff(times)
    second, spread = np.zeros((14, 12)), np.zeros((12, 12))
    for k in range(12):
        second[k : k + 3, k] = 1 / steps[k], -1 / steps[k] - 1 / steps[k + 1], 1 / steps[k + 1]
        spread[k, k] = (steps[k] + steps[k + 1]) / 3
        spread[k, k + 1 : k + 2] = spread[k + 1 : k + 2, k] = steps[k + 1] / 6
    stands_for = np.concatenate([steps[:1], (steps[1:] + steps[:-1]) / 2, steps[-1:]])
    roughness = (np.sqrt(2) - 1) / (2 * np.pi * 6) ** 4 * second @ np.linalg.inv(spread) @ second.T
    assert np.allclose(ours, np.linalg.solve(np.diag(weights * stands_for) + roughness, weights * stands_for * values), atol=1e-10)


def test_what_hides_is_pulled_harder() -> None:
    times = np.arange(0, 4, 1 / 30)
    world = standing(len(times)) + np.random.default_rng(3).normal(0, 0.01, (len(times), 33, 3))
    world[:, [23, 24]] = STANDING[[23, 24]]  # between the hips lies the origin
    visibility = np.ones(33)
    visibility[LEFT_WRIST] = 0.02
    tremble = np.std(np.diff(smoothed(times, *clip_of(world, visibility)).world, 2, axis=0), axis=(0, 2))
    assert tremble[LEFT_WRIST] < 0.3 * np.median(tremble)


def test_gaps_stay_and_nothing_reaches_across() -> None:
    times = np.arange(0, 2, 1 / 30)
    world = standing(60) + np.random.default_rng(4).normal(0, 0.01, (60, 33, 3))
    world[20:26] = np.nan
    one = smoothed(times, *clip_of(world))
    gone = np.isnan(one.world).all(axis=(1, 2))
    assert np.flatnonzero(gone).tolist() == list(range(20, 26))
    assert np.isnan(one.image[gone]).all()
    assert np.isnan(one.visibility[gone]).all()
    assert not np.isnan(one.world[~gone]).any()
    world[26:] += 0.4
    other = smoothed(times, *clip_of(world))
    assert np.array_equal(one.world[:20], other.world[:20])
    world[15] = np.nan  # a single landmark that is missing makes the frame one without a person
    assert np.isnan(smoothed(times, *clip_of(world)).visibility[15]).all()


def test_a_pause_in_the_times_is_a_gap_too() -> None:
    times = np.concatenate([np.arange(10) / 30, 5 + np.arange(10) / 30])
    poses = clip_of(standing(20) + np.random.default_rng(6).normal(0, 0.01, (20, 33, 3)))
    whole = smoothed(times, *poses).world
    for part in (slice(0, 10), slice(10, 20)):
        alone = smoothed(times[part], *(array[part] for array in poses)).world
        assert np.allclose(whole[part], alone, atol=1e-7)


@pytest.mark.parametrize("frames", [0, 1, 2])
def test_few_frames_pass(frames: int) -> None:
    world = standing(frames)
    assert np.allclose(smoothed(np.arange(frames) / 30, *clip_of(world)).world, world, atol=1e-6)


def test_times_that_stand_still_are_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        smoothed(np.array([0.0, 0.1, 0.1]), *clip_of(standing(3)))


def test_a_jump_of_a_frame_or_two_goes() -> None:
    times = np.arange(60) / 30
    world = standing(60)
    world[:, :, 1] += 0.2 * np.sin(2 * np.pi * 0.5 * times)[:, None]
    truth = smoothed(times, *clip_of(world)).world
    world[30, LEFT_WRIST, 0] += 0.5
    world[40:42, LEFT_KNEE, 1] -= 0.6
    assert np.abs(smoothed(times, *clip_of(world)).world - truth).max() < 0.004


def test_sides_that_change_places_are_given_back() -> None:
    times = np.arange(60) / 30
    world = standing(60)
    lifted = 0.15 * np.sin(2 * np.pi * times) ** 2
    world[:, LEFT_ANKLE, 1] -= lifted  # the left foot moves, so exchanged sides cannot be mended by a line alone
    world[:, LEFT_KNEE, 2] -= lifted
    truth = smoothed(times, *clip_of(world)).world
    legs = np.arange(23, 33)
    for frames in (slice(20, 21), slice(36, 50)):
        world[frames, legs] = world[frames][:, np.array(MIRROR)[legs]]
    assert np.abs(smoothed(times, *clip_of(world)).world - truth).max() < 0.002


def test_quick_movement_is_no_mistake() -> None:
    times = np.arange(60) / 30
    world = standing(60)
    world[:, LEFT_WRIST, 1] += 0.35 * np.sin(2 * np.pi * 3 * times)  # three strokes a second, 124 m/s² at the turns
    result = smoothed(times, *clip_of(world)).world
    assert np.abs(result - world)[2:-2].max() < 0.35 * 0.03


def test_at_five_frames_a_second_feet_may_change_places() -> None:
    steps = standing(10)
    legs = np.arange(23, 33)
    steps[:, legs, 0] *= 3.5
    steps[::2, legs] = steps[::2][:, np.array(MIRROR)[legs]]
    assert np.abs(smoothed(np.arange(10) / 5, *clip_of(steps)).world - steps).max() < 0.02


def test_visibility_is_steady_and_stays_in_its_range() -> None:
    times = np.arange(90) / 30
    flicker = np.clip(0.9 + np.random.default_rng(5).normal(0, 0.2, (90, 33)), 0, 1)
    result = smoothed(times, *clip_of(standing(90), flicker)).visibility
    assert result.min() >= 0
    assert result.max() <= 1
    assert np.abs(np.diff(result, axis=0)).mean() < 0.15 * np.abs(np.diff(flicker, axis=0)).mean()


Seen = tuple[NDArray[np.float64], NDArray[np.float64], Smoothed, Smoothed, NDArray[np.float32], NDArray[np.float32]]


@pytest.fixture(scope="module")
def seen() -> Seen:
    """The rendered squat: times, picture size, poses as read frame by frame, smoothed poses, true pixels and true joints."""
    path, truth = rendered_squat()
    clip = probe(path)
    eyes = estimator()
    frames = [(time_ms, eyes.see(pixels, time_ms)) for time_ms, pixels in Reader(clip, 640)]
    eyes.close()
    people = [person for _, person in frames if person is not None]
    assert len(people) == len(truth.times)
    raw = Smoothed(*(np.stack([getattr(person, part) for person in people]) for part in Smoothed._fields))
    times = np.array([time_ms for time_ms, _ in frames]) / 1000
    return times, np.array([clip.width, clip.height], np.float64), raw, smoothed(times, *raw), truth.pixels, truth.joints


def _error(poses: Smoothed, size: NDArray[np.float64], pixels: NDArray[np.float32], joints: NDArray[np.float32]) -> tuple[float, ...]:
    """Mean error in pixels and metres, and how much the error trembles from frame to frame in both."""
    across = (poses.image[..., :2] * size - pixels)[:, BODY_LANDMARKS]
    space = (poses.world - joints)[:, BODY_LANDMARKS]
    errors = [float(np.linalg.norm(gap, axis=-1).mean()) for gap in (across, space)]
    return *errors, *(float(np.sqrt((np.diff(gap, 2, axis=0) ** 2).mean())) for gap in (across, space))


def test_a_rendered_person_is_read_truer_and_steadier(seen: Seen) -> None:
    _, size, raw, smooth, pixels, joints = seen
    before, after = (_error(poses, size, pixels, joints) for poses in (raw, smooth))
    assert after[0] < before[0]
    assert after[1] < before[1]
    assert after[2] < 0.9 * before[2]  # 15 frames a second leave little above the cut-off; `perscoach bench smoothing` has 30
    assert after[3] < 0.9 * before[3]


def test_and_not_a_moment_later(seen: Seen) -> None:
    times, size, raw, smooth, pixels, _ = seen
    delays = np.arange(-0.1, 0.1001, 0.002)

    def lag(poses: Smoothed) -> float:
        found = poses.image[:, BODY_LANDMARKS, 1] * size[1]
        fits = []
        for delay in delays:
            true = np.stack([np.interp(times - delay, times, pixels[:, landmark, 1]) for landmark in BODY], axis=1)
            fits.append(np.corrcoef((found - found.mean(0))[4:-4].ravel(), (true - true.mean(0))[4:-4].ravel())[0, 1])
        return float(delays[int(np.argmax(fits))])

    assert abs(lag(smooth) - lag(raw)) <= 0.002
