"""What learned models were measured to take on each kind of machine, where an operator has measured it.

`PERSCOACH_SPEEDS` names the files that `perscoach bench models --json` wrote there, by kind: `cpu=/var/cpu.json,T4=/var/t4.json`.
"""

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SPEEDS_VARIABLE = "PERSCOACH_SPEEDS"

log = logging.getLogger("perscoach.speeds")


@dataclass(frozen=True, slots=True)
class Speed:
    """What one frame takes.

    Attributes:
        ms: Milliseconds, of one processor or of the GPU.
        on_gpu: Of which of them.
    """

    ms: float
    on_gpu: bool


def speeds(kind: str) -> Mapping[str, Speed]:
    """Model to what a frame takes on a kind of machine; empty where nobody has measured it."""
    return _named(os.environ.get(SPEEDS_VARIABLE, "")).get(kind, {})


@lru_cache(maxsize=1)
def _named(setting: str) -> dict[str, dict[str, Speed]]:
    """Read once; a file that cannot be read is as good as none, for an estimate must not keep anybody from working."""
    found = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        kind, _, path = part.partition("=")
        try:
            figures = json.loads(Path(path.strip()).read_text(encoding="utf-8"))["models"]
            measured = {name: each for name, each in figures.items() if each["ms_per_frame"] is not None}
            found[kind.strip()] = {name: Speed(float(each["ms_per_frame"]), each["device"] != "cpu") for name, each in measured.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("%s: the file for %s cannot be used (%s)", SPEEDS_VARIABLE, kind.strip(), type(error).__name__)
    return found
