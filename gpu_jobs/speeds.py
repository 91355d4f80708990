"""What learned models were measured to take on each kind of machine, where an operator has measured it.

`PERSCOACH_SPEEDS` names the files that `perscoach bench models --json` wrote there, by kind: `cpu=/var/cpu.json,T4=/var/t4.json`.
"""

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Machine:
    """What was measured on a kind of machine.

    Attributes:
        processors: How many it has; None where nobody has looked.
        models: By name.
    """

    processors: int | None = None
    models: Mapping[str, Speed] = field(default_factory=dict)


def measured_on(kind: str) -> Machine:
    """What was measured on a kind of machine, if anybody has."""
    return _named(os.environ.get(SPEEDS_VARIABLE, "")).get(kind, Machine())


@lru_cache(maxsize=1)
def _named(setting: str) -> dict[str, Machine]:
    """Read once; a file that cannot be read is as good as none, for an estimate must not keep anybody from working."""
    found = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        kind, _, path = part.partition("=")
        try:
            found[kind.strip()] = _machine(json.loads(Path(path.strip()).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("%s: the file for %s cannot be used (%s)", SPEEDS_VARIABLE, kind.strip(), type(error).__name__)
    return found


def _machine(written: Mapping[str, Any]) -> Machine:
    measured = {name: each for name, each in written["models"].items() if each["ms_per_frame"] is not None}
    models = {name: Speed(float(each["ms_per_frame"]), each["device"] != "cpu") for name, each in measured.items()}
    return Machine(int(written["processors"]), models)
