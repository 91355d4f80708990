"""The few pictograms we use, drawn on a 24 × 24 grid. Decorative: the words beside them say it all."""

import reflex as rx

_PATHS = {
    "plus": "M12 5v14M5 12h14",
    "play": "M8 5.5v13l10.5-6.5z",
    "arrow": "M5 12h13M13 6.5l5.5 5.5-5.5 5.5",
    "back": "M19 12H6M11 6.5L5.500 12l5.500 5.500",
    "again": "M19.500 12a7.500 7.500 0 1 1-2.300-5.400M19.500 3.500v4h-4",
    "upload": "M12 16V4.500M7 9l5-5 5 5M4.500 16v2.500a1.500 1.500 0 0 0 1.500 1.500h12a1.500 1.500 0 0 0 1.500-1.500V16",
    "exit": "M14 4.500h4a1.500 1.500 0 0 1 1.500 1.500v12a1.500 1.500 0 0 1-1.500 1.500h-4M10 8l-4.500 4 4.500 4M6 12h8.500",
    "warn": "M12 4l9 15.500H3zM12 10v4.200M12 17v.2",
    "info": "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17M12 11v5M12 7.800v.2",
    "person": "M12 3.200a2.100 2.100 0 1 0 0 4.200 2.100 2.100 0 0 0 0-4.200M5.500 10.500L12 9.200l6.500 1.300M12 9.200v6M12 15.200l-3 5.800M12 15.200l3 5.800",
    "frame": "M4 8.500V5.500A1.500 1.500 0 0 1 5.500 4h3M15.500 4h3A1.500 1.500 0 0 1 20 5.500v3M20 15.500v3a1.500 1.500 0 0 1-1.500 1.500h-3M8.500 20h-3"
    "A1.500 1.500 0 0 1 4 18.500v-3M12 7.500v.1M12 10v4M9 11h6M12 14l-1.800 3M12 14l1.800 3",
    "light": "M12 7.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
    "reps": "M4.500 12a7.500 7.500 0 0 1 13-5.100M19.500 12a7.500 7.500 0 0 1-13 5.100M17.800 3.200v4h-4M6.200 20.800v-4h4",
    "chart": "M5 19.500V13M10 19.500V5M15 19.500v-9M20 19.500v-5",
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
