"""IC-Light on networks in miniature: the official way of loading and sampling, one clip end to end, and every refusal a sentence."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.catalogue import ICLIGHT_FBC, ICLIGHT_FC, MODELS, SD15_UNET
from gpu_jobs.clock import Progress
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import process
from gpu_jobs.relight import SEED, Direction, Light, check_relighter, iclight, relighter
from gpu_jobs.relight.keyframe import opened
from gpu_jobs.relight.linear import light_of
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from gpu_jobs.weights import WEIGHTS_DIR_VARIABLE, models_dir
from gpu_jobs.workers import Here
from perscoach_motion import trackfile
from tests.jobs.conftest import transparent_frames
from tests.jobs.tiny_sd15 import write_base, write_offsets
from tests.jobs.wandering import FRAMES, filmed

torch = pytest.importorskip("torch", reason="IC-Light needs the models extra")
pytest.importorskip("diffusers", reason="IC-Light needs the models extra")

STEADIER = 1 / 3  # of the change from frame to frame that relighting every frame by itself has
COMPARED = 12  # frames, in the middle of the clip
SURE = 250  # of 255: wholly the person
DIM = 0.005  # of white; darker places say little of the light
PERSON = np.zeros((120, 60), np.uint8)
PERSON[10:110, 10:50] = 255
PIXELS = np.full((120, 60, 3), (180, 120, 90), np.uint8)

Run = tuple[Path, list[Progress]]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of weights as `perscoach weights import` leaves it, with the pose models that are here."""
    folder = tmp_path_factory.mktemp("weights")
    for file in models_dir().iterdir():
        (folder / file.name).symlink_to(file)
    write_base(folder / "sd15")
    write_offsets(folder / "sd15", folder / ICLIGHT_FC, 8)
    write_offsets(folder / "sd15", folder / ICLIGHT_FBC, 12)
    return folder


@pytest.fixture(autouse=True)
def _small(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The makers' steps and sizes ask for minutes; a few of each show the same."""
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(weights))
    torch.set_num_threads(1)
    opened.cache_clear()
    for name, how in iclight.VARIANTS.items():
        first, guided, second = (replace(each, steps=2) for each in (how.first, how.guided, how.second))
        monkeypatch.setitem(iclight.VARIANTS, name, replace(how, first=first, guided=guided, second=second, size=(64, 128)))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filmed(tmp_path_factory.mktemp("filmed") / "wandering.mp4")


def test_the_settings_are_those_that_the_makers_show_it_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    fc, fbc = iclight.VARIANTS["iclight"], iclight.VARIANTS["iclight-fbc"]
    assert (fc.first.steps, fc.first.guidance, fc.guided.share, fc.second.share, fc.size) == (25, 2.0, 0.9, 0.5, (512, 640))
    assert (fbc.first.steps, fbc.first.guidance, fbc.first.share, fbc.second.share) == (20, 7.0, 1.0, 0.5)


@pytest.mark.parametrize("name", ["iclight", "iclight-fbc"])
def test_a_picture_is_relit_alike_by_one_seed_and_otherwise_by_another(name: str) -> None:
    model = relighter(name)
    light = Light("left")
    one, again, other = (model.lit(PIXELS, PERSON, light, seed) for seed in (1, 1, 2))
    assert one.shape == PIXELS.shape
    assert one.dtype == np.uint8
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    for changed in (Light("right"), Light("none"), Light("left", words="neon")):
        assert not np.array_equal(one, model.lit(PIXELS, PERSON, changed, 1)), changed
    lying = model.lit(PIXELS.transpose(1, 0, 2).copy(), PERSON.T.copy(), light, 1)
    assert lying.shape == (60, 120, 3)


def test_the_widened_network_is_the_base_until_the_offsets_come(weights: Path) -> None:
    from safetensors.torch import load_file

    from gpu_jobs.relight.diffusion import base_unet
    from gpu_jobs.relight.offsets import add_offsets, widened

    unet = base_unet("iclight", weights / "sd15")
    latents, beside, words = torch.randn(1, 4, 16, 8), torch.randn(1, 4, 16, 8), torch.randn(1, 77, 16)
    with torch.no_grad():
        before = unet(latents, 10, words).sample
        widened(unet, 8)
        assert torch.allclose(unet(torch.cat([latents, beside], 1), 10, words).sample, before, atol=1e-6)
        add_offsets(unet, weights / ICLIGHT_FC)
        assert not torch.allclose(unet(torch.cat([latents, beside], 1), 10, words).sample, before, atol=1e-3)
    base, offsets = load_file(weights / SD15_UNET), load_file(weights / ICLIGHT_FC)
    for name, tensor in unet.state_dict().items():
        wide = torch.zeros_like(tensor)
        wide[tuple(slice(0, size) for size in base[name].shape)] = base[name]
        assert torch.equal(tensor, wide + offsets[name]), name


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_the_noise_is_taken_away_as_the_librarys_own_pipelines_do(weights: Path, share: float) -> None:
    """Theirs with the condition put in by a hook, as IC-Light's makers run it; ours without a hook. The same numbers come out."""
    from diffusers import DPMSolverMultistepScheduler, StableDiffusionImg2ImgPipeline, StableDiffusionPipeline

    from gpu_jobs.relight.diffusion import SCHEDULE, Denoising, Diffusion, base_unet
    from gpu_jobs.relight.offsets import add_offsets, widened

    unet = base_unet("iclight", weights / "sd15")
    widened(unet, 8)
    add_offsets(unet, weights / ICLIGHT_FC)
    ours = Diffusion("iclight", weights / "sd15", unet)
    drawn = torch.Generator().manual_seed(5)
    condition, start = (torch.randn(1, 4, 16, 8, generator=drawn) for _ in range(2))
    with torch.inference_mode():
        words = ours.words("bad", "soft light")
        noise = torch.Generator().manual_seed(7)
        found = ours.denoised(words, condition, Denoising(6, 2.0, share), noise, start if share < 1 else None)
    unet.register_to_config(in_channels=4)  # how many their pipelines begin with
    plain = unet.forward
    unet.forward = lambda sample, *rest, **named: plain(torch.cat([sample, condition.repeat(len(sample), 1, 1, 1)], 1), *rest, **named)
    kind = StableDiffusionPipeline if share == 1 else StableDiffusionImg2ImgPipeline
    parts = {"vae": ours._vae, "text_encoder": ours._text, "tokenizer": ours._tokenizer, "unet": unet}
    theirs = kind(
        **parts,
        scheduler=DPMSolverMultistepScheduler(**SCHEDULE),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    theirs.set_progress_bar_config(disable=True)
    how = {"width": 64, "height": 128} if share == 1 else {"image": start, "strength": share}
    wanted = theirs(
        prompt_embeds=words[1:], negative_prompt_embeds=words[:1], num_inference_steps=round(6 / share), guidance_scale=2.0,
        generator=torch.Generator().manual_seed(7), output_type="latent", **how,
    ).images  # fmt: skip
    assert torch.allclose(found, wanted, atol=1e-4)


@pytest.mark.parametrize(
    ("direction", "bright"), [("left", (slice(None), 0)), ("right", (slice(None), -1)), ("top", (0,)), ("bottom", (-1,))]
)
def test_the_gradient_is_brightest_where_the_light_comes_from(direction: Direction, bright: tuple[object, ...]) -> None:
    how = iclight.VARIANTS["iclight"]
    picture = iclight.gradient(direction, (64, 96), how)
    assert picture.shape == (96, 64, 3)
    assert (picture[bright] == 255).all()  # type: ignore[index]
    assert picture.min() == 0


def test_the_person_stands_whole_on_grey() -> None:
    canvas = iclight.on_grey(PIXELS, PERSON, (64, 80))
    assert canvas.shape == (80, 64, 3)
    assert (canvas[:, :8] == 127).all()
    assert (canvas[40, 32] == (180, 120, 90)).all()


def test_a_clip_end_to_end_is_steadier_than_frames_relit_one_by_one(clip: Path, tmp_path: Path) -> None:
    """These networks draw noise, and one by one it stands still while she moves, at its best. Ours goes along with her."""
    heard: list[Progress] = []
    wish = ProcessOptions(relight="iclight", light="left", light_strength=1.0, colour="none", stacked=False)
    made = process(clip, tmp_path / "lit", wish, heard.append, Here())
    crop = trackfile.read(made.files["trainer_poses.json"]).crop
    rows, columns = Box(crop.x, crop.y, crop.x + crop.width, crop.y + crop.height).slices()
    filmed_ones = [np.ascontiguousarray(frame.pixels[rows, columns]) for frame in Reader(probe(clip), 4000)]
    shown = transparent_frames(made.files["trainer_transparent.webm"])
    assert len(shown) == len(filmed_ones) == FRAMES
    model = relighter("iclight")
    ours, alone = [], []
    for (_, frame), own in list(zip(shown, filmed_ones, strict=True))[FRAMES // 2 - COMPARED // 2 :][:COMPARED]:
        alpha = frame[..., 3].copy()
        ours.append((light_between(own, frame[..., :3], alpha), alpha))
        alone.append((light_between(own, model.lit(own, alpha, wish.wished_light, SEED), alpha), alpha))
    assert np.mean([np.abs(light[alpha > SURE]).mean() for light, alpha in ours]) > 0.1, "it is lit"
    assert changing(ours) <= STEADIER * changing(alone)
    record = json.loads(made.files["process.json"].read_text(encoding="utf-8"))
    assert record["light"] == {"model": "iclight", "direction": "left", "strength": 1.0, "words": Light().words, "seed": SEED}
    assert "light" in {step.stage for step in heard}
    done = [step.done for step in heard]
    assert done == sorted(done)


def light_between(one: Pixels, other: Pixels, alpha: Alpha) -> NDArray[np.float32]:
    """Logarithm of how much more light falls on each place of her, `(H, W)`; pixels are blurred among hers, since light is broad."""
    hers = (alpha > SURE).astype(np.float32)
    share = cv2.blur(hers, (15, 15)) + np.float32(1e-6)
    before, after = (cv2.blur(light_of(np.ascontiguousarray(picture)).mean(axis=2) * hers, (15, 15)) / share for picture in (one, other))
    return np.log((after + DIM) / (before + DIM))


def changing(lights: Sequence[tuple[NDArray[np.float32], Alpha]]) -> float:
    """By how much the light on her changes from frame to frame, where she is in both."""
    pairs = pairwise(lights)
    return float(np.mean([np.abs(later - light)[(alpha > SURE) & (then > SURE)].mean() for (light, alpha), (later, then) in pairs]))


def test_without_weights_the_job_ends_before_the_long_work(
    clip: Path, tmp_path: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    for file in weights.glob("*.task"):
        (bare / file.name).symlink_to(file)
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(bare))
    heard: list[Progress] = []
    for relight, code in (("iclight", "weights_missing"), ("iclight-fbc", "weights_missing"), ("candle", "model_unknown")):
        with pytest.raises(WeightsMissing) as caught:
            process(clip, tmp_path / "out", ProcessOptions(relight=relight), heard.append, Here())
        assert caught.value.code == code
        assert relight in caught.value.sentence("ru")
    assert not {step.stage for step in heard} & {"look", "light", "render"}
    assert not (tmp_path / "out").exists()


def _not_a_network(base: Path, path: Path) -> None:
    path.write_bytes(b"<html>404</html>")


WRONG: dict[str, Callable[[Path, Path], None]] = {
    "1 missing: conv_out.bias": lambda base, path: write_offsets(base, path, 8, left_out="conv_out.bias"),
    "1 unexpected: ema.decay": lambda base, path: write_offsets(base, path, 8, added="ema.decay"),
    "1 of another shape: conv_in.weight": lambda base, path: write_offsets(base, path, 12),
    "": _not_a_network,
}


@pytest.mark.parametrize("reason", WRONG)
def test_a_wrong_file_is_named_with_its_sum(reason: str, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in weights.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / ICLIGHT_FC).unlink()
    WRONG[reason](weights / "sd15", tmp_path / ICLIGHT_FC)
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    with pytest.raises(WeightsMissing) as caught:
        check_relighter("iclight")
    assert caught.value.code == "weights_unlike"
    assert reason in caught.value.sentence("en")
    assert len(str(caught.value.values["sha256"])) == 64


def test_a_base_with_a_tensor_less_is_not_filled_up_with_random_numbers(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.torch import load_file, save_file

    broken = tmp_path / "sd15" / "vae" / "diffusion_pytorch_model.safetensors"
    for file in (path for path in weights.rglob("*") if path.is_file()):
        copied = tmp_path / file.relative_to(weights)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.symlink_to(file)
    tensors = load_file(broken)
    tensors.pop("decoder.conv_out.bias")
    broken.unlink()
    save_file(tensors, broken)
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    with pytest.raises(WeightsMissing, match=r"decoder\.conv_out\.bias"):
        relighter("iclight")


def test_too_little_memory_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    model = relighter("iclight")
    monkeypatch.setattr("gpu_jobs.relight.diffusion.Diffusion.denoised", full)
    with pytest.raises(WeightsMissing) as caught:
        model.lit(PIXELS, PERSON, Light(), 1)
    assert caught.value.code == "device_memory"


def test_both_licences_are_said_where_it_is_chosen() -> None:
    for name in iclight.VARIANTS:
        assert "Apache-2.0" in MODELS[name].licence
        assert "OpenRAIL-M" in MODELS[name].licence
