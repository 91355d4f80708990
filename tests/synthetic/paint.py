"""Colours of skin, lips, brows and eyes, one per vertex."""

import numpy as np

from tests.synthetic.bodies import Body, Floats
from tests.synthetic.figures import Colour


def linear(colour: Colour) -> Floats:
    """An sRGB colour as linear light (IEC 61966-2-1, the power 2.2 in place of the exact curve)."""
    return np.power(np.asarray(colour, dtype=np.float32), 2.2)


def eye_centres(person: Body) -> Floats:
    """(2, 3) centres of the left and the right eyeball at rest."""
    return person.vertices[person.eyes].mean(axis=1)


def _near(points: Floats, centre: Floats, radius: float) -> Floats:
    return np.exp(-np.square(np.linalg.norm(points - centre, axis=1) / radius)).astype(np.float32)


def skin_paint(person: Body) -> Floats:
    """(V, 3) linear colours of the bare body: warmer where blood is near the surface, with lips, brows and irises."""
    points, figure = person.vertices, person.figure
    skin, hair = linear(figure.skin), linear(figure.hair)
    paint = np.tile(skin, (len(points), 1))
    eyes = eye_centres(person)
    warm = skin * np.array([1.02, 0.80, 0.78], np.float32)
    for side, name in enumerate(("left", "right")):
        cheek = eyes[side] + np.array([0.012 * (1 - 2 * side), 0.0, -0.04], np.float32)
        elbow, knee = (person.heads[person.bones[f"{bone}.{name[0].upper()}"]] for bone in ("lowerarm01", "lowerleg01"))
        for centre, radius, share in ((cheek, 0.028, 0.55), (elbow, 0.05, 0.4), (knee, 0.07, 0.4)):
            amount = (share * _near(points, centre, radius))[:, None]
            paint = (1 - amount) * paint + amount * warm
    lip = skin * np.array([0.80, 0.48, 0.50], np.float32)
    amount = 0.8 * person.lips[:, None]
    paint = (1 - amount) * paint + amount * lip
    for side in (0, 1):
        offset = points - eyes[side]
        outward = offset[:, 0] * (1 - 2 * side)
        # The brow: an arc above the eye, thinning outwards.
        height = offset[:, 2] - (0.0205 + 0.004 * np.cos(outward / 0.022 * 1.4) - 0.002)
        brow = np.exp(-np.square(height / 0.0045)) * np.exp(-np.power(outward / 0.024, 4)) * (offset[:, 1] < 0.005)
        paint = (1 - 0.9 * brow[:, None]) * paint + 0.9 * brow[:, None] * hair * 0.8
        # Shadowed lids set the eye off from the cheek, as lashes do.
        lash = np.exp(-np.square((offset[:, 2] - 0.004) / 0.006)) * np.exp(-np.power(outward / 0.018, 4)) * (offset[:, 1] < 0.0)
        paint = paint * (1 - 0.45 * lash[:, None])
        ball = person.vertices[person.eyes[side]]
        forward = eyes[side] - ball
        off_axis = np.hypot(forward[:, 0], forward[:, 2])
        white, iris = np.array([0.46, 0.44, 0.42], np.float32), linear(figure.iris)
        colour = np.where((off_axis < 0.0035)[:, None], 0.01, np.where((off_axis < 0.0075)[:, None], iris, white))
        paint[person.eyes[side]] = np.where((forward[:, 1] > 0)[:, None], colour, white)
    return paint.astype(np.float32)
