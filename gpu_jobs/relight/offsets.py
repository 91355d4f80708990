"""Offset weights: a file that holds, for every tensor of a base network, what is added to it; the first layer is widened before.

The added input channels carry the condition (the person, the background). Their weights begin at zero, so that with zero offsets the
widened network is the base network.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gpu_jobs.weights import unlike

if TYPE_CHECKING:
    import torch

FIRST = "conv_in.weight"
LATENT_CHANNELS = 4  # of Stable Diffusion 1.5's own input
SHOWN = 3  # names in a sentence; a wrong file may lack hundreds

Shapes = dict[str, tuple[int, ...]]


def fitting(model: str, base: Path, offsets: Path, channels: int) -> None:
    """Make sure that an offsets file belongs to a base network; only the two files' headers are read.

    Args:
        model: Whose file it is, for the sentence.
        base: The base network's safetensors.
        offsets: The offsets' safetensors.
        channels: Of the widened first layer.

    Raises:
        WeightsMissing: One of them is no such file, or a tensor is missing, unexpected or of another shape.
    """
    wanted, found = _shapes(model, base), _shapes(model, offsets)
    if FIRST not in wanted:
        raise unlike(model, base, f"no tensor {FIRST}")
    wanted[FIRST] = (wanted[FIRST][0], channels, *wanted[FIRST][2:])
    reasons = {
        "missing": [name for name in wanted if name not in found],
        "unexpected": [name for name in found if name not in wanted],
        "of another shape": [name for name, shape in wanted.items() if found.get(name, shape) != shape],
    }
    for reason, names in reasons.items():
        if names:
            raise unlike(model, offsets, f"{len(names)} {reason}: {', '.join(names[:SHOWN])}")


def widened(unet: Any, channels: int) -> None:
    """Give a UNet's first layer more input channels: the first ones and the bias are kept, the new weights are zero."""
    import torch

    old = unet.conv_in
    new = torch.nn.Conv2d(channels, old.out_channels, old.kernel_size, old.stride, old.padding, dtype=old.weight.dtype)
    with torch.no_grad():
        new.weight.zero_()
        new.weight[:, :LATENT_CHANNELS] = old.weight
        new.bias = old.bias
    unet.conv_in = new
    unet.register_to_config(in_channels=channels)


def add_offsets(unet: "torch.nn.Module", offsets: Path) -> None:
    """Add a file's tensors to a network's, one at a time: both together would take twice the memory."""
    import torch
    from safetensors import safe_open

    with torch.no_grad(), safe_open(str(offsets), framework="pt") as held:
        for name, tensor in unet.state_dict().items():
            tensor.add_(held.get_tensor(name).to(tensor))


def _shapes(model: str, path: Path) -> Shapes:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="np") as held:
            return {name: tuple(held.get_slice(name).get_shape()) for name in held.keys()}  # noqa: SIM118 - it is no mapping
    except (SafetensorError, OSError) as error:
        raise unlike(model, path, error) from error
