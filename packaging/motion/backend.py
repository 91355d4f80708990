"""A build backend (PEP 517) for the pure-Python packages the browser runs: same sources in, same bytes out.

Dates are fixed and names sorted, so that two machines build the same wheel and a content hash of it means something.
"""

import base64
import hashlib
import tomllib
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PACKAGES = (HERE.parent.parent / "perscoach_motion", HERE.parent.parent / "perscoach_training")
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip can hold."""


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """Write the wheel into `wheel_directory` and return its file name."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"]
    stem = f"{project['name'].replace('-', '_')}-{project['version']}"
    info = f"{stem}.dist-info"
    members = {path.relative_to(HERE.parent.parent).as_posix(): path.read_bytes() for path in package_files()}
    members[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.4\nName: {project['name']}\nVersion: {project['version']}\nSummary: {project['description']}\n"
        f"License-Expression: {project['license']}\nRequires-Python: {project['requires-python']}\n"
    ).encode()
    members[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: perscoach\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    members[f"{info}/RECORD"] = _record(members, f"{info}/RECORD").encode()
    name = f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member, data in members.items():
            entry = zipfile.ZipInfo(member, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return name


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    """There is no source distribution: the repository is the source."""
    raise NotImplementedError("perscoach-motion is built as a wheel only")


def package_files() -> list[Path]:
    """What the wheel holds, in a fixed order."""
    return sorted(path for package in PACKAGES for path in package.rglob("*") if path.suffix == ".py" or path.name == "py.typed")


def _record(members: dict[str, bytes], itself: str) -> str:
    lines = []
    for member, data in members.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{member},sha256={digest},{len(data)}")
    return "\n".join([*lines, f"{itself},,", ""])
