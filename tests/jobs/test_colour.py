"""V11: one table for a clip, from what the person looks like."""

import pickle
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gpu_jobs.colour.apply import graded
from gpu_jobs.colour.before_after import GAP, STAGE_GREY, before_after
from gpu_jobs.colour.cube import Cube, exactly, grid, identity
from gpu_jobs.colour.grade import MOST_LIFT, Moves, cube_of, curve, moved, moves_of
from gpu_jobs.colour.presets import MOST_STRENGTH, PRESETS, Grade, PresetName
from gpu_jobs.colour.tones import Column, Tones, no_tones, tones

FAIR, DEEP = (205, 160, 138), (98, 66, 50)  # RGB, in good light
BLACK, WHITE, PINK = (22, 22, 24), (228, 228, 228), (225, 30, 100)
STILL = Moves((1.0, 1.0, 1.0), 5.0, 0.0, 85.0, 0.0, 50.0, 0.0, 0.0, 0.0, 0.0)


def person(skin: tuple[int, int, int] = FAIR, light: float = 1.0, cast: tuple[float, float, float] = (1, 1, 1)) -> NDArray[np.uint8]:
    """`(N, 3)` pixels of somebody in black leggings, a pink shirt and white shoes."""
    random = np.random.default_rng(3)
    parts = [np.tile(colour, (count, 1)) for colour, count in ((skin, 900), (BLACK, 1200), (PINK, 700), (WHITE, 200))]
    seen = np.concatenate(parts) * light * np.array(cast)
    return np.clip(seen + random.normal(0, 4, seen.shape), 0, 255).astype(np.uint8)


def clip(*frames: NDArray[np.uint8]) -> Tones:
    return sum((tones(frame) for frame in frames), no_tones())


def lab(colour: tuple[int, int, int] | NDArray[np.uint8]) -> NDArray[np.float32]:
    return cv2.cvtColor(np.float32(colour)[None, None] / 255, cv2.COLOR_RGB2LAB)[0, 0]


def after(colour: tuple[int, int, int], cube: Cube) -> NDArray[np.float32]:
    return lab(np.rint(cube.at(np.array(colour) / 255) * 255).astype(np.uint8))


def by_ffmpeg(pixels: NDArray[np.uint8], path: Path) -> NDArray[np.uint8]:
    graph = av.filter.Graph()
    source = graph.add_buffer(width=pixels.shape[1], height=pixels.shape[0], format=av.VideoFormat("rgb24"), time_base=Fraction(1, 25))
    table = graph.add("lut3d", file=str(path), interp="tetrahedral")
    sink = graph.add("buffersink")
    source.link_to(table)
    table.link_to(sink)
    graph.configure()
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
    frame.pts = 0
    graph.push(frame)
    return graph.pull().to_ndarray()


@pytest.mark.parametrize("preset", list(PRESETS))
def test_ffmpeg_and_editing_programs_read_the_cube_as_we_apply_it(preset: PresetName, tmp_path: Path) -> None:
    cube = cube_of(clip(person(light=0.6)), Grade(preset=preset))
    cube.write(tmp_path / "grade.cube")
    lines = (tmp_path / "grade.cube").read_text().splitlines()
    assert lines[:2] == [f'TITLE "perscoach V11 {preset} 1"', "LUT_3D_SIZE 33"]
    assert len(lines) == 4 + 33**3
    assert np.abs(Cube.read(tmp_path / "grade.cube").table - cube.table).max() < 1e-6
    skin = person().reshape(-1, 50, 3)
    anything = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    for pixels, most in ((skin, 2), (anything, 4)):
        theirs = by_ffmpeg(np.ascontiguousarray(pixels), tmp_path / "grade.cube").astype(int)
        assert np.abs(theirs - exactly(pixels, cube)).max() <= 1
        difference = np.abs(theirs - graded(pixels, cube))
        assert difference.max() <= most
        assert np.mean(difference > 2) < 0.003
        assert difference.mean() < 0.6  # FFmpeg cuts levels off where we round them


def test_a_file_that_is_no_cube_is_refused(tmp_path: Path) -> None:
    cube = tmp_path / "grade.cube"
    for text in ("", "LUT_1D_SIZE 4\n0 0 0\n", "LUT_3D_SIZE 2\n0 0 0\n", "LUT_3D_SIZE 2\nDOMAIN_MAX 4 4 4\n" + "0 0 0\n" * 8):
        cube.write_text(text)
        with pytest.raises(ValueError, match=r"grade\.cube"):
            Cube.read(cube)
    with pytest.raises(ValueError, match="shape"):
        Cube(np.zeros((33, 33, 3), np.float32))


def test_none_and_no_strength_and_nothing_seen_change_nothing() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (90, 70, 3), dtype=np.uint8)
    for cube in (
        cube_of(clip(person()), Grade("none")),
        cube_of(clip(person()), Grade(strength=0)),
        cube_of(no_tones(), Grade()),
        cube_of(clip(person()[:50]), Grade()),
    ):
        assert cube == identity()
        assert np.array_equal(graded(pixels, cube), pixels)


def test_the_same_clip_gives_the_same_bytes_in_every_process() -> None:
    seen = clip(person(), person(light=0.9))
    cube = cube_of(seen, Grade())
    again = cube_of(pickle.loads(pickle.dumps(seen)), Grade())
    assert again.text() == cube.text()
    assert pickle.loads(pickle.dumps(cube)) == cube
    pixels = person().reshape(60, 50, 3)
    part = np.ascontiguousarray(pixels[7:31, 11:42])
    assert np.array_equal(graded(part, cube), graded(pixels, cube)[7:31, 11:42]), "a colour becomes the same wherever it is"


@pytest.mark.parametrize("wrong", [{"name": "v12"}, {"preset": "vivid"}, {"strength": -0.1}, {"strength": MOST_STRENGTH + 0.1}])
def test_what_cannot_be_asked_for_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"v11|preset|strength"):
        Grade(**wrong)  # type: ignore[arg-type]


def test_strength_goes_steadily_from_as_filmed_to_more_than_the_preset() -> None:
    seen = clip(person(light=0.6))
    change = [np.abs(cube_of(seen, Grade(strength=strength)).table - grid()).mean() for strength in (0, 0.25, 0.5, 1, 1.5)]
    assert change == sorted(change)
    assert change[0] == 0
    assert change[2] == pytest.approx(change[3] / 2, rel=0.2)


def test_flashes_do_not_matter() -> None:
    steady = [person(light=0.7) for _ in range(20)]
    flashes = [person(light=1.6), person(light=0.1), person(cast=(0.6, 0.8, 1.3))]
    assert np.abs(cube_of(clip(*steady), Grade()).table - cube_of(clip(*steady, *flashes), Grade()).table).max() * 255 < 1


def test_a_person_half_out_of_the_picture_does_not_matter() -> None:
    whole = [person(light=0.5 + 0.02 * number) for number in range(20)]
    sleeves = [np.full((600, 3), 250, np.uint8) for _ in range(15)]
    assert cube_of(clip(*whole, *sleeves), Grade()) == cube_of(clip(*whole), Grade())


def test_a_long_clip_stays_small_and_its_parts_add_up() -> None:
    frames = [person(light=0.5 + 0.02 * number) for number in range(20)]
    whole = clip(*frames)
    assert np.array_equal((clip(*frames[:7]) + clip(*frames[7:])).samples, whole.samples, equal_nan=True)
    assert whole.samples.nbytes / len(frames) * 4000 < 250_000, "40,000 frames, each tenth measured"


def test_wandering_exposure_is_measured() -> None:
    assert clip(*[person(light=0.8)] * 20).drift() < 0.5
    wandering = clip(*(person(light=0.6 + 0.02 * number) for number in range(20)))
    assert wandering.drift() > 8
    lamp = [person(light=0.8)] * 20
    lamp[7] = person(light=1.4)
    assert clip(*lamp).drift() < 0.5, "one flash is no drift"


def test_a_dark_person_is_lifted_and_black_clothes_stay_black() -> None:
    cube = cube_of(clip(person(light=0.5)), Grade())
    dim = tuple(value // 2 for value in FAIR)
    assert 3 < after(dim, cube)[0] - lab(dim)[0] < 2 * MOST_LIFT
    assert after((11, 11, 12), cube)[0] - lab((11, 11, 12))[0] < 0.5
    assert np.array_equal(cube.table[0, 0, 0], (0, 0, 0))
    assert cube.table[-1, -1, -1] == pytest.approx((1, 1, 1), abs=0.004)


@pytest.mark.parametrize("skin", [FAIR, DEEP])
def test_well_lit_skin_keeps_its_depth_and_its_hue(skin: tuple[int, int, int]) -> None:
    """A grade must not bleach anybody."""
    before, shown = lab(skin), after(skin, cube_of(clip(person(skin)), Grade()))
    assert abs(shown[0] - before[0]) < 7
    hues = [np.degrees(np.arctan2(colour[2], colour[1])) for colour in (before, shown)]
    assert abs(hues[1] - hues[0]) < 6


def test_haze_goes() -> None:
    hazy = (person(light=0.6) * 0.7 + 60).astype(np.uint8)
    seen = clip(hazy)
    result = tones(graded(hazy[None], cube_of(seen, Grade()))[0])
    assert result.usual(Column.DARKEST) < seen.usual(Column.DARKEST) - 5
    assert result.usual(Column.MIDDLE) > seen.usual(Column.MIDDLE) - 1.5, "less haze, not less light"


@pytest.mark.parametrize("cast", [(1.08, 0.94, 1.06), (0.93, 1.03, 0.9), (1.1, 0.97, 0.85)], ids=["pink", "sallow", "lamp"])
def test_a_cast_is_taken_out_of_skin(cast: tuple[float, float, float]) -> None:
    """Read from skin alone, and only where its hue leaves what healthy skin has; so the way back is partial, never too far."""
    seen = clip(person(light=0.8, cast=cast))
    filmed = tuple(int(value) for value in np.clip(np.array(FAIR) * 0.8 * cast, 0, 255))
    middle = 51.0
    off = [abs(np.degrees(np.arctan2(colour[2], colour[1])) - middle) for colour in (lab(filmed), after(filmed, cube_of(seen, Grade())))]
    assert off[1] < off[0] + 1
    if off[0] > 12:
        assert off[1] < 0.75 * off[0]


def test_cloth_is_asked_about_a_cast_only_where_no_skin_is_seen() -> None:
    """Shoes may be pink; a whole person in grey hardly is."""
    random = np.random.default_rng(4)
    pinkish = np.clip(np.tile((214, 196, 200), (1500, 1)) + random.normal(0, 3, (1500, 3)), 0, 255).astype(np.uint8)
    assert moves_of(clip(np.concatenate([person(), pinkish])), PRESETS["natural"], 1.0).gains == pytest.approx((1, 1, 1))
    red, green, _blue = moves_of(clip(pinkish), PRESETS["natural"], 1.0).gains
    assert red < 0.98 < green


def test_presets_are_what_their_names_say() -> None:
    seen = clip(person(light=0.8))
    skin = (164, 128, 110)
    shown = {name: after(skin, cube_of(seen, Grade(preset=name))) for name in PRESETS}
    assert shown["warm"][2] > shown["natural"][2] + 1
    span = {name: np.ptp([after(grey, cube_of(seen, Grade(preset=name)))[0] for grey in ((70,) * 3, (180,) * 3)]) for name in PRESETS}
    assert span["crisp"] > span["natural"] + 1 > span["soft"] + 2


@given(
    darkest=st.floats(1, 40), black=st.floats(0, 1), lightest=st.floats(40, 95), white=st.floats(0, 12),
    middle=st.floats(40, 60), lift=st.floats(-20, 20), contrast=st.floats(-0.2, 0.4),
)  # fmt: skip
def test_lighter_never_becomes_darker(
    darkest: float, black: float, lightest: float, white: float, middle: float, lift: float, contrast: float
) -> None:
    moves = Moves((1, 1, 1), darkest, black * darkest / np.e, lightest, white, middle, lift, contrast, 0, 0)
    bent = curve(np.linspace(0, 100, 401), moves)
    assert np.diff(bent).min() >= 0
    assert bent[0] == 0
    assert bent[-1] == pytest.approx(100, abs=0.01)


def test_a_bright_yellow_shirt_does_not_turn_pale() -> None:
    """Lightness gives way at the display's edge, not chroma."""
    yellow = np.array([250, 235, 20]) / 255
    shown = moved(yellow, replace(STILL, gains=(1.08, 1.0, 0.9), lift=8.0, contrast=0.2))
    assert shown[2] < 45 / 255
    assert shown.min() >= 0
    assert shown.max() <= 1


def test_a_person_without_skin_or_cloth_to_judge_by_is_still_graded() -> None:
    robed = np.tile((30, 40, 120), (3000, 1)).astype(np.uint8)
    moves = moves_of(clip(robed), PRESETS["natural"], 1.0)
    assert moves.gains == pytest.approx((1, 1, 1))
    assert 0 < moves.lift <= 2 * MOST_LIFT


def test_before_and_after_stand_side_by_side() -> None:
    before = np.zeros((200, 120, 4), np.uint8)
    before[40:160, 30:90] = (*FAIR, 255)
    changed = before.copy()
    changed[40:160, 30:90, :3] = (180, 140, 120)
    webp = before_after(before, changed)
    assert webp[:4] == b"RIFF"
    picture = cv2.cvtColor(cv2.imdecode(np.frombuffer(webp, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    assert picture.shape == (200, 240 + GAP, 3)
    for column, colour in ((60, FAIR), (120 + GAP + 60, (180, 140, 120)), (8, STAGE_GREY)):
        assert picture[100, column].astype(int) == pytest.approx(colour, abs=6)
    with pytest.raises(ValueError, match="size"):
        before_after(before, changed[:100])
