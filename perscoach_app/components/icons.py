"""The few pictograms we use, drawn on a 24 × 24 grid. Decorative: the words beside them say it all."""

import reflex as rx

_PATHS = {
    "plus": "M12 5v14M5 12h14",
    "play": "M8 5.5v13l10.5-6.5z",
    "arrow": "M5 12h13M13 6.5l5.5 5.5-5.5 5.5",
    "back": "M19 12H6M11 6.5L5.5 12l5.5 5.5",
    "again": "M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4",
    "upload": "M12 16V4.5M7 9l5-5 5 5M4.5 16v2.5a1.5 1.5 0 0 0 1.5 1.5h12a1.5 1.5 0 0 0 1.5-1.5V16",
    "download": "M12 4v11.5M7 11l5 5 5-5M4.5 17v1.5A1.5 1.5 0 0 0 6 20h12a1.5 1.5 0 0 0 1.5-1.5V17",
    "exit": "M14 4.5h4a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5h-4M10 8l-4.5 4 4.5 4M6 12h8.5",
    "warn": "M12 4l9 15.5H3zM12 10v4.2M12 17v.2",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11v5M12 7.8v.2",
    "person": "M12 3.2a2.1 2.1 0 1 0 0 4.2 2.1 2.1 0 0 0 0-4.2M5.5 10.5L12 9.2l6.5 1.3M12 9.2v6M12 15.2l-3 5.8M12 15.2l3 5.8",
    "frame": "M4 8.5V5.5A1.5 1.5 0 0 1 5.5 4h3M15.5 4h3A1.5 1.5 0 0 1 20 5.5v3M20 15.5v3a1.5 1.5 0 0 1-1.5 1.5h-3"
    "M8.5 20h-3A1.5 1.5 0 0 1 4 18.5v-3M12 7.5v.1M12 10v4M9 11h6M12 14l-1.8 3M12 14l1.8 3",
    "light": "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4"
    "M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
    "reps": "M4.5 12a7.5 7.5 0 0 1 13-5.1M19.5 12a7.5 7.5 0 0 1-13 5.1M17.8 3.2v4h-4M6.2 20.8v-4h4",
    "chart": "M5 19.5V13M10 19.5V5M15 19.5v-9M20 19.5v-5",
}


def icon(name: str) -> rx.Component:
    """The pictogram `name`, hidden from screen readers."""
    return rx.el.svg(
        rx.el.path(d=_PATHS[name]),
        view_box="0 0 24 24",
        fill="none",
        stroke="currentColor",
        stroke_width="2",
        stroke_linecap="round",
        stroke_linejoin="round",
        aria_hidden="true",
        custom_attrs={"focusable": "false"},
    )
