"""A date as the reader's own browser writes it (`when.js`): the server does not know her time zone."""

from typing import Any

import reflex as rx

from perscoach_app.components.native import page_element
from perscoach_app.state.language import LanguageState


def when(moment: Any, class_name: str = "") -> rx.Component:
    """«сегодня, 19:40», “yesterday, 7:40 pm”, «12 марта, 08:15»."""
    return page_element("when", custom_attrs={"datetime": moment, "lang": LanguageState.language}, class_name=class_name)
