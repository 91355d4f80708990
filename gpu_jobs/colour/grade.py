"""V11, the grade: brightness, contrast, LAB lift and warmth from what the person looks like over the clip, as one table.

The order is a colourist's: take out the cast in linear light, set black, lift the middle, steepen it, then warmth and saturation in
CIELAB, where hue stays put. Every step fades out towards black and white, so that black clothes stay black and nothing clips.
"""

from dataclasses import dataclass, replace
from math import atan2, cos, hypot, isnan, radians, sin

import numpy as np

from gpu_jobs.colour.cielab import LUMINANCE, Floats, lab_of_light, light_of_lab, lightness_of, luminance_of, to_display, to_linear
from gpu_jobs.colour.cube import Cube, grid, identity
from gpu_jobs.colour.presets import PRESETS, Grade, Preset
from gpu_jobs.colour.tones import Column, Tones

# Lightness in CIELAB L, 0..100.
SKIN_BAND = (48.0, 76.0)  # median of well-lit skin, deep to fair; inside it nothing is lifted, so that no skin is bleached
PERSON_BAND = (38.0, 62.0)  # likewise of the whole person, where no skin is seen
MOST_LIFT = 8.0  # the farthest middle tones are moved: a grade, not a repair
LIGHTEST = 97.0  # where the lightest parts may come to lie
HAZE_SHARE = 0.6  # of the way of the darkest parts to the preset's black
MOST_BLACK = 12.0  # the farthest black is lowered
WHITE = 84.0  # where the lightest parts of a person in good light lie: white cloth, gloss on skin
WHITE_SHARE = 0.35  # of the way there
MOST_WHITE = 8.0  # the farthest they are raised
# A cast, read from skin: hues of healthy skin differ little between people, far less than its lightness.
SKIN_HUE_BAND = (42.0, 60.0)  # degrees; sallow beyond, pink below
SKIN_LEAST = 0.03  # of the person's pixels
GREY_LEAST = 0.08  # likewise of light grey or white cloth, which is asked only where no skin is seen: nobody knows whether it is truly grey
GREY_TRUST = 0.5  # share of its cast that is believed
MOST_GAIN = 1.12  # of a channel against another: a sixth of a stop
SKIN_HUE, SKIN_HUE_WIDTH = 50.0, 25.0  # degrees; where saturation is added with restraint
COLOURFUL = 70.0  # chroma from which on neither warmth nor saturation is added
DARK_LIGHT = 1e-4  # of white: less is black, and ratios of it say nothing
LIFTINGS = 3  # steps towards the lift that makes up for black and contrast: the rest is below half a level
REDNESS = 0.4  # of warmth goes to a as well: evening light is orange, b alone would turn skin sallow
BLOWN = 4  # power of light by which a cast is taken for white that the camera clipped: white stays white
WHITE_FALL = 2.0  # how steeply the raising of white fades towards 100; it fades towards 0 so that its peak is at `lightest`
CURVE_POINTS = 2049


@dataclass(frozen=True, slots=True)
class Moves:
    """What the grade does to one clip.

    Attributes:
        gains: `(3,)` of red, green, blue in linear light; luminance is kept.
        darkest: Lightness of the person's darkest parts, and `black`: how far it is lowered.
        lightest: Lightness of the lightest parts, and `white`: how far it is raised.
        middle: Lightness around which contrast turns.
        lift: How far the middle is lifted.
        contrast: Steepening at the middle, 0.1 is ten per cent.
        warmth: Added to b in the middle tones.
        saturation: Share of chroma added.
    """

    gains: tuple[float, float, float]
    darkest: float
    black: float
    lightest: float
    white: float
    middle: float
    lift: float
    contrast: float
    warmth: float
    saturation: float


def cube_of(seen: Tones, grade: Grade) -> Cube:
    """The grade of a clip as a table.

    Args:
        seen: The person's colours over the whole clip; nothing measured means nothing changed.
        grade: What the trainer asks for.
    """
    if grade.name == "none" or grade.strength == 0 or isnan(seen.usual(Column.MIDDLE)):
        return identity()
    moves = moves_of(seen, PRESETS[grade.preset], grade.strength)
    title = f"perscoach V11 {grade.preset} {grade.strength:g}"
    return Cube(moved(grid(), moves).astype(np.float32), title)


def moves_of(seen: Tones, preset: Preset, strength: float) -> Moves:
    """What a preset does to the person measured."""
    skin = seen.usual(Column.SKIN_SHARE) >= SKIN_LEAST
    anchor = seen.usual(Column.SKIN_L if skin else Column.MIDDLE)
    low, high = SKIN_BAND if skin else PERSON_BAND
    missing = low - anchor if anchor < low else min(0.0, high - anchor)
    lift = float(np.clip(missing * preset.lift, -MOST_LIFT, MOST_LIFT))
    lift = min(lift, max(0.0, LIGHTEST - seen.usual(Column.LIGHTEST)))
    darkest = max(1.0, seen.usual(Column.DARKEST))
    black = float(np.clip((darkest - preset.black) * HAZE_SHARE, 0.0, min(MOST_BLACK, darkest / np.e)))
    lightest = float(np.clip(seen.usual(Column.LIGHTEST), 40.0, 95.0))
    white = float(np.clip((WHITE - lightest) * WHITE_SHARE, 0.0, MOST_WHITE))
    moves = Moves(
        gains=_gains(seen, preset.balance * strength),
        darkest=darkest,
        black=black * min(strength, 1.0),
        lightest=lightest,
        white=white * strength,
        middle=float(np.clip(anchor, 40.0, 60.0)),
        lift=lift * strength,
        contrast=preset.contrast / 100 * strength,
        warmth=preset.warmth * strength,
        saturation=preset.saturation / 100 * strength,
    )
    return _not_darkened(moves, seen.usual(Column.MIDDLE))


def _not_darkened(moves: Moves, usual: float) -> Moves:
    """Lifted further where black and contrast would take the person's usual lightness down: less haze must not mean less light."""
    lift = moves.lift
    for _ in range(LIFTINGS):
        loss = usual - float(curve(np.array([usual]), replace(moves, lift=lift))[0])
        lift = min(lift + max(loss, 0.0), 2 * MOST_LIFT)
    return replace(moves, lift=lift)


def moved(colours: Floats, moves: Moves) -> Floats:
    """Display RGB 0..1 `(..., 3)` after the grade."""
    light = to_linear(colours)
    blown = light.min(axis=-1, keepdims=True) ** BLOWN
    light = _within(light * (blown + (1 - blown) * np.array(moves.gains)))
    before = lightness_of(light @ LUMINANCE)
    levels = np.linspace(0.0, 100.0, CURVE_POINTS)
    lightness = np.interp(before, levels, curve(levels, moves))
    # All channels alike, as the lens would: a channel without light stays without.
    light = _within(light * (luminance_of(lightness) / np.maximum(luminance_of(before), DARK_LIGHT))[..., None])
    lab = lab_of_light(light)
    chroma, hue = np.hypot(lab[..., 1], lab[..., 2]), np.arctan2(lab[..., 2], lab[..., 1])
    dull = np.clip(1 - chroma / COLOURFUL, 0.0, 1.0) ** 2
    on_skin = np.exp(-(((np.degrees(hue) - SKIN_HUE) / SKIN_HUE_WIDTH) ** 2))
    more = 1 + moves.saturation * (1 - on_skin / 2) * dull
    warmth = moves.warmth * _room(lightness) * dull
    warmer = np.stack([lab[..., 0], lab[..., 1] * more + warmth * REDNESS, lab[..., 2] * more + warmth], axis=-1)
    return to_display(_within(light_of_lab(warmer)))


def curve(levels: Floats, moves: Moves) -> Floats:
    """Lightness after the grade, of lightness 0..100 before; never falling, 0 and 100 stay."""
    below = levels / moves.darkest
    lowered = levels - moves.black * below * np.exp(1 - below) * (1 - levels / 100)
    share, peak = lowered.clip(0, 100) / 100, moves.lightest / 100
    above = (share / peak) ** (WHITE_FALL * peak / (1 - peak)) * ((1 - share) / (1 - peak)) ** WHITE_FALL  # 1 at the lightest
    raised = lowered + moves.white * above
    lifted = raised + moves.lift * _room(raised)
    steeper = lifted + moves.contrast * (lifted - moves.middle) * _room(lifted)
    return np.maximum.accumulate(np.clip(steeper, 0.0, 100.0))


def _room(lightness: Floats) -> Floats:
    """1 in the middle, 0 at black and white with no slope there."""
    share = np.clip(lightness / 100, 0.0, 1.0)
    return 16 * share**2 * (1 - share) ** 2


def _within(light: Floats) -> Floats:
    """The same colours, no brighter than a display: giving way in chroma instead would turn a bright yellow pale at once."""
    held: Floats = light / np.maximum(light.max(axis=-1, keepdims=True), 1.0)
    return held


def _gains(seen: Tones, share: float) -> tuple[float, float, float]:
    """Of red, green and blue, that take out `share` of the cast which skin and cloth show."""
    gains = np.ones(3)
    if seen.usual(Column.SKIN_SHARE) >= SKIN_LEAST:
        lab = [seen.usual(column) for column in (Column.SKIN_L, Column.SKIN_A, Column.SKIN_B)]
        hue, chroma = atan2(lab[2], lab[1]), hypot(lab[1], lab[2])
        wanted = float(np.clip(hue, radians(SKIN_HUE_BAND[0]), radians(SKIN_HUE_BAND[1])))
        gains *= _between((lab[0], lab[1], lab[2]), (lab[0], chroma * cos(wanted), chroma * sin(wanted)))
    elif seen.usual(Column.GREY_SHARE) >= GREY_LEAST:
        lab = [seen.usual(column) for column in (Column.GREY_L, Column.GREY_A, Column.GREY_B)]
        gains *= _between((lab[0], lab[1], lab[2]), (lab[0], 0.0, 0.0)) ** GREY_TRUST
    gains = np.clip(gains ** min(share, 1.0), 1 / MOST_GAIN, MOST_GAIN)
    red, green, blue = gains / (gains @ LUMINANCE)
    return float(red), float(green), float(blue)


def _between(before: tuple[float, float, float], after: tuple[float, float, float]) -> Floats:
    """The gains in linear light that lead from one CIELAB colour to another."""
    old, new = (np.maximum(light_of_lab(np.array(colour)), 1e-3) for colour in (before, after))
    return new / old
