"""Plain elements that Reflex does not have by itself."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A
from reflex_components_core.react_router.dom import ReactRouterLink


class NativeForm(rx.el.Div):
    """A form the browser sends itself: `rx.el.form` always prevents that."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]


class PageElement(rx.el.Div):
    """A custom element of ours; its behaviour is in `assets/pages/*.js`."""

    @classmethod
    def named(cls, name: str, *children: Any, **props: Any) -> rx.Component:
        """An element `<pc-name>`. Reflex makes JavaScript names of tags, and a hyphen cannot stand in one: it is written last of all."""
        element = cls.create(*children, **props)
        element.tag = f"pc_{name}"
        return element

    def _get_tag_name(self) -> str:
        return super()._get_tag_name().replace("_", "-")


anchor = A.create
"""A link the browser follows itself: `rx.el.a` always hands it to the router."""
native_form = NativeForm.create
page_element = PageElement.named
link = ReactRouterLink.create
"""A link inside the site: the page changes without being loaded anew."""


def hidden(name: str, value: Any) -> rx.Component:
    """A form field nobody sees."""
    return rx.el.input(type="hidden", name=name, value=value, read_only=True)
