"""What a trainer may wish for when a clip is processed, and what the pipeline calls it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from gpu_jobs.colour.presets import PRESETS
from perscoach_app.services.errors import WishUnknown

Quality = Literal["preview", "publish"]

UNGRADED = "none"
LOOKS: tuple[str, ...] = (*PRESETS, UNGRADED)  # the grade's looks, and leaving the colours as filmed
QUALITIES: tuple[Quality, ...] = get_args(Quality)


@dataclass(frozen=True, slots=True)
class Wishes:
    """One look and one quality.

    Attributes:
        look: one of `LOOKS`.
        quality: `preview` is there sooner, `publish` is finer. Uploads begin with the first: what a trainer wants to know is whether the
            clip is good, and beside each other, enlarged, the two are hard to tell apart.
    """

    look: str = "natural"
    quality: Quality = "preview"

    def options(self) -> dict[str, str]:
        """As the job table keeps them and `gpu_jobs.options.ProcessOptions` reads them."""
        colour = {"colour": UNGRADED} if self.look == UNGRADED else {"colour": "v11", "preset": self.look}
        return {**colour, "quality": self.quality}


def wishes(look: str, quality: str) -> Wishes:
    """Wishes as a page sends them.

    Raises:
        WishUnknown: there is no such look or quality.
    """
    if look not in LOOKS or quality not in QUALITIES:
        raise WishUnknown
    return Wishes(look, quality)


def wishes_from(options: Mapping[str, Any]) -> Wishes | None:
    """The wishes behind stored options; None where they say nothing, or what only the command line offers."""
    if not options:
        return None
    look = UNGRADED if options.get("colour") == UNGRADED else options.get("preset", Wishes().look)
    try:
        return wishes(look, options.get("quality", Wishes().quality))
    except WishUnknown:
        return None
