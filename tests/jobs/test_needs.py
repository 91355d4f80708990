"""What a job asks of machines: a processor each, a GPU for the learned models, shared where their memory is known."""

import pytest

from gpu_jobs.device import DEVICE_VARIABLE
from gpu_jobs.needs import Needs, Places, needs_of, places
from gpu_jobs.options import ProcessOptions

T4 = {"CPU": 4.0, "GPU": 1.0, "accelerator_type:T4": 1.0}


@pytest.fixture(autouse=True)
def _device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DEVICE_VARIABLE, raising=False)


def test_embedded_models_take_every_processor_and_no_gpu() -> None:
    needs = needs_of(ProcessOptions(), waits=True)
    assert needs == Needs()
    assert places(T4, needs) == Places(4)
    assert places({}, needs) == Places(0), "a head without processors only hands out"


def test_a_gpu_is_shared_as_far_as_its_memory_goes() -> None:
    needs = needs_of(ProcessOptions(matting="birefnet"), waits=True)
    assert needs == Needs(gpu=True, gpu_only=True, gpu_memory_mb=3500)
    assert places(T4, needs) == Places(4, 0.25), "3.5 of 16 GB each"
    assert places({**T4, "CPU": 2.0}, needs) == Places(2, 0.25), "each has a processor, too"
    assert places({"CPU": 8.0, "GPU": 2.0}, needs) == Places(2, 1.0), "nobody knows how large that GPU is"


def test_a_model_of_unknown_size_gets_a_gpu_of_its_own() -> None:
    needs = needs_of(ProcessOptions(pose="sam3d_body", matting="birefnet"), waits=False)
    assert needs == Needs(gpu=True, gpu_only=True)
    assert places(T4, needs) == Places(1, 1.0)
    assert places({"CPU": 8.0}, needs) == Places(0, 1.0), "it does not run without"


def test_a_learned_model_runs_on_processors_where_no_gpu_will_come(monkeypatch: pytest.MonkeyPatch) -> None:
    modnet, machine = ProcessOptions(matting="modnet"), {"CPU": 2.0}
    assert places(machine, needs_of(modnet, waits=False)) == Places(2), "this very machine has none"
    assert places(machine, needs_of(modnet, waits=True)).count == 0, "a cluster's comes"
    monkeypatch.setenv(DEVICE_VARIABLE, "cpu")
    assert places(machine, needs_of(modnet, waits=True)) == Places(2), "unless it is said not to"
