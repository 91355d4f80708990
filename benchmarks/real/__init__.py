"""Real people: one man across four cameras, squats, eight exercises, other instruments, labelled frames, cutting of motion capture."""

from typing import Any


def measure() -> dict[str, Any]:
    """All parts; what each says is in its module. Clips are read once and kept in ``var/real``."""
    from benchmarks.real import across, exercises, instruments, judged, mocap

    return {
        "across_cameras": across.measure(),
        "exercises": exercises.measure(),
        "instruments": instruments.measure(),
        "labelled": judged.measure(),
        "mocap": mocap.measure(),
    }
