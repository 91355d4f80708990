"""What a process that reads a stranger's video may use, told to the kernel by that process itself before it sees the first byte."""

import resource
from pathlib import Path

from gpu_jobs.video.probe import Clip

MEMORY_BYTES = 640 * 2**20  # beyond what the program itself takes; 4K of 10 bits needs up to 400 MB for its decoder's frames
PROBE_CPU_S = 15  # s; reading the packets of an hour takes two
CPU_S_A_GIGABYTE = 10  # s; packets are read at 1 GB/s and more
FRAMES_CPU_S = 15  # s; to start, open and find out
CPU_S_A_MEGAPIXEL = 0.1  # s of every frame; H.264 takes 0.003, HEVC of 10 bits with its tone map 0.03 on a slow core
SOUND_CPU_S = 15  # s
SOUND_CPU_SHARE = 0.2  # of the clip's length; AAC to Opus takes 0.01
GRACE_S = 2  # s between the kernel's warning, which ends us, and its kill


def probe_cpu_s(size: int) -> int:
    """Seconds of CPU time to probe a file of so many bytes."""
    return PROBE_CPU_S + round(CPU_S_A_GIGABYTE * size / 2**30)


def frames_cpu_s(clip: Clip, pixels_out: int) -> int:
    """Seconds of CPU time to decode a clip and hand over frames of so many pixels."""
    return FRAMES_CPU_S + round(CPU_S_A_MEGAPIXEL * (clip.frames + clip.passed) * max(clip.width * clip.height, pixels_out) / 1e6)


def sound_cpu_s(clip: Clip) -> int:
    """Seconds of CPU time to take a clip's sound."""
    return SOUND_CPU_S + round(SOUND_CPU_SHARE * (clip.start_ms / 1000 + clip.duration_s))


def confine(cpu_s: int, memory_bytes: int) -> None:
    """Limit this process, once and for all: CPU time, memory, no growing file, nothing opened any more, neither file nor connection.

    Linux keeps all of them. macOS does not limit memory.

    Args:
        cpu_s: Seconds of CPU time from the process's start.
        memory_bytes: Beyond what it holds now.
    """
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, 0)
    _set(resource.RLIMIT_CPU, cpu_s, cpu_s + GRACE_S)
    _set(resource.RLIMIT_DATA, _data_bytes() + memory_bytes)
    # What is open stays open; a socket is a file too.
    _set(resource.RLIMIT_NOFILE, 0)


def _set(which: int, most: int, at_last: int | None = None) -> None:
    _, hard = resource.getrlimit(which)
    kept = [value if hard == resource.RLIM_INFINITY else min(value, hard) for value in (most, at_last if at_last is not None else most)]
    resource.setrlimit(which, (kept[0], kept[1]))


def _data_bytes() -> int:
    """What the process holds already, as the kernel counts it for this limit."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 2**30
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:")), 2**30)
