"""`/trainer/site`: the trainer's own public site, seen while it is changed."""

from dataclasses import replace

import reflex as rx

from perscoach_app.services import branding, site, site_photo
from perscoach_app.services.errors import ServiceError
from perscoach_app.services.site import Site
from perscoach_app.services.site_errors import PhotoTooLarge, PhotoUnreadable, SiteRejected
from perscoach_app.state.site_view import SiteView, view_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say
from perscoach_app.texts.formats import decimal
from perscoach_app.texts.zones import zones

_PHOTO_REFUSALS: dict[str, type[ServiceError]] = {refusal.code: refusal for refusal in (PhotoTooLarge, PhotoUnreadable)}
FIELDS = frozenset(Site.__slots__)
_NO_ERRORS = dict.fromkeys((*Site.__slots__, "form"), "")
"""Every field is there: to a page a missing word would be a wrong one."""


class SiteEditor(Visitor):
    """A draft, what it would look like, and what is wrong with it."""

    draft: dict[str, str] = dict.fromkeys(Site.__slots__, "")
    errors: dict[str, str] = _NO_ERRORS
    """What cannot stay, by field."""
    shown: SiteView = SiteView()
    colours: dict[str, str] = branding.Brand().css
    """The draft's colours, for the preview."""
    contrast_words: str = ""
    accent_offer: str = ""
    tint_offer: str = ""
    """The nearest readable colours; empty when the draft's own are."""
    photo_problem: str = ""
    photo_chosen: str = ""
    """The name of the file that is about to be sent."""
    has_photo: bool = False
    zones: list[tuple[str, str]] = []
    """Time zones: the IANA name and the words."""
    filled: int = 0
    """Changes when the fields have to take new values."""

    @rx.event
    def load(self) -> None:
        """The site as it stands."""
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            self._fill(site.of_tenant(site.own_tenant(db, scope)))
            self._look_at_photo(site_photo.address(site.own_tenant(db, scope)))
        self.zones = list(zones(self.language))
        word = self.router.url.query_parameters.get("photo", "")
        self.photo_chosen = ""
        self.photo_problem = _PHOTO_REFUSALS[word]().sentence(self.language) if word in _PHOTO_REFUSALS else ""

    @rx.event
    def edit(self, name: str, value: str) -> None:
        """One field, as it is typed: only the preview follows."""
        with open_session(reading=True) as db:
            if self._come_in(db, trainer_only=True) is None or name not in FIELDS or not self.filled:
                return
        self.draft[name] = value
        self.errors[name] = ""
        self._show()

    @rx.event
    def choose_photo(self, file: str) -> None:
        """A file was chosen, not yet sent; browsers put a path that is none before its name."""
        with open_session(reading=True) as db:
            if self._come_in(db, trainer_only=True):
                self.photo_chosen = file.replace("\\", "/").rpartition("/")[2]

    @rx.event
    def take_offer(self) -> None:
        """The nearest readable colours instead of the chosen ones."""
        with open_session(reading=True) as db:
            if self._come_in(db, trainer_only=True) is None or not self.filled:
                return
        self._fill(replace(self._drafted(), accent=self.accent_offer or self.draft["accent"], tint=self.tint_offer or self.draft["tint"]))

    @rx.event
    def save(self, _form: dict[str, str]) -> None:
        """Puts the draft on the site, or says at its field what cannot be used."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None or not self.filled:
                return
            try:
                kept = site.change(db, scope, self._drafted())
            except SiteRejected as refusal:
                self.errors = {**_NO_ERRORS, refusal.field or "form": refusal.sentence(self.language)}
                return
        self._fill(kept)
        self.brand, self.tenant_name = self.colours, kept.name
        self._tell(say(self.language, "editor.saved"))

    def _drafted(self) -> Site:
        return Site(**self.draft)

    def _fill(self, present: Site) -> None:
        self.draft = {name: getattr(present, name) for name in Site.__slots__}
        self.errors = dict(_NO_ERRORS)
        self.filled += 1
        self._show()

    def _show(self) -> None:
        drafted = self._drafted()
        self.shown = view_of(drafted, self.shown.photo)
        accent, tint = drafted.accent.lower(), drafted.tint.lower()
        self.colours = branding.brand_of(accent, tint).css
        if not (branding.is_colour(accent) and branding.is_colour(tint)):
            return
        verdict = branding.judge(accent, tint)
        worst = min(verdict.accent_ratio, verdict.tint_ratio)
        self.contrast_words = say(self.language, "editor.contrast", ratio=decimal(self.language, worst))
        self.accent_offer = verdict.accent_offer if not verdict.readable else ""
        self.tint_offer = verdict.tint_offer if not verdict.readable else ""

    def _look_at_photo(self, address: str) -> None:
        self.has_photo = bool(address)
        self.shown = replace(self.shown, photo=address)
