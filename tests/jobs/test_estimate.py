"""What was measured on an operator's own machines takes the place of what is assumed of them."""

import json
from pathlib import Path

import pytest

from gpu_jobs.estimate import CPU, HOUR_S, Estimate, Measures, estimates
from gpu_jobs.options import ProcessOptions
from gpu_jobs.speeds import SPEEDS_VARIABLE

MINUTE = Measures(60, 1080, 1920, 30)
FRAMES = 1800
PRICES = {CPU: 0.0, "T4": 0.19, "L4": 0.48}
BIREFNET = ProcessOptions(matting="birefnet")


def found(options: ProcessOptions) -> dict[str, Estimate]:
    return {each.device: each for each in estimates(MINUTE, options, PRICES)}


def written(path: Path, processors: int, **models: tuple[str, float | None]) -> Path:
    figures = {name: {"device": device, "ms_per_frame": ms} for name, (device, ms) in models.items()}
    path.write_text(json.dumps({"models": figures, "processors": processors}))
    return path


def test_nothing_is_known_of_a_gpu_until_it_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SPEEDS_VARIABLE, raising=False)
    assert all(each.unmeasured == ("birefnet",) for each in found(BIREFNET).values())
    assert [found(BIREFNET)[kind].assumed for kind in PRICES] == [False, True, True]


def test_what_was_measured_on_a_machine_is_counted_there_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = found(BIREFNET)
    file = written(tmp_path / "t4.json", 4, birefnet=("cuda", 100.0), sam3d_body=("cuda", None))
    monkeypatch.setenv(SPEEDS_VARIABLE, f"T4={file}")
    after = found(BIREFNET)
    assert after["T4"].seconds == pytest.approx(before["T4"].seconds + FRAMES * 0.1), "the GPU's time comes on top of four processors'"
    assert after["T4"].usd == pytest.approx(after["T4"].seconds * 0.19 / HOUR_S)
    assert (after["T4"].assumed, after["T4"].unmeasured) == (False, ())
    assert after["L4"] == before["L4"]
    assert found(ProcessOptions(pose="sam3d_body"))["T4"].unmeasured == ("sam3d_body",), "its file says that it was not measured"


def test_a_light_is_counted_by_the_frames_that_are_relit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lit = ProcessOptions(relight="iclight")
    before = found(lit)["T4"].seconds
    monkeypatch.setenv(SPEEDS_VARIABLE, f"T4={written(tmp_path / 't4.json', 4, iclight=('cuda', 5000.0))}")
    assert found(lit)["T4"].seconds == pytest.approx(before + 40 * 5), "one every second and a half"


def test_a_model_on_processors_is_shared_out_among_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modnet = ProcessOptions(matting="modnet")
    seconds = []
    for processors in (2, 8):
        file = written(tmp_path / f"{processors}.json", processors, modnet=("cpu", 300.0))
        monkeypatch.setenv(SPEEDS_VARIABLE, f"cpu={file}")
        seconds.append(found(modnet)[CPU].seconds - 3)
    assert seconds[0] == pytest.approx(4 * seconds[1])
    assert seconds[1] > FRAMES * 0.3 / 8


def test_a_file_that_is_none_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = found(BIREFNET)
    (tmp_path / "half.json").write_text('{"models": {"birefnet"')
    for setting in (f"T4={tmp_path / 'half.json'}", "T4=/nowhere.json", "T4", "{}"):
        monkeypatch.setenv(SPEEDS_VARIABLE, setting)
        assert found(BIREFNET) == before, setting
