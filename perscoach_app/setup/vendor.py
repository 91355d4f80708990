"""Puts what the browser runs under `assets/vendor/`, every large file at an address that names its content.

Only `manifest.json` and the fonts keep their addresses; everything the manifest points to may be cached for ever.
"""

import gzip
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from gpu_jobs.weights import models_dir
from perscoach_app.setup.browser_python import ARCHIVE, HASH_DIGITS, lean_lock, make_archive, sources_hash
from perscoach_app.setup.failure import SetupFailed
from perscoach_app.setup.npm import PACKAGING, ROOT, bun, fetch

VENDOR: Final = ROOT / "assets" / "vendor"
MODELS: Final = {"lite": "pose_landmarker_lite.task", "full": "pose_landmarker_full.task"}
MEDIAPIPE_FILES: Final = ("vision_bundle.mjs", "wasm/vision_wasm_module_internal.js", "wasm/vision_wasm_module_internal.wasm")
PYODIDE_FILES: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
THREE_FILES: Final = ("build/three.module.min.js", "build/three.core.min.js")
FONT_FILES: Final = (
    "outfit/files/outfit-latin-wght-normal.woff2",
    "outfit/files/outfit-latin-ext-wght-normal.woff2",
    "onest/files/onest-cyrillic-wght-normal.woff2",
    "onest/files/onest-cyrillic-ext-wght-normal.woff2",
)
COMPRESSED: Final = (".wasm", ".task", ".mjs", ".js", ".zip")
"""Beside these a `.br` and a `.gz` are written for the server to send instead (where that saves a tenth or more)."""
WORTH_COMPRESSING: Final = 0.9
BROTLI: Final = (
    "const z = require('zlib'); process.stdout.write(z.brotliCompressSync(await Bun.stdin.bytes(),"
    " { params: { [z.constants.BROTLI_PARAM_QUALITY]: 9, [z.constants.BROTLI_PARAM_LGWIN]: 24 } }))"
)
"""Quality 9: three seconds for the largest file, a fifth less than gzip. 11 would save another eighth in ten times the time."""

Progress = Callable[[str], None]


def prepare(progress: Progress = print, var: Path | None = None, vendor: Path = VENDOR) -> Path:
    """Make `assets/vendor/` complete; at once when it already is.

    Args:
        progress: Told in words what is being done.
        var: Where fetched packages are; `npm.var_folder()` when not given.
        vendor: The folder to fill.

    Returns:
        The manifest's path.

    Raises:
        SetupFailed: The network or a model is missing; the sentence says what to do.
    """
    stamp_file, manifest_file = vendor / "stamp", vendor / "manifest.json"
    if manifest_file.exists() and stamp_file.exists() and stamp_file.read_text() == _stamp():
        return manifest_file
    progress("browser packages: fetching")
    modules = fetch("npm", var)
    progress("browser packages: copying")
    manifest: dict[str, Any] = {
        "mediapipe": _copy_package(modules / "@mediapipe" / "tasks-vision", MEDIAPIPE_FILES, vendor / "mediapipe"),
        "pyodide": _copy_package(modules / "pyodide", PYODIDE_FILES, vendor / "pyodide"),
        "three": _copy_package(modules / "three", THREE_FILES, vendor / "three"),
        "models": {size: _copy_model(models_dir() / name, vendor) for size, name in MODELS.items()},
        "bytes": {size: (models_dir() / name).stat().st_size for size, name in MODELS.items()},
    }
    _copy_flat([modules / "@fontsource-variable" / name for name in FONT_FILES], vendor / "fonts")
    _copy_flat([modules / "tus-js-client" / "dist" / "tus.min.js"], vendor / "tus")
    _write_whole(vendor / "stacked" / "gl-helpers.js", _sharp((modules / "stacked-alpha-video" / "build" / "gl-helpers.js").read_bytes()))
    progress("browser Python: building")
    manifest["motion"] = _make_motion(modules / "pyodide", vendor)
    manifest["begin"] = _begin(manifest)
    _write_whole(manifest_file, json.dumps(manifest, indent=1).encode())
    _write_whole(stamp_file, _stamp().encode())
    progress("browser packages: ready")
    return manifest_file


def _stamp() -> str:
    """Changes when anything that goes into the folder does. Models are told apart by size: they are checked where they are made."""
    digest = hashlib.sha256((PACKAGING / "npm" / "bun.lock").read_bytes() + Path(__file__).read_bytes())
    digest.update(sources_hash().encode())
    for model in MODELS.values():
        path = models_dir() / model
        digest.update(f"{model} {path.stat().st_size if path.exists() else 'missing'};".encode())
    return digest.hexdigest()


def _copy_package(package: Path, files: tuple[str, ...], into: Path) -> str:
    """Copy what is needed of a package under its version; returns the address of that folder."""
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    for name in files:
        _place(package / name, into / version / name)
    return f"/vendor/{into.name}/{version}/"


def _copy_model(model: Path, vendor: Path) -> str:
    if not model.exists():
        raise SetupFailed(
            ru=f"Нет модели {model}. Её собирает команда perscoach prepare; выполните её.",
            en=f"The model {model} is missing. perscoach prepare assembles it; run that.",
        )
    digest = hashlib.sha256(model.read_bytes()).hexdigest()[:HASH_DIGITS]
    _place(model, vendor / "models" / digest / model.name)
    return f"/vendor/models/{digest}/{model.name}"


def _copy_flat(files: list[Path], into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    for file in files:
        if not (into / file.name).exists() or (into / file.name).read_bytes() != file.read_bytes():
            _write_whole(into / file.name, file.read_bytes())


def _sharp(shaders: bytes) -> bytes:
    """A phone's medium precision cannot tell the rows of a stacked picture apart: places in it need the high one."""
    return shaders.replace(b"precision mediump", b"precision highp")


def _make_motion(pyodide: Path, vendor: Path) -> str:
    """Build the browser's Python and the lock beside it; older ones are removed. Returns the lock's address."""
    archive = make_archive(pyodide)
    folder = vendor / "motion" / hashlib.sha256(archive).hexdigest()[:HASH_DIGITS]
    shutil.rmtree(vendor / "motion", ignore_errors=True)
    folder.mkdir(parents=True)
    _write_packed(folder / ARCHIVE, archive)
    (folder / "pyodide-lock.json").write_text(lean_lock(pyodide / "pyodide-lock.json"))
    return f"/vendor/motion/{folder.name}/pyodide-lock.json"


def _place(source: Path, target: Path) -> None:
    """Copy, packed ones beside. The address names the content, so what is there stays, unless it was packed in one way only."""
    one_way = target.with_name(target.name + ".gz").exists() and not target.with_name(target.name + ".br").exists()
    if target.exists() and target.stat().st_size == source.stat().st_size and not one_way:
        return
    _write_packed(target, source.read_bytes())


def _write_packed(target: Path, data: bytes) -> None:
    """Written last, so that whoever finds it finds the packed ones too."""
    if target.suffix in COMPRESSED:
        for suffix, packed in ((".gz", gzip.compress(data, 6, mtime=0)), (".br", _brotli(data))):
            if packed and len(packed) < WORTH_COMPRESSING * len(data):
                _write_whole(target.with_name(target.name + suffix), packed)
    _write_whole(target, data)


def _brotli(data: bytes) -> bytes:
    """By bun, which is here anyway; nothing where it fails: gzip does then."""
    return subprocess.run([str(bun()), "-e", BROTLI], input=data, capture_output=True, check=False).stdout


def _begin(manifest: dict[str, Any]) -> list[str]:
    """What a first training loads, for the page before it to fetch ahead."""
    folders = (("mediapipe", MEDIAPIPE_FILES), ("pyodide", PYODIDE_FILES))
    lock = manifest["motion"]
    archive = f"{lock.rpartition('/')[0]}/{ARCHIVE}"
    return [*(manifest[folder] + name for folder, names in folders for name in names), archive, lock, manifest["models"]["lite"]]


def _write_whole(path: Path, data: bytes) -> None:
    """Written whole or not at all, so that an interrupted set-up is not taken for a finished one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
