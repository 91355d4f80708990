"""The people of the studio: body shape, skin, hair and clothes, each by name. All of them are invented."""

from dataclasses import dataclass

Colour = tuple[float, float, float]
"""An sRGB colour, each channel 0..1."""


@dataclass(frozen=True, slots=True)
class Outfit:
    """Clothes of one person. Lengths are metres along the limb, measured on the body at rest.

    Attributes:
        shirt, shorts, shoes, socks: Colours.
        sleeve: Length of the sleeve from the shoulder joint.
        leg: Height of the trousers' hem above the knee; negative reaches below it.
        looseness: How far the shirt and the trousers stand off the body.
    """

    shirt: Colour
    shorts: Colour
    shoes: Colour
    socks: Colour = (0.88, 0.88, 0.86)
    sleeve: float = 0.20
    leg: float = 0.06
    looseness: float = 0.014


@dataclass(frozen=True, slots=True)
class Figure:
    """One person.

    Attributes:
        phenotype: MakeHuman's macro sliders (0..1) as `anny` names them; what is not named stays in the middle.
        hair_style: `short`, `cropped`, `bun` or `ponytail`.
    """

    name: str
    phenotype: tuple[tuple[str, float], ...]
    skin: Colour
    hair: Colour
    hair_style: str
    iris: Colour
    outfit: Outfit


FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure(
            "anna",
            (
                ("gender", 1.0),
                ("age", 0.66),
                ("muscle", 0.62),
                ("weight", 0.42),
                ("height", 0.42),
                ("proportions", 0.85),
                ("cupsize", 0.35),
                ("firmness", 0.8),
                ("african", 0.0),
                ("asian", 0.15),
                ("caucasian", 0.85),
            ),
            skin=(0.81, 0.63, 0.53),
            hair=(0.27, 0.19, 0.14),
            hair_style="ponytail",
            iris=(0.25, 0.38, 0.30),
            outfit=Outfit(
                shirt=(0.13, 0.43, 0.43), shorts=(0.10, 0.11, 0.14), shoes=(0.80, 0.38, 0.33), sleeve=0.15, leg=-0.30, looseness=0.010
            ),
        ),
        Figure(
            "pavel",
            (
                ("gender", 0.0),
                ("age", 0.72),
                ("muscle", 0.45),
                ("weight", 0.68),
                ("height", 0.38),
                ("proportions", 0.5),
                ("african", 0.0),
                ("asian", 0.1),
                ("caucasian", 0.9),
            ),
            skin=(0.82, 0.64, 0.55),
            hair=(0.20, 0.15, 0.12),
            hair_style="short",
            iris=(0.32, 0.40, 0.46),
            outfit=Outfit(
                shirt=(0.60, 0.62, 0.65), shorts=(0.17, 0.21, 0.30), shoes=(0.16, 0.16, 0.18), sleeve=0.21, leg=0.04, looseness=0.018
            ),
        ),
        Figure(
            "samuel",
            (
                ("gender", 0.0),
                ("age", 0.66),
                ("muscle", 0.78),
                ("weight", 0.45),
                ("height", 0.37),
                ("proportions", 0.8),
                ("african", 1.0),
                ("asian", 0.0),
                ("caucasian", 0.0),
            ),
            skin=(0.41, 0.29, 0.22),
            hair=(0.06, 0.05, 0.05),
            hair_style="cropped",
            iris=(0.16, 0.10, 0.06),
            outfit=Outfit(shirt=(0.86, 0.84, 0.80), shorts=(0.22, 0.24, 0.27), shoes=(0.24, 0.30, 0.45), sleeve=0.18, leg=0.05),
        ),
        Figure(
            "mei",
            (
                ("gender", 0.95),
                ("age", 0.69),
                ("muscle", 0.45),
                ("weight", 0.55),
                ("height", 0.40),
                ("proportions", 0.6),
                ("cupsize", 0.45),
                ("firmness", 0.6),
                ("african", 0.0),
                ("asian", 1.0),
                ("caucasian", 0.0),
            ),
            skin=(0.78, 0.62, 0.50),
            hair=(0.08, 0.06, 0.06),
            hair_style="bun",
            iris=(0.18, 0.11, 0.07),
            outfit=Outfit(
                shirt=(0.55, 0.27, 0.37), shorts=(0.24, 0.25, 0.30), shoes=(0.72, 0.74, 0.78), sleeve=0.17, leg=-0.12, looseness=0.012
            ),
        ),
        Figure(
            "erik",
            (
                ("gender", 0.0),
                ("age", 0.62),
                ("muscle", 0.48),
                ("weight", 0.22),
                ("height", 0.57),
                ("proportions", 0.7),
                ("african", 0.0),
                ("asian", 0.0),
                ("caucasian", 1.0),
            ),
            skin=(0.86, 0.69, 0.61),
            hair=(0.52, 0.40, 0.26),
            hair_style="short",
            iris=(0.30, 0.44, 0.52),
            outfit=Outfit(
                shirt=(0.20, 0.27, 0.52), shorts=(0.36, 0.37, 0.36), shoes=(0.85, 0.85, 0.83), sleeve=0.19, leg=0.07, looseness=0.020
            ),
        ),
        Figure(
            "rosa",
            (
                ("gender", 1.0),
                ("age", 0.72),
                ("muscle", 0.35),
                ("weight", 1.0),
                ("height", 0.29),
                ("proportions", 0.35),
                ("cupsize", 0.6),
                ("firmness", 0.4),
                ("african", 0.2),
                ("asian", 0.2),
                ("caucasian", 0.6),
            ),
            skin=(0.70, 0.52, 0.42),
            hair=(0.16, 0.10, 0.08),
            hair_style="bun",
            iris=(0.22, 0.14, 0.08),
            outfit=Outfit(
                shirt=(0.80, 0.62, 0.28), shorts=(0.15, 0.15, 0.19), shoes=(0.50, 0.30, 0.48), sleeve=0.16, leg=-0.28, looseness=0.012
            ),
        ),
        Figure(
            "viktor",
            (
                ("gender", 0.0),
                ("age", 0.94),
                ("muscle", 0.40),
                ("weight", 0.62),
                ("height", 0.37),
                ("proportions", 0.35),
                ("african", 0.0),
                ("asian", 0.05),
                ("caucasian", 0.95),
            ),
            skin=(0.80, 0.63, 0.56),
            hair=(0.66, 0.65, 0.63),
            hair_style="cropped",
            iris=(0.34, 0.40, 0.42),
            outfit=Outfit(
                shirt=(0.34, 0.44, 0.33), shorts=(0.42, 0.38, 0.33), shoes=(0.20, 0.20, 0.22), sleeve=0.22, leg=-0.02, looseness=0.020
            ),
        ),
        Figure(
            "amara",
            (
                ("gender", 1.0),
                ("age", 0.64),
                ("muscle", 0.60),
                ("weight", 0.40),
                ("height", 0.48),
                ("proportions", 1.0),
                ("cupsize", 0.3),
                ("firmness", 0.8),
                ("african", 1.0),
                ("asian", 0.0),
                ("caucasian", 0.0),
            ),
            skin=(0.33, 0.22, 0.17),
            hair=(0.05, 0.04, 0.04),
            hair_style="bun",
            iris=(0.14, 0.09, 0.06),
            outfit=Outfit(
                shirt=(0.78, 0.30, 0.26), shorts=(0.60, 0.62, 0.66), shoes=(0.14, 0.15, 0.18), sleeve=0.13, leg=-0.32, looseness=0.009
            ),
        ),
    )
}
"""Everyone by name. `anna` is the demo trainer, `pavel` the demo client."""
