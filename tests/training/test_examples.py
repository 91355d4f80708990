"""The examples in the docstrings say what happens."""

import doctest
import importlib
import pkgutil

import pytest

import perscoach_training

MODULES = [module.name for module in pkgutil.walk_packages(perscoach_training.__path__, "perscoach_training.")]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_is_true(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.failed == 0
