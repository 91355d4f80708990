"""Pages for everybody, and the ways in and out."""

from perscoach_app.state.site import SiteState
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.way_in import EnterState
from tests.security.walls.rows import Event, Route, everybody

ROWS = (
    Event(Visitor, "arrive", everybody("it only says whose site this is")),
    Event(Visitor, "lose_way", everybody("the page of addresses that lead nowhere"), at="/nowhere"),
    Event(Visitor, "break_down", everybody("it only says that something failed")),
    Event(SiteState, "load", everybody("the mini-site is public")),
    Event(EnterState, "load", everybody("who holds the link is greeted; this one is spent"), at="/enter/{spent_link}"),
    Route("GET", "/api/health", everybody("whether it is up")),
    Route("GET", "/api/health/live", everybody("whether the process answers")),
    Route("GET", "/api/health/ready", everybody("whether what it needs answers, by name alone")),
    Route("GET", "/metrics", everybody("strangers get 404: only who brings the token, or this machine, sees numbers"), success=404),
    Route("POST", "/api/sign-in", everybody("a spent link signs nobody in"), data={"token": "{spent_link}"}),
    Route("POST", "/api/sign-out", everybody("ends the caller's own session, if there is one")),
    Route("POST", "/api/language", everybody("everybody chooses a language"), data={"language": "en"}),
    Route("POST", "/api/theme", everybody("everybody chooses light or dark"), data={"light": "true"}),
)
