"""How many frames are worked on at once: as many as the free memory holds, but no more than a device needs to be busy."""

import os
from pathlib import Path

import torch

MEMINFO = Path("/proc/meminfo")
AVAILABLE = "MemAvailable:"  # kB, Linux's own guess of what can be had without swapping
FRAME_BYTES = 110  # a pixel: all that is alive at the worst moment; 107 were counted for one frame full of person, 59 for each of several
SHARE = 0.5  # of what is free: another worker, or the encoders' buffers, may ask for memory meanwhile
MOST_AT_ONCE = 16  # frames: a few megapixels keep every core of a GPU busy, and encoding begins with the first batch
ON_PROCESSORS = 2  # likewise without a GPU, where nothing is won by more


def frames_at_once(height: int, width: int, device: torch.device) -> int:
    """How many frames of that size one batch takes, at least 1."""
    most = MOST_AT_ONCE if device.type == "cuda" else ON_PROCESSORS
    return max(1, min(most, int(SHARE * free_bytes(device)) // (FRAME_BYTES * height * width)))


def free_bytes(device: torch.device) -> int:
    """What can be allocated there now."""
    if device.type == "cuda":
        held_back = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)  # torch's own, free for us
        return torch.cuda.mem_get_info(device)[0] + held_back
    if MEMINFO.is_file():
        lines = (line.split() for line in MEMINFO.read_text(encoding="ascii").splitlines())
        return next(int(words[1]) * 1024 for words in lines if words[0] == AVAILABLE) // (os.cpu_count() or 1)
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (2 * (os.cpu_count() or 1))  # macOS: half of it, taken to be free
