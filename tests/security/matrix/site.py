"""The trainer's own site: she alone changes it, everybody sees it."""

from perscoach_app.state.site_editor import SiteEditor
from tests.security.walls.rows import TRAINER, Event, Route, everybody

ROWS = (
    Event(SiteEditor, "load", TRAINER, at="/trainer/site"),
    Event(SiteEditor, "edit", TRAINER, at="/trainer/site", arguments=("headline", "чужое")),
    Event(SiteEditor, "choose_photo", TRAINER, at="/trainer/site", arguments=("C:\\fakepath\\me.jpg",)),
    Event(SiteEditor, "take_offer", TRAINER, at="/trainer/site"),
    Event(SiteEditor, "save", TRAINER, at="/trainer/site", arguments=({},)),
    Route(
        "GET",
        "/api/site/photo/{file}",
        everybody("the photo on a site is public there"),
        fill={"file": "00000000000000000000000000000000-large.webp"},
    ),
    Route("POST", "/api/site/photo", TRAINER, names_nothing=True, data={"deed": "remove"}),
)
