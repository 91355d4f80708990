"""Another light over a whole clip: what a model does to a few key frames is on every frame, steadily, and goes along with the person."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.geometry import Box
from gpu_jobs.relight.field import Field, steady_boxes
from gpu_jobs.relight.grid import CELLS, MOST, grid_of
from gpu_jobs.relight.keyframes import EVERY_MS, keyframes
from gpu_jobs.relight.keyframes import MOST as MOST_KEYS
from gpu_jobs.relight.linear import light_of, lit
from gpu_jobs.render import CutOut
from perscoach_motion.demonstration import squat
from tests.jobs.lamps import Flicker, Slope, registered, slope
from tests.jobs.wandering import Wandering, looked_at

Floats = NDArray[np.float32]

LIGHT_MOST_ERROR = 0.05  # |ln| of the gain, the middle one of a frame's pixels: a twentieth of the light
STEADIER = 1 / 3  # of the change from frame to frame that relighting every frame by itself has
COMPARED = (15, 33)  # frames, from before one key frame to behind it
SEEN = 0.02  # of white; in darker pixels a level of 8 bits is a tenth of the light


@pytest.fixture(scope="module")
def wandering(tmp_path_factory: pytest.TempPathFactory) -> Wandering:
    return looked_at(tmp_path_factory.mktemp("wandering"))


@pytest.fixture(scope="module")
def plain(wandering: Wandering) -> list[CutOut]:
    return wandering.cut_outs(wandering.decided)


def gained(before: CutOut, after: CutOut) -> tuple[Floats, NDArray[np.bool_]]:
    """Logarithms of how much more light falls on each pixel, `(H, W)`, and where that can be told."""
    one, other = (cv2.blur(light_of(cut.graded), (9, 9)).mean(axis=2) for cut in (before, after))
    return np.log((other + 1e-6) / (one + 1e-6)), (before.alpha > 250) & (np.minimum(one, other) > SEEN)


def mean_light(cut: CutOut) -> float:
    return float(light_of(cut.graded)[cut.alpha > 250].mean())


def unsteadiness(before: list[CutOut], after: list[CutOut]) -> float:
    """How much the light changes from frame to frame beyond what was filmed: the mean over the clip, |ln|."""
    changes = [np.log(mean_light(lit_one) / mean_light(one)) for one, lit_one in zip(before, after, strict=True)]
    return float(np.mean([abs(later - earlier) for earlier, later in pairwise(changes)]))


def test_a_known_light_comes_back_on_every_frame_on_the_same_side_of_who_walks_by(wandering: Wandering, plain: list[CutOut]) -> None:
    lamp = Slope()
    shown = wandering.cut_outs(wandering.planned_with(registered("slope", lamp)))
    assert 2 <= lamp.asked <= 4, "key frames alone are relit"
    middles, errors = [], []
    for before, after in zip(plain, shown, strict=True):
        found, told = gained(before, after)
        wanted = np.log(slope(before.alpha)[..., 0])
        errors.append(float(np.median(np.abs(found - wanted)[told])))
        columns = np.nonzero((before.alpha > 127).any(axis=0))[0]
        middle = int(columns.mean())
        middles.append(middle)
        left, right = told.copy(), told.copy()
        left[:, middle:] = right[:, :middle] = False
        assert found[left].mean() > 0.1 > -0.1 > found[right].mean()
    assert max(errors) <= LIGHT_MOST_ERROR
    assert max(middles) - min(middles) > 80, "she walks"


def test_light_that_differs_from_picture_to_picture_is_steadied(wandering: Wandering, plain: list[CutOut]) -> None:
    """A model that sees every picture in a light of its own, as diffusion does."""
    lamp = Flicker()
    ours = wandering.cut_outs(wandering.planned_with(registered("flicker", lamp)), *COMPARED)
    own = plain[slice(*COMPARED)]
    alone = [replace(cut, graded=lamp.lit(cut.graded, cut.alpha)) for cut in own]
    assert unsteadiness(own, ours) <= STEADIER * unsteadiness(own, alone)


def test_strength_nought_changes_nothing_and_asks_nobody(wandering: Wandering) -> None:
    assert wandering.planned_with("nobody", strength=0.0) is wandering.decided


def test_half_the_strength_is_half_the_way(wandering: Wandering, plain: list[CutOut]) -> None:
    decided = wandering.planned_with(registered("slope", Slope()))
    assert decided.plan.light is not None
    half = replace(decided, plan=replace(decided.plan, light=replace(decided.plan.light, strength=0.5)))
    none = replace(decided, plan=replace(decided.plan, light=replace(decided.plan.light, strength=0.0)))
    whole_way, half_way, no_way = (wandering.cut_outs(each, 20, 21)[0] for each in (decided, half, none))
    assert np.array_equal(no_way.graded, plain[20].graded)
    whole, told = gained(plain[20], whole_way)
    assert np.median(np.abs(gained(plain[20], half_way)[0] - whole / 2)[told]) < 0.02


def test_a_frame_is_lit_alike_in_any_chunk_and_what_is_kept_is_not_relit(wandering: Wandering) -> None:
    first = wandering.planned_with(registered("slope", Slope()))
    again = wandering.planned_with(registered("slope", lamp := Slope()))
    assert lamp.asked == 0
    assert first.plan.light is not None
    assert again.plan.light is not None
    assert np.array_equal(first.plan.light.grids, again.plan.light.grids)
    together, alone = wandering.cut_outs(first, 40, 46)[3], wandering.cut_outs(again, 43, 44)[0]
    assert np.array_equal(together.graded, alone.graded)


def test_half_a_kept_key_frame_is_relit(wandering: Wandering, tmp_path: Path) -> None:
    wandering.planned_with(registered("slope", Slope()), kept=tmp_path)
    torn = min(tmp_path.iterdir())
    torn.write_bytes(torn.read_bytes()[:100])
    wandering.planned_with(registered("slope", lamp := Slope()), kept=tmp_path)
    assert lamp.asked == 1


def test_only_broad_light_is_kept_of_a_relit_picture() -> None:
    """A face that the model draws anew, or a pattern on the shirt, is not the trainer's."""
    size = 240
    before = np.full((size, size, 3), 120, np.uint8)
    pattern = 1.0 + 0.5 * (np.arange(size) // 6 % 2 * 2 - 1)
    after = lit(before, np.broadcast_to(pattern[None, :, None], before.shape).astype(np.float32))
    grid = grid_of(before, after, np.full((size, size), 255, np.uint8), Box(0, 0, size, size))
    assert np.ptp(grid) < 0.1 * np.log(1.5 / 0.5)


def test_a_picture_that_has_nothing_to_do_with_the_filmed_one_stays_a_light() -> None:
    rng = np.random.default_rng(3)
    before, after = (rng.integers(0, 256, (200, 100, 3), dtype=np.uint8) for _ in range(2))
    grid = grid_of(before, after // 40, np.full((200, 100), 255, np.uint8), Box(-20, -20, 130, 230))
    assert np.abs(grid).max() <= MOST
    assert np.isnan(grid_of(before, after, np.zeros((200, 100), np.uint8), Box(0, 0, 100, 200))).all()


def test_no_light_at_all_leaves_every_level_and_bright_skin_keeps_its_shape() -> None:
    ramp = np.repeat(np.arange(256, dtype=np.uint8), 3).reshape(1, 256, 3)
    assert np.array_equal(lit(ramp, np.ones(ramp.shape, np.float32)), ramp)
    brighter = lit(ramp, np.full(ramp.shape, 1.8, np.float32))[0, :, 0].astype(int)
    assert (brighter >= ramp[0, :, 0]).all()
    assert (np.diff(brighter) >= 0).all()
    assert len(set(brighter[180:240])) > 12, "plain white would be one level"
    skin = np.full((1, 1, 3), (225, 180, 150), np.uint8)
    warmed = light_of(lit(skin, np.full(skin.shape, 1.6, np.float32)))[0, 0]
    assert np.allclose(warmed / warmed.sum(), light_of(skin)[0, 0] / light_of(skin).sum(), atol=0.01), "no more yellow than before"
    darker = lit(ramp, np.full(ramp.shape, 0.5, np.float32))
    assert np.allclose(light_of(darker[0, 40:]), 0.5 * light_of(ramp[0, 40:]), rtol=0.05)


def test_key_frames_come_every_so_often_and_where_the_person_turns() -> None:
    times = list(range(0, 9000, 50))
    facing = np.array(squat().world_of(0), np.float32).reshape(33, 3)
    world = np.repeat(facing[None], len(times), axis=0)
    shown = [True] * len(times)
    still = keyframes(times, shown, world)
    assert [times[number] for number in still] == list(range(0, 9000, EVERY_MS))
    world[70:] = facing * (-1, 1, -1)  # at 3.5 s she turns her back
    assert times.index(3500) in keyframes(times, shown, world)
    assert all(number >= 30 for number in keyframes(times, [False] * 30 + shown[30:], world)), "only where she is to be seen"
    hours = list(range(0, 3_600_000, 500))
    assert len(keyframes(hours, [True] * len(hours), np.repeat(facing[None], len(hours), axis=0))) <= MOST_KEYS


def test_the_box_of_the_light_neither_jerks_nor_gets_lost() -> None:
    boxes: list[Box | None] = [Box(0.4, 0.1, 0.6, 0.9)] * 60
    boxes[30] = Box(0.2, 0.1, 0.8, 0.9)  # for one frame an arm, or a mistake
    boxes[40:44] = [None] * 4
    steady = steady_boxes(boxes, list(range(0, 1980, 33)))
    assert steady.shape == (60, 4)
    assert np.abs(np.diff(steady, axis=0)).max() < 0.004
    assert np.allclose(steady[42], boxes[0], atol=0.02)


def test_between_key_frames_the_light_is_blended_and_long_after_them_the_last_one_stays() -> None:
    grids = np.stack([np.full((CELLS, CELLS, 3), level, np.float32) for level in (0.0, 0.6)])
    times = np.arange(0, 60_000, 100)
    field = Field(np.array([0, 1500]), grids, times, np.tile([0.0, 0.0, 1.0, 1.0], (len(times), 1)), 1.0)
    levels = [float(np.log(field.gains(time_ms, (8, 8), Box(2, 2, 4, 4))).mean()) for time_ms in (0, 700, 800, 1500, 50_000)]
    assert levels == sorted(levels)
    assert abs(levels[2] - levels[1]) < 0.03
    assert levels[-1] == pytest.approx(0.6, abs=1e-3)


def test_a_device_lights_as_the_processors_do(wandering: Wandering, plain: list[CutOut]) -> None:
    torch = pytest.importorskip("torch", reason="frames stay on a device by torch")
    from gpu_jobs.resident import light

    field = wandering.planned_with(registered("slope", Slope())).plan.light
    assert field is not None
    pixels = plain[20].plain
    height, width = pixels.shape[:2]
    part = Box(10, 20, width - 6, height - 4)
    rows, columns = part.slices()
    wanted = lit(pixels[rows, columns], field.gains(1320, (width, height), part))
    tensor = torch.from_numpy(pixels[rows, columns].copy()).permute(2, 0, 1)[None]
    found = light.lit(tensor, field, 1320, (width, height), part)[0].permute(1, 2, 0).numpy()
    assert np.abs(found.astype(int) - wanted).max() <= 1
    assert (found != wanted).mean() < 0.01
