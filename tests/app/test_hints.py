"""A training's page tells at once which modules it will want."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from perscoach_app.http.hints import hints_for_shadow, modules
from perscoach_app.own_files import ASSETS, SHADOW_MODE, unchanging


def test_every_module_that_is_imported_at_once_is_named_and_none_that_comes_later() -> None:
    found = modules()
    assert found[0] == "/shadow/main.js"
    assert {"/shadow/brain.js", "/shadow/stage.js", "/player/rendition.js"} <= set(found)
    assert len(found) == len(set(found))
    assert all((ASSETS / name.lstrip("/")).is_file() for name in found)
    assert "/shadow/worker.js" not in found


def test_imports_over_several_lines_and_from_beside(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "main.js").write_text('import {\n  one,\n  two,\n} from "../b/two.js";\nconst later = () => import("./never.js");\n')
    (tmp_path / "b" / "two.js").write_text('export * from "./three.js";\nimport { one } from "../a/main.js";\n')
    (tmp_path / "b" / "three.js").write_text("")
    assert modules("/a/main.js", tmp_path) == ["/a/main.js", "/b/two.js", "/b/three.js"]


@pytest.mark.parametrize(("address", "hinted"), [("/shadow/1a2b", True), ("/shadow/data", False), ("/home", False)])
def test_only_the_training_page_carries_them(address: str, hinted: bool) -> None:
    pages = [Route("/shadow/data", lambda _: JSONResponse({})), Route("/{rest:path}", lambda _: HTMLResponse("<p>"))]
    answer = TestClient(hints_for_shadow(Starlette(routes=pages))).get(address)
    assert (f"<{unchanging(SHADOW_MODE)}>; rel=modulepreload" in answer.headers.get("link", "")) is hinted
