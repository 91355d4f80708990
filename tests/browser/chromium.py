"""A real Chromium with a camera we choose and no way out of this machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Playwright, sync_playwright

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # any call home fails the test; the tenants' own hosts must stay
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE *.localhost , EXCLUDE localhost",
)

INSTALL_LIMIT_S = 600

Camera = Path | Literal["refused", "absent"]


def executable() -> str | None:
    """The browser named by `PERSCOACH_CHROMIUM`, else one of the system's; None means Playwright's own."""
    if named := os.environ.get("PERSCOACH_CHROMIUM"):
        return named
    return next((found for name in CANDIDATES if (found := shutil.which(name))), None)


def camera_flags(camera: Camera) -> list[str]:
    """An MJPEG or Y4M file as the camera, a person who refuses it, or a machine without one."""
    if camera == "absent":
        return ["--use-fake-ui-for-media-stream"]
    if camera == "refused":
        return ["--use-fake-ui-for-media-stream=deny", "--use-fake-device-for-media-stream"]
    return ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={camera}"]


def launch(playwright: Playwright, camera: Camera) -> Browser:
    """A browser that sees this camera."""
    return playwright.chromium.launch(executable_path=executable(), args=[*FLAGS, *camera_flags(camera)])


def provide() -> str:
    """Make sure that there is a Chromium: the one found, else Playwright's own, else the system's package.

    Returns:
        Which one it is; an empty text when none could be had.
    """
    if found := executable():
        return found
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    if own.exists() or (_tried([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]) and own.exists()):
        return str(own)
    if shutil.which("apt-get") and (os.geteuid() == 0 or shutil.which("sudo")):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        _tried([*sudo, "apt-get", "update", "-qq"])
        _tried([*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    return executable() or ""


def _tried(command: list[str]) -> bool:
    try:
        return (
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=INSTALL_LIMIT_S, check=False).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    if not (browser := provide()):
        sys.exit(
            "The browser tests need Chromium, and it could not be installed. Install it and name it: PERSCOACH_CHROMIUM=/path/to/chromium"
        )
    print(f"Chromium: {browser}")
