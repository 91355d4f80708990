"""`/privacy`: who answers for the data, where they lie, how long, and every document in full. For everybody, signed in or not."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.text import t
from perscoach_app.state.my_data import PaperCard
from perscoach_app.state.policy import PolicyState
from perscoach_app.state.visitor import Visitor


def policy_page() -> rx.Component:
    """From who answers to the words of each document."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("policy.title")), rx.el.p(t("policy.lead"), class_name="lead")),
            rx.cond(Visitor.signed_in, link_button(t("policy.mine"), "/account/privacy", kind="ghost slim", picture="lock"), rx.fragment()),
            class_name="page-head",
        ),
        rx.el.div(_who(), _what(), _where(), _rights(), _documents(), class_name="policy stack-l"),
        kind="my-data",
        shape="form",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(policy_page, route="/privacy", title=t("policy.page_title"), on_load=PolicyState.load)


def _who() -> rx.Component:
    policy = PolicyState.policy
    return _part(
        "who",
        rx.el.dl(
            _fact(t("policy.operator"), policy.operator, policy.operator_contact),
            _fact(t("policy.processor"), policy.processor, policy.processor_contact),
        ),
        rx.el.p(t("policy.law"), class_name="muted small"),
    )


def _what() -> rx.Component:
    points = ("account", "numbers", "more", "never")
    return _part("what", rx.el.ul(*(rx.el.li(t(f"policy.what_{name}")) for name in points), class_name="plain-points"))


def _where() -> rx.Component:
    policy = PolicyState.policy
    only_here = rx.cond(policy.only_here, t("policy.only"), "")
    gpu_only_here = rx.cond(policy.gpu_only_here, t("policy.only"), "")
    return _part(
        "where",
        rx.el.dl(
            _fact(t("policy.region"), _or_unnamed(policy.region), only_here),
            _fact(t("policy.gpu_region"), _or_unnamed(policy.gpu_region), gpu_only_here),
            _fact(t("policy.retention"), PolicyState.kept, ""),
            _fact(t("policy.rest"), t("policy.rest_time"), t("policy.rest_words")),
            _fact(t("policy.others"), t("policy.others_who"), t("policy.others_words")),
            _fact(t("policy.cookies"), t("policy.cookies_words"), ""),
        ),
    )


def _rights() -> rx.Component:
    return _part(
        "rights",
        rx.el.p(t("policy.rights_words")),
        rx.el.p(t("policy.rights_more")),
        rx.el.p(t("policy.minors")),
        rx.el.p(t("policy.rights_complain")),
    )


def _documents() -> rx.Component:
    return _part("documents", rx.foreach(PolicyState.papers, _document))


def _document(paper: rx.Var[PaperCard]) -> rx.Component:
    return rx.el.article(
        rx.el.h3(paper.title),
        rx.el.p(paper.first),
        rx.foreach(paper.rest, rx.el.p),
        rx.el.p(paper.version, class_name="muted small"),
        id=paper.name,
        key=paper.name,
        class_name="stack-s",
    )


def _or_unnamed(words: rx.Var[str]) -> rx.Var[str]:
    return rx.cond(words != "", words, t("policy.unnamed"))


def _fact(name: rx.Var[str], value: rx.Var[str], more: rx.Var[str] | str) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(rx.el.b(value), rx.el.span(more, class_name="muted")))


def _part(name: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(t(f"policy.{name}")), *content, class_name="card stack")
