"""The first page: a landing on the base domain, a trainer's mini-site on her own."""

import reflex as rx

from perscoach_app.services import site, site_photo, tenants
from perscoach_app.state.site_view import SiteView, view_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session

EXAMPLE = "anna"  # the tenant that comes with every installation


class SiteState(Visitor):
    """What the first page needs besides the visitor."""

    example_url: str = ""
    """Address of the example site, empty where there is none."""
    site: SiteView = SiteView()

    @rx.event
    def load(self) -> None:
        """Looks who is here; on a trainer's host what stands on her site, on the base domain whether there is an example to show."""
        with open_session(reading=True) as db:
            self._look(db)
            tenant = tenants.by_host(db, self.router.headers.host)
            self.site = view_of(site.of_tenant(tenant), site_photo.address(tenant)) if tenant else SiteView()
            self.example_url = self._example() if self.place == "base" and tenants.by_slug(db, EXAMPLE) else ""

    def _example(self) -> str:
        host = self.router.headers.host
        # an address typed as a number has no labels under it
        return f"//{EXAMPLE}.{host}/" if host[:1].isalpha() else ""
