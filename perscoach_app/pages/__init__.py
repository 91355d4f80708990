"""One file a page. `register(app)` gives the app its pages and what surrounds them."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

import reflex as rx

from perscoach_app.pages import shell

__all__ = ["register"]


def register(app: rx.App) -> None:
    """Dresses the app and adds its pages: every file in this folder that has an `add_to`."""
    shell.dress(app)
    for page in _files():
        if hasattr(page, "add_to"):
            page.add_to(app)


def _files() -> Iterator[ModuleType]:
    for found in walk_packages(__path__, f"{__name__}."):
        yield import_module(found.name)
