"""`/trainer/site`: the trainer's public site, edited beside a live preview."""

import reflex as rx

from perscoach_app.components.buttons import button, outside_button
from perscoach_app.components.dialog import actions
from perscoach_app.components.fields import area_field, choices, select_field, text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.mini_site import mini_site
from perscoach_app.components.native import native_form
from perscoach_app.components.notes import alert, note
from perscoach_app.components.text import t
from perscoach_app.services.branding import Brand
from perscoach_app.state.site_editor import SiteEditor
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import Address

SWATCHES = {
    "mint": "#00ff88",
    "lime": "#c6ff3d",
    "sun": "#ffcf4a",
    "coral": "#ff9a7a",
    "rose": "#ff8fc7",
    "lilac": "#c4a1ff",
    "sky": "#8ab4ff",
    "ice": "#3ddcff",
}
"""Accents that are readable on every tint we offer."""
TINTS = {"night": "#1a1a2e", "forest": "#10261f", "wine": "#2a1420", "sea": "#0f2433", "coal": "#1c1c1f"}


def site_page() -> rx.Component:
    """Fields on the left, the site as clients see it on the right."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("editor.title")), rx.el.p(Visitor.site_label + Visitor.site_rest, class_name="muted")),
            outside_button(t("editor.open"), "/", kind="ghost", picture="arrow"),
            class_name="page-head",
        ),
        rx.el.div(
            rx.el.div(_photo(), _words(), class_name="stack"),
            _preview(),
            class_name="two editor",
        ),
        here="site",
        shape="form",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(site_page, route="/trainer/site", title=t("editor.page_title"), on_load=SiteEditor.load)


def _photo() -> rx.Component:
    """A plain form: the browser sends the file itself, and the page comes back with it."""
    return native_form(
        rx.el.h2(t("editor.photo"), class_name="overline"),
        rx.el.div(
            rx.cond(SiteEditor.has_photo, rx.el.img(src=SiteEditor.shown.photo, alt="", class_name="portrait-small"), rx.fragment()),
            rx.el.label(
                icon("upload"),
                rx.el.span(t("editor.photo_choose")),
                rx.el.input(type="file", name="photo", accept="image/jpeg,image/png,image/webp", on_change=SiteEditor.choose_photo),
                class_name="button ghost choose-file",
            ),
            rx.el.span(SiteEditor.photo_chosen, class_name="muted small", role="status"),
            class_name="photo-row",
        ),
        rx.el.p(t("editor.photo_words"), class_name="field-hint"),
        alert(SiteEditor.photo_problem),
        actions(
            rx.cond(
                SiteEditor.has_photo & (SiteEditor.photo_chosen == ""),
                rx.el.button(t("editor.photo_remove"), type="submit", name="deed", value="remove", class_name="button ghost"),
                rx.fragment(),
            ),
            rx.cond(SiteEditor.photo_chosen != "", rx.el.button(t("editor.photo_send"), type="submit", class_name="button"), rx.fragment()),
        ),
        action="/api/site/photo",
        method="post",
        custom_attrs={"encType": "multipart/form-data"},
        class_name="card stack-s",
    )


def _words() -> rx.Component:
    return rx.el.form(
        rx.el.section(
            rx.el.h2(t("editor.about_you"), class_name="overline"),
            _text("name", required=True, max_length=80, auto_complete="name"),
            _text("headline", max_length=120),
            area_field("about", t("editor.about"), **_bound("about"), hint=t("editor.about_hint"), rows=7, max_length=2000),
            class_name="card stack",
        ),
        rx.el.section(
            rx.el.h2(t("editor.contact"), class_name="overline"),
            _text("contact_link", input_mode="url", auto_complete="url"),
            _text("contact_phone", kind="tel", auto_complete="tel"),
            _text("contact_email", kind="email", auto_complete="email"),
            class_name="card stack",
        ),
        _colours(),
        rx.el.section(
            rx.el.h2(t("editor.voice"), class_name="overline"),
            choices(
                "address",
                t("editor.address"),
                [(Address.VY, t("editor.address_vy")), (Address.TY, t("editor.address_ty"))],
                SiteEditor.draft["address"],
                on_change=lambda value: SiteEditor.edit("address", value),
            ),
            rx.el.p(t("editor.address_hint"), class_name="field-hint"),
            select_field(
                "timezone",
                t("editor.timezone"),
                SiteEditor.zones,
                hint=t("editor.timezone_hint"),
                value=SiteEditor.draft["timezone"],
                on_change=lambda value: SiteEditor.edit("timezone", value),
            ),
            class_name="card stack",
        ),
        alert(SiteEditor.errors["form"]),
        rx.el.div(button(t("editor.save"), type="submit", kind="large"), class_name="save-bar"),
        on_submit=SiteEditor.save,
        class_name="stack",
        custom_attrs={"noValidate": True},
    )


def _text(name: str, **props: object) -> rx.Component:
    return text_field(name, t(f"editor.{name}"), hint=t(f"editor.{name}_hint"), **_bound(name), **props)


def _bound(name: str) -> dict[str, object]:
    """The field keeps what is typed; the state hears of it, and the field is made anew when the state has other words."""
    return {
        "default_value": SiteEditor.draft[name],
        "error": SiteEditor.errors[name],
        "on_change": lambda value: SiteEditor.edit(name, value),
        "key": f"{name}-" + SiteEditor.filled.to_string(),
    }


def _colours() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("editor.colours"), class_name="overline"),
        _palette("accent", SWATCHES),
        _palette("tint", TINTS),
        rx.cond(
            (SiteEditor.accent_offer != "") | (SiteEditor.tint_offer != ""),
            rx.el.div(
                note(t("editor.unreadable"), "warn", "warn"),
                rx.el.div(
                    rx.el.i(class_name="swatch-shown", style={"background": SiteEditor.accent_offer}),
                    rx.el.i(class_name="swatch-shown", style={"background": SiteEditor.tint_offer}),
                    button(t("editor.take_offer"), kind="ghost", on_click=SiteEditor.take_offer),
                    class_name="offer",
                ),
                class_name="stack-s",
                role="status",
            ),
            rx.el.p(icon("check"), SiteEditor.contrast_words, class_name="field-hint readable", role="status"),
        ),
        rx.el.p(SiteEditor.errors["accent"], class_name="field-error", role="alert"),
        class_name="card stack",
    )


def _palette(name: str, colours: dict[str, str]) -> rx.Component:
    """Ready colours, and the browser's own picker for any other."""
    chosen = SiteEditor.draft[name]
    return rx.el.fieldset(
        rx.el.legend(t(f"editor.{name}"), class_name="field-name"),
        rx.el.div(
            *(
                rx.el.button(
                    type="button",
                    class_name="swatch",
                    aria_label=t(f"editor.colour.{words}"),
                    title=t(f"editor.colour.{words}"),
                    aria_pressed=rx.cond(chosen == colour, "true", "false"),
                    style={"--swatch": colour},
                    on_click=SiteEditor.edit(name, colour),
                )
                for words, colour in colours.items()
            ),
            rx.el.label(
                rx.el.input(type="color", value=chosen, name=name, on_change=lambda value: SiteEditor.edit(name, value)),
                rx.el.span(t("editor.own_colour")),
                class_name="own-colour",
            ),
            class_name="swatches",
        ),
        class_name="field",
    )


def _preview() -> rx.Component:
    return rx.el.aside(
        rx.el.h2(t("editor.preview"), class_name="overline"),
        rx.el.div(
            rx.el.div(
                mini_site(SiteEditor.shown, rx.el.div(rx.el.span(t("mini.sign_in"), class_name="button large"), class_name="actions")),
                class_name="page preview-page",
                style={name: SiteEditor.colours[name] for name in Brand().css},
                custom_attrs={"inert": True},
            ),
            class_name="preview",
            tab_index=0,
            role="region",
            aria_label=t("editor.preview"),
        ),
        class_name="stack-s side",
    )
