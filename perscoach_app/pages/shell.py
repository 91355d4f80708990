"""What surrounds every page: style sheets, scripts, the head, and what Reflex would otherwise say in its own words."""

import reflex as rx
from reflex.app import default_error_boundary

from perscoach_app.components.frame import offline_note
from perscoach_app.own_files import unchanging
from perscoach_app.settings import PROJECT_ROOT
from perscoach_app.state.visitor import tell_of_failure

FIRST_STYLES = ("fonts", "tokens", "base", "layout", "controls", "forms")
"""What all rooms build on; the rooms' own sheets in `assets/styles/` come after them by name, and need no entry here."""
LAST_STYLES = ("print",)  # has the last word on paper
TOKENS = "tokens"
"""Linked by itself: the bundler would work out `light-dark()` once for the whole document, and dark parts of a light page were lost."""
SCRIPTS = ("/pages/when.js", "/pages/clip.js", "/pages/language.js", "/pages/dialog.js")  # small, and wanted on several pages
EARLY = "/pages/early.js"
"""Waits for no other script: what a training loads longest begins with it."""
THEME = "/pages/light.js"
NIGHT = "#0a0a0f"  # the browser's own bars take the page's colour


def dress(app: rx.App) -> None:
    """Gives the app our styles and head, and takes Reflex's English banners away."""
    app.stylesheets = [f"/styles/{name}.css" for name in style_sheets() if name != TOKENS]
    app.head_components = [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.meta(name="theme-color", content=NIGHT),
        rx.el.meta(name="referrer", content="same-origin"),  # the address of a one-time link goes nowhere
        rx.el.link(rel="stylesheet", href=unchanging(f"/styles/{TOKENS}.css")),
        rx.el.script(src=unchanging(THEME)),  # waited for: nobody who chose light sees a dark flash
        rx.el.script(src=unchanging(EARLY), type="module", async_=True),
        *(rx.el.script(src=unchanging(src), type="module") for src in SCRIPTS),
    ]
    app.toaster = None
    app.reset_style = False
    app.backend_exception_handler = tell_of_failure
    app.app_wraps = {
        (55, "ErrorBoundary"): lambda _stateful: default_error_boundary(),
        (5, "Offline"): lambda stateful: offline_note() if stateful else None,
    }


def style_sheets() -> list[str]:
    """The names of all style sheets, in the order in which they speak."""
    rooms = sorted(path.stem for path in (PROJECT_ROOT / "assets" / "styles").glob("*.css"))
    return [*FIRST_STYLES, *(name for name in rooms if name not in (*FIRST_STYLES, *LAST_STYLES)), *LAST_STYLES]
