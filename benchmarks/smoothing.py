"""Poses of rendered people filmed at 30 frames a second against the truth: as read frame by frame, and smoothed."""

from time import process_time
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks import samples
from gpu_jobs.pose import estimator
from gpu_jobs.pose.smoothing import Smoothed, smoothed
from gpu_jobs.quick_check import quick_check
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from perscoach_motion.skeleton import BODY, LEFT_WRIST
from tests.synthetic.clips import clip
from tests.synthetic.movements import Movement
from tests.synthetic.scene import Scene
from tests.synthetic.truth import Truth
from tests.synthetic.variants import variant

FPS = 30.0
SECONDS = 3.0
PEOPLE = ("trainer_squat", "trainer_lateral_raise", "trainer_lunge")
LAGS_S = np.arange(-0.1, 0.1001, 0.001)
LONG_FRAMES = 40_000  # the longest clip that is taken


def measure() -> dict[str, Any]:
    """Errors in px (of the 640 px high picture) and mm, tremble as root mean square of their second difference, lag in ms."""
    cv2.setNumThreads(1)
    result: dict[str, Any] = {"people": {}, "sine_6hz_kept": _kept(6.0), "sine_12hz_kept": _kept(12.0), "fps": FPS}
    for name in PEOPLE:
        known = variant(name)
        movement = Movement(known.movement.kind, repetitions=1, period=2.4, delay=0.3, variety=0.0)
        path, truth = clip(Scene(known.figure, movement, known.camera, known.room, fps=FPS, seconds=SECONDS))
        times, raw = _read(path)
        size = np.array([known.camera.width, known.camera.height])
        smooth = smoothed(times, *raw)
        before, after = _errors(raw, size, truth), _errors(smooth, size, truth)
        result["people"][name] = {
            "raw": before,
            "smoothed": after,
            "lag_ms": {"raw": _lag(times, raw, size, truth), "smoothed": _lag(times, smooth, size, truth)},
        }
    ratios = [one["smoothed"]["tremble_px"] / one["raw"]["tremble_px"] for one in result["people"].values()]
    result["tremble_left"] = round(float(np.median(ratios)), 3)
    result["cpu_ms_per_frame"] = _cost()
    result["quick_check"] = _quick()
    return result


def _read(path: Any) -> tuple[NDArray[np.float64], Smoothed]:
    eyes = estimator()
    frames = [(time_ms / 1000, eyes.see(pixels, time_ms)) for time_ms, pixels in Reader(probe(path), 640)]
    eyes.close()
    people = [person for _, person in frames if person is not None]
    return np.array([time for time, person in frames if person is not None]), Smoothed(
        *(np.stack([getattr(person, part) for person in people]) for part in Smoothed._fields)
    )


def _errors(poses: Smoothed, size: NDArray[np.integer], truth: Truth) -> dict[str, float]:
    across = (poses.image[..., :2] * size - truth.pixels)[:, BODY]
    space = (poses.world - truth.joints)[:, BODY] * 1000
    return {
        "error_px": round(float(np.linalg.norm(across, axis=-1).mean()), 3),
        "error_mm": round(float(np.linalg.norm(space, axis=-1).mean()), 2),
        "tremble_px": round(float(np.sqrt((np.diff(across, 2, axis=0) ** 2).mean())), 3),
        "tremble_mm": round(float(np.sqrt((np.diff(space, 2, axis=0) ** 2).mean())), 2),
    }


def _lag(times: NDArray[np.float64], poses: Smoothed, size: NDArray[np.integer], truth: Truth) -> float:
    """By how many milliseconds the truth must be delayed to correlate best."""
    found, inner = (poses.image[..., :2] * size)[:, BODY].reshape(len(times), -1), slice(5, -5)
    true = truth.pixels[:, BODY].reshape(len(times), -1)
    fits = []
    for lag in LAGS_S:
        shifted = np.stack([np.interp(times - lag, times, channel) for channel in true.T], axis=1)
        one, other = (part[inner] - part[inner].mean(axis=0) for part in (found, shifted))
        fits.append(float((one * other).sum() / np.sqrt((one**2).sum() * (other**2).sum())))
    return round(float(LAGS_S[int(np.argmax(fits))]) * 1000, 1)


def _still(frames: int) -> Smoothed:
    body = np.random.default_rng(0).normal(0, 0.4, (33, 3))
    body -= body[[23, 24]].mean(axis=0)
    return Smoothed(np.tile(body / 2 + 0.5, (frames, 1, 1)), np.tile(body, (frames, 1, 1)), np.ones((frames, 33)))


def _kept(hertz: float) -> float:
    """The share of a wrist's sine that is left at 30 frames a second."""
    times = np.arange(0, 8, 1 / FPS)
    poses = _still(len(times))
    wave = np.sin(2 * np.pi * hertz * times + 0.4)
    poses.world[:, LEFT_WRIST, 1] += 0.01 * wave
    left = smoothed(times, *poses).world[:, LEFT_WRIST, 1] - _still(1).world[0, LEFT_WRIST, 1]
    inner = slice(len(times) // 4, -len(times) // 4)
    return round(float(left[inner] @ wave[inner] / (wave[inner] @ wave[inner])) / 0.01, 3)


def _cost() -> float:
    poses = _still(LONG_FRAMES)
    start = process_time()
    smoothed(np.arange(LONG_FRAMES) / FPS, *poses)
    return round((process_time() - start) / LONG_FRAMES * 1000, 4)


def _quick() -> dict[str, dict[str, Any]]:
    """How long a first look takes at real clips, and what it says."""
    folder = samples()
    if folder is None:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for path in (folder / "videos" / "tfjs-models" / "pose_squats.mp4", *sorted((folder / "videos" / "gymnai").glob("*.mp4"))):
        start = process_time()
        look = quick_check(probe(path))
        found[path.stem] = {
            "seconds": round(look.seconds, 2),
            "cpu_s": round(process_time() - start, 2),
            "frames": look.samples,
            "says": [notice.code for notice in look.notices],
        }
    return found
