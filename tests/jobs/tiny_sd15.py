"""Stable Diffusion 1.5 and IC-Light's offsets in miniature: the same classes and files in the same layout, random numbers in them.

What they make is noise, but the same noise for the same seed and picture; everything that loads and runs the real ones runs on them.
"""

import json
from pathlib import Path

TEXT_FEATURES = 16
PRINTABLE = range(33, 127)
START, END = "<|startoftext|>", "<|endoftext|>"


def write_base(folder: Path) -> None:
    """The base model's folder in the layout of diffusers."""
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    torch.manual_seed(1)
    UNet2DConditionModel(
        sample_size=64, block_out_channels=(8, 8, 8, 16), layers_per_block=1,
        cross_attention_dim=TEXT_FEATURES, attention_head_dim=4, norm_num_groups=4,
        down_block_types=("DownBlock2D", "DownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D", "UpBlock2D"),
    ).save_pretrained(folder / "unet")  # fmt: skip
    AutoencoderKL(
        block_out_channels=(4, 4, 4, 4), norm_num_groups=2, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
    ).save_pretrained(folder / "vae")  # fmt: skip
    vocabulary = [*map(chr, PRINTABLE), *(f"{chr(each)}</w>" for each in PRINTABLE), START, END]
    CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(vocabulary), hidden_size=TEXT_FEATURES, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
            bos_token_id=len(vocabulary) - 2, eos_token_id=len(vocabulary) - 1,
        )
    ).save_pretrained(folder / "text_encoder")  # fmt: skip
    tokenizer = folder / "tokenizer"
    tokenizer.mkdir()
    (tokenizer / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(vocabulary)}))
    (tokenizer / "merges.txt").write_text("#version: 0.2\n")
    (tokenizer / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "CLIPTokenizer", "model_max_length": 77}))


def write_offsets(base: Path, path: Path, channels: int, *, left_out: str = "", added: str = "", narrow: bool = False) -> None:
    """An offsets file for the base's network.

    Args:
        base: What `write_base` wrote.
        path: Where to.
        channels: Of the widened first layer.
        left_out: A tensor that is missing then.
        added: One that nobody expects.
        narrow: Leave the first layer as it is in the base.
    """
    import torch
    from safetensors.torch import load_file, save_file

    drawn = torch.Generator().manual_seed(2)
    tensors = load_file(base / "unet" / "diffusion_pytorch_model.safetensors")
    if not narrow:
        first = tensors["conv_in.weight"]
        tensors["conv_in.weight"] = torch.zeros(first.shape[0], channels, *first.shape[2:])
    offsets = {name: 0.1 * torch.randn(tensor.shape, generator=drawn) for name, tensor in tensors.items() if name != left_out}
    if added:
        offsets[added] = torch.zeros(1)
    save_file(offsets, path)
