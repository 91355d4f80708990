"""What really runs: every HTTP route with every method, and every event of every state, ours and the framework's."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import reflex as rx
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route

import perscoach_app.state
from perscoach_app.http import create_api


def running_routes() -> set[tuple[str, str]]:
    """`(method, path)` of everything the plain HTTP application answers."""
    return {(method, path) for method, path in _routes(create_api().routes)}


def _routes(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    for route in routes:
        inside = getattr(route, "effective_route_contexts", None)  # FastAPI's way of including a router
        if inside is not None:
            for known in inside():
                yield from ((method, known.path) for method in known.methods)
        elif isinstance(route, Mount):
            raise AssertionError(f"{route.path} is mounted: nobody can list what it answers")
        else:
            assert isinstance(route, APIRoute | Route), f"{route} cannot be listed"
            yield from ((method, route.path) for method in route.methods or ())


def running_states() -> list[type[rx.State]]:
    """Every state there is after all of ours are imported; those of the framework, too."""
    for module in walk_packages(perscoach_app.state.__path__, "perscoach_app.state."):
        import_module(module.name)
    import_module("perscoach_app.pages")
    return [state for state in (rx.State, *_below(rx.State)) if state.__module__.startswith(("perscoach_app.", "reflex."))]


def running_events() -> set[tuple[str, str]]:
    """`(state, event)` of everything a browser may call, each where it is declared."""
    return {(state.__name__, name) for state in running_states() for name in state.event_handlers if _declared(state, name)}


def _declared(state: type[rx.State], name: str) -> bool:
    parent = state.get_parent_state()
    return name != "setvar" and (parent is None or name not in parent.event_handlers or name in vars(state))


def _below(state: type[rx.State]) -> Iterator[type[rx.State]]:
    for one in state.get_substates():
        yield one
        yield from _below(one)
