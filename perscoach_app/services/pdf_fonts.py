"""The pages' own two typefaces for PDFs: variable fonts cut into alphabets, of which each weight is made once and kept."""

import os
import tempfile
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from fpdf import FPDF

from perscoach_app.settings import PROJECT_ROOT, get_settings

FONTS = PROJECT_ROOT / "assets" / "vendor" / "fonts"
ALPHABETS = {
    "outfit": "outfit-latin-wght-normal",
    "onest": "onest-cyrillic-wght-normal",
    "outfit-ext": "outfit-latin-ext-wght-normal",
    "onest-ext": "onest-cyrillic-ext-wght-normal",
}
MAIN = "outfit"
UNKNOWN = "?"  # in place of a letter that no alphabet has
WEIGHTS = {"": 400, "B": 600}


def add_to(pdf: FPDF) -> None:
    """Makes the typefaces known to a document; what the first has no letter for the others are asked for."""
    folder = str(get_settings().var_dir)
    for family, file in ALPHABETS.items():
        for style, weight in WEIGHTS.items():
            pdf.add_font(family, style, _static(folder, file, weight))
    pdf.set_fallback_fonts([family for family in ALPHABETS if family != MAIN])


def writable(pdf: FPDF, words: str) -> str:
    """What the typefaces can write: of other alphabets' letters it is told that they are there, an emoji is left out.

    fpdf2 would draw a box for each, and write them, letters of somebody's name, into the log.
    """
    known = {sign for font in pdf.fonts.values() for sign in getattr(font, "cmap", ())} | {ord("\n")}
    return "".join(sign if ord(sign) in known else UNKNOWN if sign.isalnum() else "" for sign in words)


@cache
def _static(var: str, file: str, weight: int) -> Path:
    """A weight of a variable font as a file of its own: making it takes a quarter of a second."""
    source = FONTS / f"{file}.woff2"
    made = Path(var) / "fonts" / f"{file}-{weight}-{source.stat().st_mtime_ns:x}.ttf"
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        font = TTFont(source)
        instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
        font.flavor = None
        handle, name = tempfile.mkstemp(dir=made.parent)
        os.close(handle)
        font.save(name)
        Path(name).replace(made)  # another process may be at it: the reader finds all of it or none
    return made
