"""MODNet as a torch network (Ke, Sun, Li, Yan, Lau: Real-Time Trimap-Free Portrait Matting via Objective Decomposition, AAAI 2022).

Three branches: one looks at the whole picture small and finds the person, one follows the outline at half and a quarter of the size, one
brings both together at full size. What only training asks of them is there, so that a checkpoint loads whole, but is never worked out.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

NORM_EPSILON = 1e-5

# MobileNetV2 (Sandler et al., 2018, table 2): times as wide inside, channels out, how many, stride of the first.
BOTTLENECKS = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
STEM, DEEPEST = 32, 1280  # channels at its two ends
HALF, QUARTER = 1, 3  # after which of its layers the picture is half, and a quarter, of its size
HALF_WIDE, QUARTER_WIDE = 16, 24  # channels there
WIDE = 32  # channels of the branches; of their parts this or twice this
SQUEEZED = 4  # times fewer channels inside the attention to channels
COARSE_WIDE = 96  # channels of the whole picture's branch at a sixteenth
FINE_WIDE = 16  # channels at full size
COLOURS = 3


class Bottleneck(nn.Module):
    """Widens, looks around in each channel by itself, narrows; added to what came in where the shapes allow it."""

    def __init__(self, channels: int, out: int, stride: int, wider: int) -> None:
        super().__init__()
        wide = channels * wider
        widened = [nn.Conv2d(channels, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.ReLU6(inplace=True)] if wider > 1 else []
        self.layers = nn.Sequential(
            *widened,
            *(nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False), nn.BatchNorm2d(wide), nn.ReLU6(inplace=True)),
            *(nn.Conv2d(wide, out, 1, bias=False), nn.BatchNorm2d(out)),
        )
        self.residual = stride == 1 and channels == out

    def forward(self, features: Tensor) -> Tensor:
        """`(N, channels, h, w)` to `(N, out, h / stride, w / stride)`."""
        changed: Tensor = self.layers(features)
        return features + changed if self.residual else changed


class Encoder(nn.Module):
    """MobileNetV2 without its classifier."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = [_plain(COLOURS, STEM, 3, 2)]
        channels = STEM
        for wider, out, count, stride in BOTTLENECKS:
            for number in range(count):
                layers.append(Bottleneck(channels, out, stride if number == 0 else 1, wider))
                channels = out
        self.layers = nn.ModuleList([*layers, _plain(channels, DEEPEST, 1, 1)])

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What it sees at a half, a quarter and a thirty-second of the size of `(N, 3, h, w)`."""
        found = {}
        features = pictures
        for number, layer in enumerate(self.layers):
            features = layer(features)
            if number in (HALF, QUARTER):
                found[number] = features
        return found[HALF], found[QUARTER], features


class HalfNorm(nn.Module):
    """Half of the channels normalised as training has seen them, half by the picture itself (IBN: Pan et al., 2018)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.learned: nn.Module = nn.BatchNorm2d(channels // 2, eps=NORM_EPSILON)
        self.channels = channels

    def forward(self, features: Tensor) -> Tensor:
        """`(N, channels, h, w)`, as it came."""
        half = self.channels // 2
        # All channels, though half are dropped: groups of one channel keep channels_last, and a slice would be copied first.
        own = functional.group_norm(features, self.channels, eps=NORM_EPSILON)
        return torch.cat([self.learned(features[:, :half]), own[:, half:]], dim=1)


class Seen(nn.Module):
    """A convolution; by default with its norm, and nothing below zero."""

    def __init__(self, channels: int, out: int, side: int, stride: int = 1, *, last: bool = False) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(channels, out, side, stride, side // 2)
        self.norm = None if last else HalfNorm(out)

    def forward(self, features: Tensor) -> Tensor:
        """`(N, channels, h, w)` to `(N, out, h / stride, w / stride)`."""
        seen: Tensor = self.convolution(features)
        return functional.relu_(self.norm(seen)) if self.norm is not None else seen


class Attention(nn.Module):
    """Weighs the channels by what the whole picture holds (squeeze and excitation: Hu et al., 2018)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.squeeze = nn.Linear(channels, channels // SQUEEZED, bias=False)
        self.excite = nn.Linear(channels // SQUEEZED, channels, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        """`(N, channels, h, w)`, each channel made weaker."""
        weights = torch.sigmoid(self.excite(functional.relu(self.squeeze(features.mean(dim=(2, 3))))))
        return features * weights[:, :, None, None]


class Whole(nn.Module):
    """The low-resolution branch: where the person is, at an eighth of the size."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = Attention(DEEPEST)
        self.sixteenth = Seen(DEEPEST, COARSE_WIDE, 5)
        self.eighth = Seen(COARSE_WIDE, WIDE, 5)
        self.silhouette = Seen(WIDE, 1, 3, 2, last=True)  # training's

    def forward(self, deepest: Tensor) -> Tensor:
        """`(N, 1280, h / 32, w / 32)` to `(N, 32, h / 8, w / 8)`."""
        sixteenth = self.sixteenth(_twice(self.attention(deepest)))
        eighth: Tensor = self.eighth(_twice(sixteenth))
        return eighth


class Outline(nn.Module):
    """The high-resolution branch: the person's edge, at half of the size."""

    def __init__(self) -> None:
        super().__init__()
        self.from_half = Seen(HALF_WIDE, WIDE, 1)
        self.smaller = Seen(WIDE + COLOURS, WIDE, 3, 2)
        self.from_quarter = Seen(QUARTER_WIDE, WIDE, 1)
        self.joined = Seen(2 * WIDE, 2 * WIDE, 3)
        self.at_quarter = nn.Sequential(Seen(3 * WIDE + COLOURS, 2 * WIDE, 3), Seen(2 * WIDE, 2 * WIDE, 3), Seen(2 * WIDE, WIDE, 3))
        self.at_half = nn.Sequential(Seen(2 * WIDE, 2 * WIDE, 3), Seen(2 * WIDE, WIDE, 3), Seen(WIDE, WIDE, 3), Seen(WIDE, WIDE, 3))
        self.edge = nn.Sequential(Seen(WIDE + COLOURS, WIDE, 3), Seen(WIDE, 1, 1, last=True))  # training's

    def forward(self, pictures: Tensor, half: Tensor, quarter: Tensor, eighth: Tensor) -> Tensor:
        """To `(N, 32, h / 2, w / 2)`.

        Args:
            pictures: `(N, 3, h, w)`.
            half: What the encoder sees at half of the size; `quarter` likewise.
            eighth: Where the person is.
        """
        half = self.from_half(half)
        smaller = self.smaller(torch.cat([_scaled(pictures, 1 / 2), half], dim=1))
        joined = self.joined(torch.cat([smaller, self.from_quarter(quarter)], dim=1))
        outline = self.at_quarter(torch.cat([joined, _twice(eighth), _scaled(pictures, 1 / 4)], dim=1))
        outline = self.at_half(torch.cat([_twice(outline), half], dim=1))
        return cast(Tensor, outline)


class Fusion(nn.Module):
    """Both together, at full size."""

    def __init__(self) -> None:
        super().__init__()
        self.at_quarter = Seen(WIDE, WIDE, 5)
        self.at_half = Seen(2 * WIDE, WIDE, 3)
        self.at_full = nn.Sequential(Seen(WIDE + COLOURS, FINE_WIDE, 3), Seen(FINE_WIDE, 1, 1, last=True))

    def forward(self, pictures: Tensor, eighth: Tensor, outline: Tensor) -> Tensor:
        """`(N, 1, h, w)` 0..1."""
        quarter = self.at_quarter(_twice(eighth))
        half = self.at_half(torch.cat([_twice(quarter), outline], dim=1))
        return torch.sigmoid(self.at_full(torch.cat([_twice(half), pictures], dim=1)))


class MODNet(nn.Module):
    """Pictures in, mattes out."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.whole = Whole()
        self.outline = Outline()
        self.fusion = Fusion()

    def forward(self, pictures: Tensor) -> Tensor:
        """`(N, 3, h, w)` RGB, -1..1, both sides multiples of 32, to `(N, 1, h, w)` 0..1."""
        half, quarter, deepest = self.encoder(pictures)
        eighth = self.whole(deepest)
        matte: Tensor = self.fusion(pictures, eighth, self.outline(pictures, half, quarter, eighth))
        return matte


@torch.no_grad()
def folded(network: MODNet) -> MODNet:
    """The same network with what its norms have learned worked into the convolutions before them: less to do for each picture."""
    for part in list(network.modules()):
        if isinstance(part, nn.Sequential):
            for number, (before, norm) in enumerate(pairwise(list(part))):
                if isinstance(before, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                    part[number], part[number + 1] = _with_norm(before, norm), nn.Identity()
        elif isinstance(part, Seen) and part.norm is not None:
            part.convolution = _with_norm(part.convolution, cast(nn.BatchNorm2d, part.norm.learned))
            part.norm.learned = nn.Identity()
    return network


def _with_norm(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    """The convolution with the norm of its first channels; the others stay."""
    assert norm.running_mean is not None
    assert norm.running_var is not None
    scale, shift = torch.ones(convolution.out_channels), torch.zeros(convolution.out_channels)
    scale[: norm.num_features] = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    shift[: norm.num_features] = norm.bias - norm.running_mean * scale[: norm.num_features]
    bias = convolution.bias if convolution.bias is not None else torch.zeros_like(shift)
    convolution.weight = nn.Parameter(convolution.weight * scale[:, None, None, None])
    convolution.bias = nn.Parameter(bias * scale + shift)
    return convolution


# The official checkpoints' names, and ours. They hold the encoder twice, as a part of the first branch too: it is one and the same.
NAMES = (
    (r"^module\.", ""),
    (r"^(?:lr_branch\.)?backbone\.model\.features\.(\d+)\.conv\.", r"encoder.layers.\1.layers."),
    (r"^(?:lr_branch\.)?backbone\.model\.features\.(\d+)\.", r"encoder.layers.\1."),
    (r"^lr_branch\.se_block\.fc\.0", "whole.attention.squeeze"),
    (r"^lr_branch\.se_block\.fc\.2", "whole.attention.excite"),
    (r"^lr_branch\.conv_lr16x", "whole.sixteenth"),
    (r"^lr_branch\.conv_lr8x", "whole.eighth"),
    (r"^lr_branch\.conv_lr\b", "whole.silhouette"),
    (r"^hr_branch\.tohr_enc2x", "outline.from_half"),
    (r"^hr_branch\.conv_enc2x", "outline.smaller"),
    (r"^hr_branch\.tohr_enc4x", "outline.from_quarter"),
    (r"^hr_branch\.conv_enc4x", "outline.joined"),
    (r"^hr_branch\.conv_hr4x", "outline.at_quarter"),
    (r"^hr_branch\.conv_hr2x", "outline.at_half"),
    (r"^hr_branch\.conv_hr\b", "outline.edge"),
    (r"^f_branch\.conv_lr4x", "fusion.at_quarter"),
    (r"^f_branch\.conv_f2x", "fusion.at_half"),
    (r"^f_branch\.conv_f\b", "fusion.at_full"),
    (r"^(?!encoder)(.*)\.layers\.0\.(weight|bias)$", r"\1.convolution.\2"),
    (r"\.layers\.1\.bnorm\.", ".norm.learned."),
)


def renamed(official: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors of an official checkpoint under our names; what we do not know keeps its own."""
    ours = {}
    for name, tensor in official.items():
        for pattern, replacement in NAMES:
            name = re.sub(pattern, replacement, name)  # noqa: PLW2901 - renamed step by step
        ours[name] = tensor
    return ours


def _plain(channels: int, out: int, side: int, stride: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(channels, out, side, stride, side // 2, bias=False), nn.BatchNorm2d(out), nn.ReLU6(inplace=True))


def _twice(features: Tensor) -> Tensor:
    return _scaled(features, 2)


def _scaled(features: Tensor, by: float) -> Tensor:
    return functional.interpolate(features, scale_factor=by, mode="bilinear", align_corners=False)
